"""TOML → Mapping. Every message names the line and the key.

```toml
missing = ["NA", "999"]           # cells that mean "no answer"; an empty cell always does
decimal = "both"                  # or "comma", or "point"
ignore = ["Remarks"]              # columns left out on purpose
key_indicators = ["SN1"]          # at most five

[file]                            # what is left out is found out
encoding = "cp1252"
separator = ";"
sheet = "Antwoorden"

[wave]
column = "Year"                   # one file may hold several waves
[waves.S2013]                     # per wave code; each key may be left out
value = "2013"                    # the rows whose Year is this
title = "Meting 2013"
opens = 2013-04-01
closes = 2013-05-31
note = "Komt in het rapport."
without = "corporation_only"      # instead of what [complex] says
dwellings = { W1 = 120 }          # N; or "now": as the complexes have today. Left out: unknown

[complex]
column = "Ward"
values = { "1" = "W1" }           # cell = complex code; left out: the cell is the code
match = "code"                    # or "name", without values
without = "reject"                # or "corporation_only": rows that do not say their complex

[[questions]]                     # a question the bank does not have, or another wording of one it has
code = "SN1"
version = 2
kind = "mark"                     # single, several, mark or open
theme = "veiligheid"
text = { nl = "…", en = "…" }
short = { nl = "…", en = "…" }
options = [{ code = 1, text = { nl = "…", en = "…" }, points = 0.0, valid = true }]
share = { label = { nl = "…", en = "…" }, codes = [4, 5], better = "higher" }
background = false

[[answers]]                       # a variable and where its answers stand
variable = "SN1"                  # "V2", an item "V3a"
version = 2                       # left out: the only one there is
columns = ["a", "b"]              # several: the first filled one counts (combine = "first")
values = { "very safe" = 5 }      # cell = option code
match = "text"                    # without values: the cell is the option's words, or its "code"
bands = [{ from = 0, below = 35, option = 1 }]
scale = { from = [1, 5], to = [1, 10] }   # declared conversion of a mark; needs its own version.
                                  # from = [5, 1] when 1 is the best
missing = ["8"]                   # besides the general ones
split = ";"                       # several answers in one cell
combine = "all"                   # several answers in several columns …
options = [1, 2]                  # … the option each column stands for, when it says …
yes = ["1"]                       # … one of these
no = ["0"]
optional = true                   # the file may lack these columns
```
"""

import tomllib
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sheets.errors import ImportRefused
from sheets.tables import Wish
from surveys.imports.answer_reading import read_answers
from surveys.imports.mapping import ComplexRule, Decimal, Mapping, WaveRule, Without
from surveys.imports.toml_entries import Entry, Problems

TOP = {
    "missing",
    "decimal",
    "ignore",
    "key_indicators",
    "file",
    "wave",
    "waves",
    "complex",
    "questions",
    "answers",
}
MAX_KEY_INDICATORS = 5


class MappingRefused(ImportRefused):
    """A mapping that cannot be used; `problems` lists everything that is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems), field="mapping")
        self.problems = problems


def read_mapping(text: str) -> Mapping:
    """The mapping in this TOML; raises MappingRefused with all problems at once."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingRefused(
            [_("De koppeling is geen geldige TOML: {error}.").format(error=error)]
        ) from error
    problems = Problems(text)
    top = Entry(document, (), problems)
    top.refuse_unknown(TOP)
    mapping = _mapping(top, text)
    if problems.found:
        raise MappingRefused(problems.found)
    return mapping


def _mapping(top: Entry, text: str) -> Mapping:
    rules = read_answers(top)
    asked = {rule.question.code for rule in rules}
    key_indicators = _key_indicators(top, asked)
    file = top.table("file")
    file.refuse_unknown({"encoding", "separator", "sheet"})
    wave = top.table("wave")
    wave.refuse_unknown({"column"})
    waves = top.table("waves")
    return Mapping(
        text=text,
        answers=rules,
        complexes=_complex_rule(top.table("complex")),
        wave_column=wave.text("column"),
        waves={code: _wave_rule(waves.table(code), code) for code in waves.names()},
        missing=top.folded("missing"),
        decimal=top.choice("decimal", Decimal, Decimal.BOTH),
        ignore=tuple(top.texts("ignore")),
        key_indicators=key_indicators,
        wish=Wish(file.text("encoding"), file.text("separator"), file.text("sheet")),
    )


def _key_indicators(top: Entry, asked: set[str]) -> tuple[str, ...] | None:
    if not top.has("key_indicators"):
        return None
    codes = tuple(top.texts("key_indicators"))
    if len(codes) > MAX_KEY_INDICATORS:
        top.problem("key_indicators", _("hoogstens vijf kerncijfers"))
    for code in codes:
        if code not in asked:
            top.problem("key_indicators", _("«{code}» wordt niet gevraagd").format(code=code))
    return codes


def _complex_rule(entry: Entry) -> ComplexRule:
    entry.refuse_unknown({"column", "values", "match", "without"})
    match = entry.text("match", "code")
    if match not in ("code", "name"):
        entry.problem("match", _("kies «code» of «name»"))
    if entry.has("match") and entry.has("values"):
        entry.problem("match", _("kies: óf «values», óf «match»"))
    values = entry.table("values")
    return ComplexRule(
        column=entry.text("column"),
        values={key.strip().casefold(): values.text(key) for key in values.names()},
        by_name=match == "name",
        without=entry.choice("without", Without, Without.REJECT),
    )


def _wave_rule(entry: Entry, code: str) -> WaveRule:
    entry.refuse_unknown({"value", "title", "opens", "closes", "note", "without", "dwellings"})
    now = entry.has("dwellings") and entry.raw("dwellings") == "now"
    dwellings = {} if now else _dwellings(entry)
    return WaveRule(
        value=entry.text("value", code),
        title=entry.text("title"),
        opens=_day(entry, "opens"),
        closes=_day(entry, "closes"),
        note=entry.text("note"),
        without=entry.choice("without", Without, None),
        dwellings=dwellings,
        dwellings_now=now,
    )


def _dwellings(entry: Entry) -> dict[str, int]:
    table = entry.table("dwellings")
    found: dict[str, int] = {}
    for code in table.names():
        number = table.raw(code)
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            table.problem(code, _("een aantal woningen is een heel getal vanaf 1"))
        else:
            found[code] = number
    return found


def _day(entry: Entry, key: str) -> date | None:
    value: Any = entry.raw(key) if entry.has(key) else None
    if isinstance(value, datetime) or (value is not None and not isinstance(value, date)):
        entry.problem(key, _("schrijf een datum als 2013-04-01, zonder aanhalingstekens"))
        return None
    return value
