"""Which complexes a partner may see something of: giving, prolonging, withdrawing."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from complexes.models import Complex
from partners.forms.access import GrantForm, ProlongForm
from partners.models import Grant, Partner
from partners.services.access import grant_access, prolong, withdraw
from partners.services.errors import PartnerRefusal
from ui.forms import atomic_post


@requires(Right.EDIT_PARTNERS)
@atomic_post
def grant_create(request: HttpRequest, partner_pk: int) -> HttpResponse:
    partners = Partner.objects.visible_to(request.user).active()
    partner = get_object_or_404(partners, pk=partner_pk)
    visible = Complex.objects.visible_to(request.user)
    asked = request.POST if request.method == "POST" else None
    initial = {"complex": request.GET.get("complex", "")}
    form = GrantForm(asked, partner=partner, visible=visible, initial=initial)
    if asked is not None and form.is_valid():
        grant = Grant(partner=partner, **form.cleaned_data)
        try:
            grant_access(grant, by=cast(User, request.user))
        except PartnerRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {"partner": partner.name, "complex": grant.complex.name}
            messages.success(request, _("%(partner)s hoort nu bij %(complex)s.") % said)
            return redirect(partner)
    return render(request, "partners/grant_form.html", {"partner": partner, "form": form})


@requires(Right.EDIT_PARTNERS)
@atomic_post
def grant_prolong(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _standing(request, pk)
    form = ProlongForm(request.POST if request.method == "POST" else None, instance=grant)
    if request.method == "POST" and form.is_valid():
        try:
            prolong(grant, ends_on=form.cleaned_data["ends_on"], by=cast(User, request.user))
        except PartnerRefusal as refusal:
            form.add_error("ends_on", str(refusal))
        else:
            messages.success(request, _("De laatste dag is bewaard."))
            return redirect(grant.partner)
    return render(request, "partners/grant_prolong.html", {"grant": grant, "form": form})


@requires(Right.EDIT_PARTNERS)
@atomic_post
def grant_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    grant = _standing(request, pk)
    if request.method == "POST":
        withdraw(grant, by=cast(User, request.user), now=timezone.now())
        said = {"partner": grant.partner.name, "complex": grant.complex.name}
        messages.success(request, _("%(partner)s ziet niets meer van %(complex)s.") % said)
        return redirect(grant.partner)
    return render(request, "partners/grant_withdraw.html", {"grant": grant})


def _standing(request: HttpRequest, pk: int) -> Grant:
    """A grant that is not withdrawn, locked when something is sent."""
    grants = Grant.objects.visible_to(request.user).filter(closed_at__isnull=True)
    if request.method == "POST":
        grants = grants.select_for_update(of=("self",))
    return get_object_or_404(grants.select_related("partner", "complex", "covenant"), pk=pk)
