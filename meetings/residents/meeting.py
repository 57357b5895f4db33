"""The public page of a meeting."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from meetings.residents.frame import announced, show
from meetings.summaries import invitation
from meetings.summaries.moments import hours, spoken_hours
from surveys.respondent.public import public_page


@public_page
@require_safe
def meeting(request: HttpRequest, token: str) -> HttpResponse:
    """What, when, where, who will be there, and how to come."""
    found, now = announced(token), timezone.now()
    address = settings.PUBLIC_URL + reverse("residents:meeting", args=[found.token])
    context = {
        "address": address,
        "hours": hours(found),
        "spoken_hours": spoken_hours(found),
        "items": invitation.items(found),
        "organisations": invitation.organisations(found),
        "access": invitation.access(found.venue),
        "is_over": now >= found.ends_at or found.state == found.State.HELD,
        "takes_sign_ups": found.takes_sign_ups(now),
        "takes_questions": found.takes_questions(now),
    }
    return show(request, "meeting", found, context)
