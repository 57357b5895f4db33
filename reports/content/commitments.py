"""Meetings since the wave before, and what became of the promises that residents may read."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Promise
from meetings.summaries import reporting
from meetings.summaries.ledger import Ledger, Outcome
from meetings.summaries.reporting import Held, Kept
from reports.content.document import Block, Chapter, Heading, Paragraph, PlainTable
from reports.content.material import Material, capital
from ui import numbers

YEAR = timedelta(days=365)


def chapter(material: Material, today: date) -> Chapter | None:
    """None when there was no meeting and nothing was promised."""
    after = _since(material)
    held = reporting.held(material.complexes, after=after, until=today)
    promises = reporting.promises(material.complexes, after=after, until=today)
    if not held and not promises:
        return None
    blocks: list[Block] = []
    if held:
        blocks += [Heading(_("Bijeenkomsten")), _meetings(material, held)]
    if promises:
        totals = reporting.totals(material.complexes, after=after, until=today)
        told = Paragraph(_totals(totals, today), "small")
        blocks += [Heading(_("Afspraken")), _promises(material, promises), told]
    return Chapter("afspraken", _("Bijeenkomsten en afspraken"), tuple(blocks), new_page=False)


def _since(material: Material) -> date:
    """The wave before closed then; before a first wave a year is told."""
    earlier = material.result.earlier
    return earlier[-1].closes_on if earlier else material.result.wave.opens_on - YEAR


def _meetings(material: Material, held: list[Held]) -> PlainTable:
    headers = (_("Bijeenkomst"), _("Wanneer"), _("Waarover, volgens bewoners"), _("Bewoners"))
    rows = tuple(
        (
            _named(material, meeting.title, meeting.complexes),
            numbers.short_day(meeting.day),
            ", ".join(meeting.topics) or "–",
            numbers.whole(meeting.came) if meeting.came else _("niet geteld"),
        )
        for meeting in held
    )
    return PlainTable(headers, rows, words=True)


def _promises(material: Material, promises: list[Kept]) -> PlainTable:
    headers = (_("Afspraak"), _("Klaar op"), _("Wie"), _("Stand"))
    rows = tuple(
        (
            _named(material, capital(one.what), (one.complex_name,)),
            numbers.short_day(one.due_on),
            one.who or material.corporation.name,
            _standing(one),
        )
        for one in promises
    )
    return PlainTable(headers, rows, words=True)


def _named(material: Material, title: str, names: tuple[str, ...]) -> str:
    """In a group every line says which complex it is about."""
    return f"{', '.join(names)}: {title}" if material.is_group and names else title


def _standing(one: Kept) -> str:
    """In words: "klaar op 4 jul 2022, te laat", "kan niet, want …", "te laat: nog niet gedaan"."""
    ended = numbers.short_day(one.ended_on) if one.ended_on else ""
    said = {"day": ended, "reason": one.reason, "first": numbers.short_day(one.first_due_on)}
    words = {
        Outcome.IN_TIME: _("klaar op %(day)s"),
        Outcome.LATE: _("klaar op %(day)s, te laat"),
        Outcome.OVERDUE: _("te laat, nog niet klaar"),
        Outcome.OPEN: _("loopt") if one.state == Promise.State.UNDERWAY else _("afgesproken"),
        Outcome.DROPPED: _("kan niet, want %(reason)s")
        if one.state == Promise.State.CANNOT
        else _("vervallen, want %(reason)s"),
    }[one.outcome]
    moved = one.due_on != one.first_due_on and one.outcome in (Outcome.OPEN, Outcome.OVERDUE)
    return (f"{words}; {_('eerst %(first)s')}" if moved else words) % said


def _totals(found: Ledger, today: date) -> str:
    counts = "; ".join(_counted(found))
    return _("Op %(day)s: %(counts)s. Alleen afspraken die ook bewoners mogen lezen.") % {
        "day": numbers.day(today),
        "counts": counts,
    }


def _counted(found: Ledger) -> Iterator[str]:
    kinds = (
        (found.in_time, _("%(n)s op tijd gedaan")),
        (found.late, _("%(n)s te laat gedaan")),
        (found.open, ngettext("%(n)s loopt nog", "%(n)s lopen nog", found.open)),
        (found.overdue, ngettext("%(n)s is te laat", "%(n)s zijn te laat", found.overdue)),
        (found.dropped, ngettext("%(n)s gaat niet door", "%(n)s gaan niet door", found.dropped)),
    )
    return (words % {"n": n} for n, words in kinds if n)
