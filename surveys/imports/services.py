"""Stores an earlier wave: everything in one transaction, or nothing.

Like a closed urn, an imported wave keeps no order: rows enter shuffled, texts apart from answers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from secrets import SystemRandom
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from complexes.context import current_corporation
from complexes.models import Complex
from proof.audit import record
from proof.models import Verb
from sheets.errors import ImportRefused
from sheets.tables import Table
from surveys.bank import questionnaire_to_json
from surveys.imports.mapping import Mapping
from surveys.imports.outcome import Imported, Outcome
from surveys.imports.rows import read_rows
from surveys.models import FreeText, ImportRun, Response, Wave, WaveComplex
from surveys.models.waves import KEY_INDICATORS, RESERVED_CODES
from surveys.services.counting import build_count_tables
from ui.numbers import whole

if TYPE_CHECKING:
    from proof.audit import Actor

Report = Callable[[str, float], None]  # what it is doing, and the share that is done (0–1)
BATCH = 500
CHUNK = 2000  # rows stored between two reports
STORING = 0.65  # share of the time that storing takes; counting takes the rest
LABELS = {"code": _lazy("code"), "title": _lazy("titel"), "note": _lazy("bijzonderheden")}


@dataclass(frozen=True)
class WaveData:
    """What the imported wave will be called and when it was held."""

    code: str
    title: str = ""
    opens_on: date | None = None
    closes_on: date | None = None
    note: str = ""

    def completed(self, mapping: Mapping) -> "WaveData":
        """What is not given is taken from the mapping."""
        known = mapping.wave(self.code)
        return WaveData(
            code=self.code,
            title=self.title or known.title,
            opens_on=self.opens_on or known.opens,
            closes_on=self.closes_on or known.closes,
            note=self.note or known.note,
        )


@dataclass(frozen=True)
class Prepared:
    """A dry run: everything that would be stored, and everything that would not."""

    outcome: Outcome
    mapping: Mapping
    wave: WaveData
    table: Table
    dwellings: dict[str, int]  # complex code → N, where known
    file_name: str

    @property
    def selection(self) -> str:
        return self.mapping.selection(self.wave.code)[:300]

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that the mapping does not name."""
        return self.mapping.unused(self.table.columns)


def prepare_import(
    table: Table, mapping: Mapping, wave: WaveData, *, file_name: str, today: date
) -> Prepared:
    """What an import would do. Stores nothing; raises ImportRefused when it may not be done."""
    wave = wave.completed(mapping)
    _check_wave(_new_wave(wave), today)
    complexes = dict(Complex.objects.values_list("code", "name"))
    outcome = read_rows(table, mapping, wave.code, complexes=complexes)
    prepared = Prepared(
        outcome=outcome,
        mapping=mapping,
        wave=wave,
        table=table,
        dwellings=_dwellings(mapping, wave.code, outcome),
        file_name=file_name,
    )
    _refuse_empty(outcome)
    _refuse_more_than_dwellings(prepared)
    return prepared


def check_new(prepared: Prepared, *, replace: bool = False) -> None:
    """Refuses a wave that exists and rows that were imported before, with a way out."""
    earlier = Wave.objects.filter(code=prepared.wave.code).first()
    if earlier is not None and (not replace or earlier.origin != Wave.Origin.IMPORT):
        raise _exists(earlier)
    same = ImportRun.objects.filter(sha256=prepared.table.sha256, selection=prepared.selection)
    run = same.exclude(wave=earlier).select_related("wave").first()
    if run is not None:
        raise ImportRefused(
            _(
                "Deze rijen zijn al ingelezen, als meting {code} («{title}»). Wilt u ze opnieuw "
                "inlezen? Gebruik dan die code en vervang die meting."
            ).format(code=run.wave.code, title=run.wave.title)
        )


def _say_nothing(words: str, share: float) -> None:
    pass


