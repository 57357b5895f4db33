"""Setting a warning aside, with a reason, and taking that back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from meetings.models import Meeting, SetAside
from meetings.services.errors import NoReason, WarningGone
from meetings.summaries.clashes import plan_of
from meetings.summaries.warnings import warnings


@transaction.atomic
def set_aside(
    meeting: Meeting, reasons: Mapping[str, str], *, by: User | None, now: datetime
) -> None:
    """Keep why these warnings may stay, by key. Raises NoReason, and WarningGone for what is not so now."""
    if not all(reason.strip() for reason in reasons.values()):
        raise NoReason
    if set(reasons) - {one.key for one in warnings(plan_of(meeting))}:
        raise WarningGone
    for key, reason in reasons.items():
        SetAside.objects.update_or_create(
            meeting=meeting,
            warning=key,
            defaults={"reason": reason.strip(), "by": by, "at": now},
        )


def take_back(aside: SetAside) -> None:
    """The warning stands again."""
    aside.delete()
