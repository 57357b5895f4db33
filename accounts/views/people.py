"""Colleagues, for who manages people."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.forms.people import RolesForm
from accounts.models import User
from accounts.roles import Right
from accounts.services import people as services
from ui.forms import atomic_post
from ui.lists import Column, listing
from ui.refusals import Refused

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("email", gettext_lazy("E-mailadres"), ("email",)),
    Column("rollen", gettext_lazy("Rollen")),
    Column("ingelogd", gettext_lazy("Laatst ingelogd"), ("last_login", "name")),
    Column("toegang", gettext_lazy("Toegang"), ("is_active", "name")),
)


def _people(request: HttpRequest) -> Any:
    return User.objects.visible_to(cast(User, request.user)).with_factor()


@requires(Right.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    found = listing(_people(request), request.GET, columns=COLUMNS, default="naam")
    return render(request, "accounts/people.html", {"listing": found})


@requires(Right.MANAGE_PEOPLE)
@atomic_post
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague, and the form of their roles."""
    colleague = get_object_or_404(_people(request), pk=pk)
    data = request.POST if request.method == "POST" else None
    stored = User.objects.select_for_update() if data is not None else User.objects
    form = RolesForm(data, instance=stored.get(pk=pk))
    if data is not None and form.is_valid():
        try:
            actor = cast(User, request.user)
            services.change_roles(colleague, form.chosen, actor=actor, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = _("De rollen van %(name)s zijn bewaard.") % {"name": colleague.name}
            messages.success(request, words)
            return redirect("accounts:person", pk)
    context = {"person": colleague, "form": form, "myself": colleague == request.user}
    return render(request, "accounts/person.html", context)


@requires(Right.MANAGE_PEOPLE)
def person_disable(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "question": _("%(name)s afsluiten?"),
        "words": _(
            "Inloggen kan dan niet meer. Wie nu met dit account bezig is, is er meteen uit."
        ),
        "yes": _("Ja, afsluiten"),
        "done": _("%(name)s kan niet meer inloggen."),
    }
    return _confirm(request, pk, services.disable, words)


@requires(Right.MANAGE_PEOPLE)
def person_reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    words = {
        "question": _("De tweede stap van %(name)s wissen?"),
        "words": _(
            "Wees zeker dat uw collega dit zelf vraagt: bel terug of loop even langs. App, passkeys en "
            "herstelcodes vervallen, en uw collega krijgt er een mail over."
        ),
        "yes": _("Ja, wissen"),
        "done": _("De tweede stap van %(name)s is gewist."),
    }
    return _confirm(request, pk, services.reset_factor, words)


@requires(Right.MANAGE_PEOPLE)
@require_POST
def person_enable(request: HttpRequest, pk: int) -> HttpResponse:
    colleague = get_object_or_404(_people(request), pk=pk)
    services.enable(colleague, actor=cast(User, request.user), now=timezone.now())
    messages.success(request, _("%(name)s kan weer inloggen.") % {"name": colleague.name})
    return redirect("accounts:person", pk)


def _confirm(
    request: HttpRequest, pk: int, verb: Callable[..., None], words: dict[str, str]
) -> HttpResponse:
    """Ask, and do it when the answer is yes."""
    colleague = get_object_or_404(_people(request), pk=pk)
    words = {key: text % {"name": colleague.name} for key, text in words.items()}
    context = words | {"back": reverse("accounts:person", args=[pk])}
    if request.method == "POST":
        try:
            verb(colleague, actor=request.user, now=timezone.now())
        except Refused as refused:
            context["refused"] = str(refused)
        else:
            messages.success(request, words["done"])
            return redirect("accounts:person", pk)
    status = 409 if "refused" in context else 200
    return render(request, "accounts/confirm.html", context, status=status)