def import_wave(
    prepared: Prepared,
    *,
    today: date,
    replace: bool = False,
    report: Report = _say_nothing,
    by: "Actor" = None,
) -> ImportRun:
    """Store the wave, closed and counted. `replace` first deletes an earlier import of this wave.

    `report` hears how far it is. Raises ImportRefused; then nothing has changed.
    """
    try:
        with transaction.atomic():
            check_new(prepared, replace=replace)
            if replace:
                _delete_earlier(prepared.wave.code)
            wave = _store_wave(prepared)
            complexes = _store_complexes(wave, prepared)
            _store_shuffled(wave, prepared.outcome.imported, complexes, report=report)
            report(_("De antwoorden worden geteld."), STORING)
            build_count_tables(wave)
            run = _store_run(wave, prepared, today)
            record(by, Verb.IMPORTED, wave, responses=run.imported)
            return run
    except IntegrityError as error:  # somebody else was importing the same at the same moment
        check_new(prepared, replace=replace)
        raise ImportRefused(
            _("Er ging iets mis bij het bewaren; er is niets ingelezen. Probeer het opnieuw.")
        ) from error


def _store_run(wave: Wave, prepared: Prepared, today: date) -> ImportRun:
    summary = prepared.outcome.summary
    return ImportRun.objects.create(
        wave=wave,
        file_name=prepared.file_name[:200],
        sha256=prepared.table.sha256,
        selection=prepared.selection,
        imported_on=today,
        read=summary.read,
        imported=summary.imported,
        rejected=summary.rejected,
        mapping=prepared.mapping.text,
    )


def _new_wave(wave: WaveData) -> Wave:
    """The wave as it will be stored; refuses one that does not say when it was."""
    if wave.opens_on is None or wave.closes_on is None:
        field = "opens_on" if wave.opens_on is None else "closes_on"
        raise ImportRefused(
            _("Zeg wanneer de meting was: de eerste en de laatste dag (--opens, --closes)."),
            field=field,
        )
    return Wave(
        code=wave.code,
        title=wave.title,
        opens_on=wave.opens_on,
        closes_on=wave.closes_on,
        note=wave.note,
        state=Wave.State.CLOSED,
        origin=Wave.Origin.IMPORT,
    )


def _check_wave(wave: Wave, today: date) -> None:
    """The same rules as for any wave, and it must be over; the first problem, at its field."""
    if wave.code.lower() in RESERVED_CODES:
        raise ImportRefused(
            _("De code «{code}» kan niet. Kies een andere.").format(code=wave.code), field="code"
        )
    try:
        wave.clean_fields(exclude=["document", "key_indicators", "languages"])
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        words = f"{LABELS.get(field, field)}: {messages[0]}"
        raise ImportRefused(words, field=field) from error
    if wave.closes_on < wave.opens_on:
        raise ImportRefused(
            _("De sluitdatum ligt vóór de openingsdatum. Pas de datums aan."), field="closes_on"
        )
    if wave.closes_on > today:
        raise ImportRefused(
            _("Deze meting is nog niet voorbij. Kies een sluitdatum die geweest is."),
            field="closes_on",
        )


def _dwellings(mapping: Mapping, code: str, outcome: Outcome) -> dict[str, int]:
    rule = mapping.wave(code)
    present = {each.complex for each in outcome.imported} - {""}
    if rule.dwellings_now:
        known = Complex.objects.filter(code__in=present, dwellings__isnull=False)
        return {each.code: each.dwellings for each in known if each.dwellings is not None}
    unknown = sorted(set(rule.dwellings) - set(Complex.objects.values_list("code", flat=True)))
    if unknown:
        raise ImportRefused(
            _("«dwellings» noemt complexen die niet bestaan: {codes}.").format(
                codes=", ".join(unknown)
            ),
            field="complexes",
        )
    return dict(rule.dwellings)


def _refuse_empty(outcome: Outcome) -> None:
    if outcome.imported:
        return
    reasons = "; ".join(
        f"{reason} ({times}×)" for reason, times in list(outcome.summary.row_reasons.items())[:3]
    )
    raise ImportRefused(
        _("Geen enkele rij kan worden ingelezen: {reasons}. Pas de koppeling aan.").format(
            reasons=reasons
        ),
        field="mapping",
    )


