"""Sharing an edition with partners: choose, see who gets mail, share; and take back."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from mail.services import is_held_up
from partners.services.errors import PartnerRefusal
from reports.forms import ShareExpiryForm, ShareForm
from reports.models import Edition, ResidentSheet, Share
from reports.sharing import (
    Candidate,
    candidates,
    change_expiry,
    openings,
    revoke,
    share_edition,
)
from ui.forms import atomic_post


@requires(Right.SHARE_REPORTS)
def edition_share(request: HttpRequest, pk: int) -> HttpResponse:
    """First with whom, then a look at who gets mail, then sharing it."""
    edition = _edition(request, pk)
    found = candidates(edition, timezone.localdate())
    asked = request.POST if request.method == "POST" else request.GET
    form = ShareForm(asked if "verder" in asked else None, found=found)
    if not form.is_valid():
        return _overview(request, edition, form, found)
    if request.method != "POST":
        chosen = [one for one in found if one.partner in form.cleaned_data["partner"]]
        context = {"edition": edition, "form": form, "chosen": chosen}
        return render(request, "reports/edition_share_confirm.html", context)
    try:
        shares = share_edition(
            edition,
            form.cleaned_data["partner"],
            expires_on=form.cleaned_data["expires_on"],
            by=cast(User, request.user),
        )
    except PartnerRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _shared_words(len(shares)))
    return redirect("reports:edition_share", pk)


@requires(Right.SHARE_REPORTS)
@atomic_post
def share_expiry(request: HttpRequest, pk: int) -> HttpResponse:
    share = _standing(request, pk)
    form = ShareExpiryForm(request.POST if request.method == "POST" else None, instance=share)
    if request.method == "POST" and form.is_valid():
        expires = form.cleaned_data["expires_on"]
        change_expiry(share, expires_on=expires, by=cast(User, request.user))
        messages.success(request, _("De laatste dag is bewaard."))
        return redirect("reports:edition_share", share.edition_id)
    return render(request, "reports/share_expiry.html", {"share": share, "form": form})


@requires(Right.SHARE_REPORTS)
@atomic_post
def share_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    share = _standing(request, pk)
    if request.method == "POST":
        revoke(share, by=cast(User, request.user), now=timezone.now())
        said = {"partner": share.partner.name}
        messages.success(request, _("%(partner)s kan dit rapport niet meer openen.") % said)
        return redirect("reports:edition_share", share.edition_id)
    return render(request, "reports/share_revoke.html", {"share": share})


def _standing(request: HttpRequest, pk: int) -> Share:
    """A share that can still be opened, locked when something is sent."""
    shares = Share.objects.visible_to(request.user).standing(timezone.localdate())
    if request.method == "POST":
        shares = shares.select_for_update(of=("self",))
    return get_object_or_404(shares.without_content().select_related("partner"), pk=pk)


def _edition(request: HttpRequest, pk: int) -> Edition:
    return get_object_or_404(Edition.objects.visible_to(request.user).without_content(), pk=pk)


def _overview(
    request: HttpRequest, edition: Edition, form: ShareForm, found: list[Candidate]
) -> HttpResponse:
    today = timezone.localdate()
    shares = list(
        Share.objects.visible_to(request.user)
        .standing(today)
        .filter(edition=edition)
        .select_related("partner")
        .order_by("partner__name")
    )
    opened = openings(shares)
    context = {
        "edition": edition,
        "form": form,
        "candidates": found,
        "possible": any(not one.refused for one in found),
        "shares": [(share, opened.get(share.pk, [])) for share in shares],
        "sheet": ResidentSheet.objects.public().filter(complex=edition.complex_id).first(),
    }
    return render(request, "reports/edition_share.html", context)


def _shared_words(number: int) -> str:
    words = ngettext(
        "Het rapport is gedeeld met %(number)d partner.",
        "Het rapport is gedeeld met %(number)d partners.",
        number,
    ) % {"number": number}
    if is_held_up():
        return f"{words} {_('De mail gaat later: de mailserver neemt nu even niets aan.')}"
    return words
