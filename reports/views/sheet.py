"""The resident sheet: staff put it on the complex's public page or take it away."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from reports.models import Edition, ResidentSheet
from reports.resident_sheet import publish_sheet, sheet_words, withdraw_sheet
from ui.forms import atomic_post


@requires(Right.SHARE_REPORTS)
@atomic_post
def sheet_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows every word that will be public, and asks."""
    editions = Edition.objects.visible_to(request.user).filter(complex__isnull=False)
    editions = editions.select_related("complex", "wave")
    edition = get_object_or_404(editions, pk=pk)
    if request.method == "POST":
        publish_sheet(edition, by=cast(User, request.user), now=timezone.now())
        messages.success(request, _("Het bewonersblad staat op de openbare bladzijde."))
        return redirect("reports:edition_share", pk)
    standing = ResidentSheet.objects.public().filter(complex=edition.complex)
    context = {
        "edition": edition,
        "sheet": sheet_words(edition),
        "standing": standing.select_related("edition__wave").first(),
    }
    return render(request, "reports/sheet_publish.html", context)


@requires(Right.SHARE_REPORTS)
@atomic_post
def sheet_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    sheets = ResidentSheet.objects.public().filter(
        edition__in=Edition.objects.visible_to(request.user)
    )
    sheet = get_object_or_404(sheets.select_related("complex"), pk=pk)
    if request.method == "POST":
        withdraw_sheet(sheet, by=cast(User, request.user), now=timezone.now())
        messages.success(request, _("Het bewonersblad is weggehaald."))
        return redirect("reports:edition_share", sheet.edition_id)
    return render(request, "reports/sheet_withdraw.html", {"sheet": sheet})