def _refuse_more_than_dwellings(prepared: Prepared) -> None:
    counts = prepared.outcome.summary.per_complex
    too_many = [
        _("{code} ({responses} inzendingen, {dwellings} woningen)").format(
            code=code, responses=counts[code], dwellings=dwellings
        )
        for code, dwellings in sorted(prepared.dwellings.items())
        if counts.get(code, 0) > dwellings
    ]
    if too_many:
        raise ImportRefused(
            _(
                "Meer inzendingen dan woningen bij {complexes}. Verbeter het aantal woningen, of laat "
                "het weg als u het niet weet."
            ).format(complexes=", ".join(too_many)),
            field="complexes",
        )


def _exists(wave: Wave) -> ImportRefused:
    if wave.origin == Wave.Origin.IMPORT:
        words = _(
            "Meting {code} bestaat al («{title}»). Kies een andere code, of vervang de eerder "
            "ingelezen meting."
        )
    else:
        words = _("Meting {code} bestaat al («{title}»). Kies een andere code.")
    return ImportRefused(
        words.format(code=wave.code, title=wave.title),
        field="code",
        replaceable=wave.origin == Wave.Origin.IMPORT,
    )


def _delete_earlier(code: str) -> None:
    """Published editions protect their wave; that is the only thing that can."""
    for wave in Wave.objects.filter(code=code, origin=Wave.Origin.IMPORT):
        try:
            wave.delete()
        except ProtectedError as error:
            raise ImportRefused(
                _(
                    "Van meting {code} is een rapport uitgegeven. Dat blijft zo: kies een andere "
                    "code voor deze rijen."
                ).format(code=code),
                field="code",
            ) from error


def _store_wave(prepared: Prepared) -> Wave:
    wave = _new_wave(prepared.wave)
    wave.document = questionnaire_to_json(prepared.outcome.questionnaire)
    wave.key_indicators = _key_indicators(prepared)
    wave.disclosure = current_corporation().disclosure
    wave.save()
    return wave


def _key_indicators(prepared: Prepared) -> list[str]:
    """As the mapping says, else the usual ones; only what was asked in this wave."""
    chosen = prepared.mapping.key_indicators
    asked = prepared.outcome.questionnaire
    return [code for code in (KEY_INDICATORS if chosen is None else chosen) if code in asked]


def _store_complexes(wave: Wave, prepared: Prepared) -> dict[str, Complex]:
    counts = prepared.outcome.summary.per_complex
    codes = {*counts, *prepared.dwellings} - {""}
    complexes = {each.code: each for each in Complex.objects.filter(code__in=codes)}
    WaveComplex.objects.bulk_create(
        WaveComplex(
            wave=wave,
            complex=complex_,
            dwellings=prepared.dwellings.get(code),
            group_id=complex_.group_id,
            responses=counts.get(code, 0),
        )
        for code, complex_ in sorted(complexes.items())
    )
    return complexes


def _store_shuffled(
    wave: Wave, imported: tuple[Imported, ...], complexes: dict[str, Complex], *, report: Report
) -> None:
    """Answers in one random order, texts in another: no row tells which line it was."""
    rows = [
        Response(wave=wave, complex=complexes.get(each.complex), answers=each.answers)
        for each in imported
    ]
    texts = [
        FreeText(wave=wave, complex=complexes.get(each.complex), variable=variable, text=text)
        for each in imported
        for variable, text in each.texts.items()
    ]
    order = SystemRandom()
    order.shuffle(rows)
    order.shuffle(texts)
    for start in range(0, len(rows), CHUNK):
        words = _("{done} van {total} inzendingen bewaard")
        report(words.format(done=whole(start), total=whole(len(rows))), STORING * start / len(rows))
        Response.objects.bulk_create(rows[start : start + CHUNK], batch_size=BATCH)
    FreeText.objects.bulk_create(texts, batch_size=BATCH)
