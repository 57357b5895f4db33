"""Being called back: keeping a number apart from all answers, and forgetting it in time."""

from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.models import CallRequest
from surveys.querysets import CallRequestQuerySet
from surveys.services.mixing import write_anew
from surveys.services.refusals import Refused

FORGET_CALLED = timedelta(weeks=4)  # after the week in which somebody was called
FORGET_UNCALLED = timedelta(weeks=13)  # after the week in which somebody asked
MOST_WAITING = 2000  # more than that is not residents
_LOCK = 0x42500003


class TooManyCalls(Refused):
    message = _("Er wachten nu te veel mensen op een telefoontje. Probeer het later nog eens.")


def ask_for_call(*, name: str, phone: str, topic: str, now: datetime) -> None:
    """Keep a request; the very same one that still waits is kept once. Raises TooManyCalls.

    All requests are written anew, shuffled: the newest row is neither the last nor the only one of its
    transaction.
    """
    asked = {"name": name, "phone": phone, "topic": topic}
    with transaction.atomic():
        _hold()
        waiting = CallRequest.objects.waiting()
        if waiting.filter(**asked).exists():
            return
        if waiting.count() >= MOST_WAITING:
            raise TooManyCalls
        everybody = CallRequest.objects.all()
        write_anew(everybody, [*everybody, CallRequest(week=week_of(now), **asked)])


def mix_calls() -> None:
    """Write all requests anew in another order: at closing, so that none bears the fieldwork's traces."""
    with transaction.atomic():
        _hold()
        everybody = CallRequest.objects.all()
        write_anew(everybody, list(everybody))


def mark_called(request: CallRequest, *, now: datetime) -> None:
    """Somebody was called; marking twice keeps the first week."""
    CallRequest.objects.waiting().filter(pk=request.pk).update(called_week=week_of(now))


def delete_call(request: CallRequest) -> None:
    CallRequest.objects.filter(pk=request.pk).delete()


def forget_call_requests(now: datetime) -> int:
    """Delete what has been kept long enough; how many that were. For the retention timer."""
    number, _rows = outlived(now).delete()
    return number


def outlived(now: datetime) -> CallRequestQuerySet:
    """What has been kept long enough."""
    week = week_of(now)
    return CallRequest.objects.outlived(called=week - FORGET_CALLED, asked=week - FORGET_UNCALLED)


def week_of(now: datetime) -> date:
    """The Monday of the week: the only moment that is kept."""
    today = timezone.localdate(now)
    return today - timedelta(days=today.weekday())


def _hold() -> None:
    """One writer at a time; an SQLite write transaction excludes others already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
