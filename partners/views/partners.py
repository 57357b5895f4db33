"""Partners: the list, one of them with all that belongs to it, and ending the work with it."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from partners.cards import cards
from partners.forms.partners import PartnerForm
from partners.models import Partner
from partners.page import partner_page
from partners.services.partners import end_partner
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("soort", gettext_lazy("Soort"), ("kind", "name")),
    Column("contact", gettext_lazy("Contactpersonen"), ("contact_count", "name"), numeric=True),
    Column("complexen", gettext_lazy("Complexen"), ("complex_count", "name"), numeric=True),
)


@requires(Right.SEE_PARTNERS)
def partner_list(request: HttpRequest) -> HttpResponse:
    """Whom we work with; `?stand=beeindigd` for those we worked with."""
    ended = request.GET.get("stand") == "beeindigd"
    visible = Partner.objects.visible_to(request.user)
    chosen = visible.ended() if ended else visible.active()
    partners = chosen.with_totals(timezone.localdate())
    found = listing(partners, request.GET, columns=COLUMNS, default="naam")
    context = {"listing": found, "ended": ended, "some_ended": ended or visible.ended().exists()}
    return render(request, "partners/partner_list.html", context)


@requires(Right.SEE_PARTNERS)
def partner_detail(request: HttpRequest, pk: int) -> HttpResponse:
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    context = partner_page(partner, timezone.localdate())
    context["cards"] = cards(partner, cast(User, request.user))
    return render(request, "partners/partner_detail.html", context)


@requires(Right.EDIT_PARTNERS)
@atomic_post
def partner_create(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@requires(Right.EDIT_PARTNERS)
@atomic_post
def partner_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _active(request, pk))


@requires(Right.EDIT_PARTNERS)
@atomic_post
def partner_end(request: HttpRequest, pk: int) -> HttpResponse:
    partner = _active(request, pk)
    if request.method == "POST":
        end_partner(partner, by=cast(User, request.user), now=timezone.now())
        messages.success(
            request,
            _("De samenwerking met %(name)s is beëindigd. Niemand daar kan nog inloggen.")
            % {"name": partner.name},
        )
        return redirect(partner)
    context = {
        "partner": partner,
        "contacts": partner.contacts.filter(left_on__isnull=True),
        "grants": partner.grants.in_force(timezone.localdate()).count(),
    }
    return render(request, "partners/partner_end.html", context)


def _form(request: HttpRequest, partner: Partner | None) -> HttpResponse:
    name = partner.name if partner else ""
    form = PartnerForm(request.POST if request.method == "POST" else None, instance=partner)
    if request.method == "POST" and form.is_valid():
        stored = form.save()
        messages.success(request, _("%(name)s is bewaard.") % {"name": stored.name})
        return redirect(stored)
    context = {"form": form, "partner": partner, "name": name}
    return render(request, "partners/partner_form.html", context)


def _active(request: HttpRequest, pk: int) -> Partner:
    """A partner that can still be changed, locked when something is sent."""
    partners = Partner.objects.visible_to(request.user).active()
    if request.method == "POST":
        partners = partners.select_for_update()
    return get_object_or_404(partners, pk=pk)
