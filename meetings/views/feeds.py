"""The secret calendar address of a colleague and of a partner's contact, and the calendar behind one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from meetings.services import feeds
from meetings.views.fetching import actor
from partners.models import Contact


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar program, which cannot sign in: the secret in the address is the key."""
    calendar = feeds.read(secret, now=timezone.now())
    if calendar is None:
        raise Http404
    return HttpResponse(calendar, content_type="text/calendar; charset=utf-8")


@requires(Right.SEE_MEETINGS)
def own_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, actor(request), "meetings:own_feed")


@requires(Right.SEE_MEETINGS)
def own_feed_withdraw(request: HttpRequest) -> HttpResponse:
    return _withdraw(request, actor(request), "meetings:own_feed")


@requires(Right.VISIT_AS_PARTNER)
def contact_feed(request: HttpRequest) -> HttpResponse:
    return _feed(request, _contact(request), "meetings:contact_feed")


@requires(Right.VISIT_AS_PARTNER)
def contact_feed_withdraw(request: HttpRequest) -> HttpResponse:
    return _withdraw(request, _contact(request), "meetings:contact_feed")


def _contact(request: HttpRequest) -> Contact:
    return get_object_or_404(Contact.objects.of(request.user))


def _feed(request: HttpRequest, owner: User | Contact, page: str) -> HttpResponse:
    """Whether there is an address; a new one is shown in the answer to pressing the button, and never again."""
    secret = feeds.give(owner, now=timezone.now()) if request.method == "POST" else ""
    context = {
        "standing": feeds.standing(owner).first(),
        "address": feeds.address(secret) if secret else "",
        "is_partner": isinstance(owner, Contact),
        "withdraw_page": f"{page}_withdraw",
    }
    return render(request, "meetings/partners/feed.html", context)


def _withdraw(request: HttpRequest, owner: User | Contact, page: str) -> HttpResponse:
    if request.method == "POST":
        feeds.withdraw(owner, now=timezone.now())
        messages.success(request, _("Het adres van uw agenda werkt niet meer."))
        return redirect(page)
    context = {"back": page, "is_partner": isinstance(owner, Contact)}
    return render(request, "meetings/partners/feed_withdraw.html", context)
