"""The door list on a tablet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.batches import DOOR
from meetings.models import Meeting
from meetings.services.batches import Answer
from meetings.services.door import take_arrivals
from meetings.summaries.tablets import door_state
from meetings.views import tablet
from meetings.views.fetching import actor, meeting_of
from proof.audit import record
from proof.models import Verb


def _take(request: HttpRequest, meeting: Meeting, rows: list[Any]) -> list[Answer]:
    return take_arrivals(meeting, rows, by=actor(request))


DOOR_LIST = tablet.Tablet("door", gettext_lazy("Deurlijst"), DOOR, _take, door_state)


@requires(Right.KEEP_DOOR)
@require_GET
@tablet.with_worker
def door(request: HttpRequest, pk: int) -> HttpResponse:
    meeting = meeting_of(request, pk)
    if (
        request.headers.get("Sec-Fetch-Dest", "document") == "document"
    ):  # not the worker, for itself
        record(request.user, Verb.LOOKED_AT, meeting, words=_("deurlijst van %s") % meeting)
    return tablet.shell(request, meeting, DOOR_LIST)


@requires(Right.KEEP_DOOR)
@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.current(request, meeting_of(request, pk), DOOR_LIST)


@requires(Right.KEEP_DOOR)
@require_POST
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.batch(request, meeting_of(request, pk), DOOR_LIST)


@requires(Right.KEEP_DOOR)
@require_GET
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.worker(request, meeting_of(request, pk), DOOR_LIST)


@requires(Right.KEEP_DOOR)
@require_GET
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.manifest(meeting_of(request, pk), DOOR_LIST)
