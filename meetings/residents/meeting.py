"""The public page of a meeting."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from complexes.context import current_corporation
from meetings.calendar_events import calendar_event
from meetings.calendars import publication
from meetings.models import Feedback
from meetings.residents.frame import announced, public_address, show
from meetings.services.evaluating import is_open
from meetings.summaries import invitation
from meetings.summaries.minutes import public_minutes
from meetings.summaries.moments import hours, spoken_hours
from surveys.respondent.public import public_page


@public_page
@require_safe
def meeting(request: HttpRequest, token: str) -> HttpResponse:
    """What, when, where, who will be there, and how to come."""
    found, now = announced(token), timezone.now()
    is_over = now >= found.ends_at or found.state == found.State.HELD
    letters = (
        Feedback.objects.public().filter(meeting=found) if is_over else Feedback.objects.none()
    )
    context = {
        "address": public_address(found),
        "hours": hours(found),
        "spoken_hours": spoken_hours(found),
        "items": invitation.items(found),
        "organisations": invitation.organisations(found),
        "minutes": public_minutes(found) if found.state == found.State.HELD else None,
        "access": invitation.access(found.venue),
        "is_over": is_over,
        "takes_opinions": is_over and is_open(found, timezone.localdate(now)),
        "letters": letters.select_related("complex"),
        "takes_sign_ups": found.takes_sign_ups(now),
        "takes_questions": found.takes_questions(now),
    }
    return show(request, "meeting", found, context)


@public_page
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The meeting for one's own calendar: the same for everybody, so no personal link is in it."""
    found, now = announced(token), timezone.now()
    event = calendar_event(found, current_corporation(), now=now, url=public_address(found))
    return HttpResponse(
        publication(event),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="bijeenkomst-{found.day}.ics"'},
    )
