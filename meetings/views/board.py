"""The board in the tent, on a tablet."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.batches import BOARD
from meetings.models import Meeting
from meetings.services.batches import Answer
from meetings.services.board import take_tally
from meetings.summaries.tablets import board_state
from meetings.views import tablet
from meetings.views.fetching import meeting_of


def _take(_request: HttpRequest, meeting: Meeting, rows: list[Any]) -> list[Answer]:
    return take_tally(meeting, rows)


TALLY_BOARD = tablet.Tablet("board", gettext_lazy("Turfbord"), BOARD, _take, board_state)


@requires(Right.KEEP_DOOR)
@require_GET
@tablet.with_worker
def board(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.shell(request, meeting_of(request, pk), TALLY_BOARD)


@requires(Right.KEEP_DOOR)
@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.current(request, meeting_of(request, pk), TALLY_BOARD)


@requires(Right.KEEP_DOOR)
@require_POST
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.batch(request, meeting_of(request, pk), TALLY_BOARD)


@requires(Right.KEEP_DOOR)
@require_GET
def worker(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.worker(request, meeting_of(request, pk), TALLY_BOARD)


@requires(Right.KEEP_DOOR)
@require_GET
def manifest(request: HttpRequest, pk: int) -> HttpResponse:
    return tablet.manifest(meeting_of(request, pk), TALLY_BOARD)
