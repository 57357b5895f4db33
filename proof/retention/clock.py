"""Whether the clock can be believed. A clock a year wrong would make everything old at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from proof.models import RetentionConfirmation, RetentionRun

LARGEST_JUMP = timedelta(days=3)
CONFIRMED_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """`last`: the last moment known to be right; None when every known moment lies in the future."""

    now: datetime
    last: datetime | None
    confirmed_by: str = ""

    @property
    def is_trusted(self) -> bool:
        if self.confirmed_by:
            return True
        return self.last is not None and self.now - self.last <= LARGEST_JUMP


def read_clock(now: datetime) -> Clock:
    """Compare with the last run that trusted its clock; before the first, with the newest migration.

    Runs that did not trust theirs do not count, so that a wrong clock is not believed on its second night.
    """
    begun = RetentionRun.objects.whole().filter(outcome=RetentionRun.Outcome.BEGUN, at__lte=now)
    last = begun.aggregate(last=Max("at"))["last"]
    if last is None:
        migrations = MigrationRecorder(connection).migration_qs.filter(applied__lte=now)
        last = migrations.aggregate(last=Max("applied"))["last"]
    clock = Clock(now, last)
    if clock.is_trusted:
        return clock
    said = RetentionConfirmation.objects.filter(rule="", at__gt=now - CONFIRMED_FOR, at__lte=now)
    newest = said.first()
    if newest is None or (last is not None and newest.at < last):
        return clock
    return Clock(now, last, newest.by_name)
