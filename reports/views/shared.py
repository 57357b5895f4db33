"""What a partner sees of reports: the list of what is shared with them, and opening one."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from reports.models import Share
from reports.services import edition_pdf, file_name
from reports.sharing import note_opening
from ui.lists import Column, listing
from ui.pdf import pdf_answer

COLUMNS = (
    Column("complex", gettext_lazy("Complex of groep"), ("name", "-edition__number")),
    Column("meting", gettext_lazy("Meting"), ("edition__wave__closes_on", "edition__number")),
    Column("uitgave", gettext_lazy("Uitgave"), ("edition__number",), numeric=True),
    Column("gedeeld", gettext_lazy("Gedeeld op"), ("shared_at",)),
    Column("tot", gettext_lazy("Te zien tot en met"), ("expires_on",)),
)


@requires(Right.VISIT_AS_PARTNER)
def shared_list(request: HttpRequest) -> HttpResponse:
    shares = Share.objects.for_contact(request.user, timezone.localdate()).without_content()
    found = listing(shares, request.GET, columns=COLUMNS, default="-gedeeld")
    return render(request, "reports/shared_list.html", {"listing": found})


@requires(Right.VISIT_AS_PARTNER)
def shared_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF; that it was opened is written down before it goes out."""
    shares = Share.objects.for_contact(request.user, timezone.localdate())
    shares = shares.select_related("partner", "edition__complex", "edition__group", "edition__wave")
    share = get_object_or_404(shares, pk=pk)
    edition = share.edition
    pdf = edition_pdf(edition)
    note_opening(share, by=cast(User, request.user), now=timezone.now())
    return pdf_answer(pdf, file_name(edition.subject, edition.wave, edition.number))
