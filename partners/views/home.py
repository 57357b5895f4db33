"""What a partner's contact sees: one page with everything, and the list of their complexes."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from partners import home as parts
from partners.models import Contact, Grant
from ui.lists import Column, listing

SHOWN = 6
COLUMNS = (
    Column("complex", gettext_lazy("Complex"), ("complex__name",)),
    Column("adres", gettext_lazy("Adres"), ("complex__address", "complex__name")),
    Column("plaats", gettext_lazy("Plaats"), ("complex__place", "complex__name")),
    Column("tot", gettext_lazy("Tot en met"), ("ends_on", "complex__name")),
)


@requires(Right.VISIT_AS_PARTNER)
def home(request: HttpRequest) -> HttpResponse:
    """Their complexes, and what other apps add: reports, later meetings and promises."""
    user, today = cast(User, request.user), timezone.localdate()
    contact = Contact.objects.of(user).select_related("partner", "user").first()
    grants = Grant.objects.for_contact(user, today).select_related("complex")
    grants = grants.order_by("complex__name")
    context = {
        "contact": contact,
        "sections": parts.sections(contact, today) if contact else [],
        "grants": grants[:SHOWN],
        "total": grants.count(),
        "shown": SHOWN,
    }
    return render(request, "partners/home.html", context)


@requires(Right.VISIT_AS_PARTNER)
def complex_list(request: HttpRequest) -> HttpResponse:
    grants = Grant.objects.for_contact(request.user, timezone.localdate())
    found = listing(
        grants.select_related("complex"), request.GET, columns=COLUMNS, default="complex"
    )
    return render(request, "partners/complex_list.html", {"listing": found})
