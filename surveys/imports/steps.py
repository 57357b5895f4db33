"""From a draft to a dry run: the mapping somebody made on the pages, read like any other."""

import hashlib
import tomllib
from datetime import date
from typing import Any

from sheets.tables import Table
from surveys.imports.choosing import mapping_document
from surveys.imports.drafts import Choices, Draft
from surveys.imports.mapping import Mapping
from surveys.imports.services import Prepared, WaveData, prepare_import
from surveys.imports.toml_reading import read_mapping
from surveys.imports.toml_writing import write_toml
from surveys.models import Wave

FROM_MAPPING, NOW = "mapping", "now"


def choices_from(saved: str) -> Choices:
    """What a draft starts with when a saved mapping was chosen, "" when none was."""
    if not saved:
        return Choices()
    wish = tomllib.loads(saved).get("file", {})
    return Choices(saved=saved, wish={key: str(value) for key, value in wish.items()})


def wave_initial(choices: Choices, table: Table) -> dict[str, Any]:
    """What was filled in before, else the first wave the mapping names that does not exist yet."""
    waves: dict[str, dict[str, Any]] = document_of(choices, table).get("waves", {})
    if choices.wave:
        return dict(choices.wave)
    known = set(Wave.objects.filter(code__in=waves).values_list("code", flat=True))
    for code in [code for code in waves if code not in known][:1]:
        wave = waves[code]
        return {
            "code": code,
            "title": wave.get("title", ""),
            "opens_on": wave.get("opens"),
            "closes_on": wave.get("closes"),
            "value": wave.get("value", code),
            "note": wave.get("note", ""),
            "without": wave.get("without", ""),
            "dwellings": FROM_MAPPING if "dwellings" in wave else "",
        }
    return {}


def document_of(choices: Choices, table: Table) -> dict[str, Any]:
    """The mapping without this wave: the saved one, or what was chosen."""
    return tomllib.loads(choices.saved) if choices.saved else mapping_document(choices, table)


def wave_column(choices: Choices, table: Table) -> str:
    column = document_of(choices, table).get("wave", {}).get("column", "")
    return column if column in table.positions else ""


def mapping_of(choices: Choices, table: Table) -> Mapping:
    """The mapping with what was filled in about this wave; raises MappingRefused."""
    document = document_of(choices, table)
    wave = choices.wave
    if wave:
        known = document.get("waves", {}).get(wave["code"], {})
        document["waves"] = {wave["code"]: _wave_table(wave, known)}
        named = [code.strip() for code in wave.get("key_indicators", "").split(",")]
        if any(named):
            document["key_indicators"] = [code for code in named if code]
    return read_mapping(write_toml(document))


def _wave_table(wave: dict[str, str], known: dict[str, Any]) -> dict[str, Any]:
    """Words of the form over what the mapping says; N and rows without a complex stay the mapping's."""
    table: dict[str, Any] = {k: wave[k] for k in ("value", "title", "note") if wave.get(k)}
    table["opens"] = date.fromisoformat(wave["opens_on"])
    table["closes"] = date.fromisoformat(wave["closes_on"])
    if without := wave.get("without") or known.get("without"):
        table["without"] = without
    if wave["dwellings"] == NOW:
        table["dwellings"] = NOW
    elif wave["dwellings"] == FROM_MAPPING and "dwellings" in known:
        table["dwellings"] = known["dwellings"]
    return table


def dry_run(draft: Draft, table: Table, *, today: date) -> Prepared:
    """What running this draft would do; raises ImportRefused."""
    mapping = mapping_of(draft.choices, table)
    wave = WaveData(code=draft.choices.wave["code"])
    return prepare_import(table, mapping, wave, file_name=draft.name, today=today)


def seal_of(prepared: Prepared) -> str:
    """Changes when the file or the mapping does: what is confirmed must be what was shown."""
    shown = f"{prepared.table.sha256}\n{prepared.mapping.text}"
    return hashlib.sha256(shown.encode()).hexdigest()
