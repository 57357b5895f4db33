"""Everything that people are reminded of about meetings and promises, once a day."""

from collections.abc import Callable
from datetime import datetime

from meetings.services import partner_reminders, promise_reminders

Sender = Callable[[datetime], int]
# Each may be cut off and run again; what one does not get done stops none of the others.
SENDERS: tuple[tuple[str, Sender], ...] = (
    ("partners of meetings", partner_reminders.remind),
    ("promises", promise_reminders.remind),
)
