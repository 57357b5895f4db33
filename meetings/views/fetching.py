"""Meetings and letters as pages of staff fetch them: fetching is authorising."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from meetings.models import Feedback, Meeting
from meetings.querysets.meetings import MeetingQuerySet


def meeting_of(request: HttpRequest, pk: int, *related: str, locks: bool = False) -> Meeting:
    """The meeting with its venue and what is `related` besides, or 404 for who may not see it.

    With `locks` it is locked when something is sent: two people write in turn.
    """
    return _fetched(request, Meeting.objects.visible_to(request.user), pk, related, locks)


def coming_meeting(request: HttpRequest, pk: int) -> Meeting:
    """One that can still be changed; locked when something is sent."""
    return _fetched(request, Meeting.objects.visible_to(request.user).coming(), pk, (), True)


def letter_asked(request: HttpRequest, pk: int) -> Feedback:
    """A letter to residents with its complex and meeting, or 404 for who may not see it."""
    letters = Feedback.objects.visible_to(request.user).select_related("complex", "meeting")
    return get_object_or_404(letters, pk=pk)


def actor(request: HttpRequest) -> User:
    """Who is signed in; the door is closed to anybody else."""
    return cast(User, request.user)


def _fetched(
    request: HttpRequest, meetings: MeetingQuerySet, pk: int, related: tuple[str, ...], locks: bool
) -> Meeting:
    meetings = meetings.select_related("venue", *related)
    if locks and request.method == "POST":
        meetings = meetings.select_for_update(of=("self",))
    return get_object_or_404(meetings, pk=pk)
