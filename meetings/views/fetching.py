"""Meetings as pages of staff fetch them: fetching is authorising."""

from typing import cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from meetings.models import Meeting


def meeting_of(request: HttpRequest, pk: int) -> Meeting:
    """The meeting with its venue, or 404 for who may not see it."""
    meetings = Meeting.objects.visible_to(request.user).select_related("venue")
    return get_object_or_404(meetings, pk=pk)


def coming_meeting(request: HttpRequest, pk: int) -> Meeting:
    """One that can still be changed; locked when something is sent."""
    meetings = Meeting.objects.visible_to(request.user).coming().select_related("venue")
    if request.method == "POST":
        meetings = meetings.select_for_update(of=("self",))
    return get_object_or_404(meetings, pk=pk)


def actor(request: HttpRequest) -> User:
    """Who is signed in; the door is closed to anybody else."""
    return cast(User, request.user)
