"""The ledger as a table for a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from meetings.models import Promise
from meetings.summaries.ledger import outcome, outcome_words
from sheets.writing import Column, Row


def columns() -> tuple[Column, ...]:
    return (
        Column(_("nummer"), _("Nummer van de afspraak in Buurtpeil."), 9),
        Column(_("afspraak"), _("Wat er is afgesproken."), 60),
        Column(_("complex"), _("Code van het complex."), 10),
        Column(_("naam complex"), _("Naam van het complex."), 26),
        Column(_("organisatie"), _("Leeg: de corporatie zelf."), 26),
        Column(_("persoon"), _("Wie het zou doen."), 24),
        Column(_("afgesproken op"), "", 14),
        Column(_("eerst klaar op"), _("De dag die het eerst is beloofd."), 14),
        Column(_("klaar op"), _("De dag die nu geldt."), 14),
        Column(_("stand"), "", 14),
        Column(_("klaar of vervallen op"), "", 18),
        Column(
            _("uitkomst"),
            _("Op tijd is klaar op of vóór de dag die het eerst is beloofd."),
            22,
        ),
        Column(_("want"), _("Waarom het niet kan of vervalt."), 40),
        Column(_("bijeenkomst"), "", 30),
        Column(_("openbaar"), _("Of bewoners het mogen lezen."), 10),
    )


def rows(promises: Iterable[Promise], today: date) -> Iterator[Row]:
    for one in promises:
        person = one.contact or one.colleague
        yield (
            one.pk,
            one.what,
            one.complex.code,
            one.complex.name,
            one.partner.name if one.partner else "",
            person.name if person else "",
            one.made_on.isoformat(),
            one.first_due_on.isoformat(),
            one.due_on.isoformat(),
            str(one.get_state_display()),
            one.ended_on.isoformat() if one.ended_on else "",
            outcome_words(outcome(one, today)),
            one.reason,
            one.meeting.title if one.meeting else "",
            _("ja") if one.is_public else _("nee"),
        )
