"""A meeting as calendars know it."""

from datetime import datetime
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from meetings.calendars import CalendarEvent

if TYPE_CHECKING:
    from complexes.models import Corporation
    from meetings.models import Meeting

UIDS = "buurtpeil"  # not the host name: that may change, and a UID never does


def calendar_event(
    meeting: "Meeting",
    organiser: "Corporation",
    *,
    now: datetime,
    description: str = "",
    url: str = "",
) -> CalendarEvent:
    """The organiser is the address that mail comes from, which is what calendars trust."""
    return CalendarEvent(
        uid=f"{meeting.uid}@{UIDS}",
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=meeting.title,
        where=meeting.where,
        description=description,
        url=url,
        organiser_name=organiser.name,
        organiser_email=parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        is_cancelled=meeting.state == "cancelled",
        stamp=now,
    )
