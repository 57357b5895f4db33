"""What reports add to the page of a partner, and to the page of a complex."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.home import Need, Section
from accounts.roles import Right
from complexes import beside
from complexes.beside import Card, Row
from partners import home
from reports.models import ResidentSheet, Share
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex
    from partners.models import Contact

SHOWN = 6


def register() -> None:
    """Called once when the app is ready."""
    home.register(report_section)
    beside.register(sheet_card)


def report_section(contact: "Contact", today: date) -> Iterator[Section]:
    """The reports shared last."""
    if contact.user is None:
        return
    shares = Share.objects.for_contact(contact.user, today).without_content()
    needs = [_need(share) for share in shares.order_by("-shared_at", "-pk")[:SHOWN]]
    url = reverse("reports:shared_list")
    yield Section(_("Uw rapporten"), tuple(needs), url=url, link=_("Alle rapporten"))


def _need(share: Share) -> Need:
    edition = share.edition
    return Need(
        title=_("Rapport %(complex)s") % {"complex": edition.subject.name},
        subtitle=f"{edition.wave.title} · {numbers.day(edition.published_on)}",
        url=reverse("reports:shared_download", args=[share.pk]),
    )


def sheet_card(complex_: "Complex", user: "User") -> Iterator[Card]:
    """The page that residents read, while there is one."""
    if not may(user, Right.SEE_RESULTS):
        return
    sheet = ResidentSheet.objects.public().filter(complex=complex_)
    if found := sheet.defer("edition__content").select_related("edition__wave").first():
        row = Row(
            title=_("Openbare bladzijde voor bewoners"),
            subtitle=found.edition.wave.title,
            url=reverse("public:complex_page", args=[complex_.code]),
        )
        yield Card(key="bewonersblad", title=_("Bewonersblad"), rows=(row,))
