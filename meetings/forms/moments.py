"""A day with a beginning and an end, as a plan, a move and a copy ask for it."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from ui.forms import DateField
from ui.moments import NoSuchTime, TimeField, moment


class MomentForm(forms.Form):
    """Cleans to `starts_at` and `ends_at`; refuses a moment that has been or that does not exist."""

    day = DateField(label=_("Dag"))
    starts = TimeField(label=_("Begint om"))
    ends = TimeField(label=_("Eindigt om"))

    def clean(self) -> dict[str, Any]:
        return self.with_moment(super().clean() or {})

    def with_moment(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        day = cleaned.get("day")
        if day and day < timezone.localdate():
            self.add_error("day", _("Deze dag is al geweest. Kies een dag die nog komt."))
            return cleaned
        starts_at = self._moment("starts", day, cleaned.get("starts"))
        ends_at = self._moment("ends", day, cleaned.get("ends"))
        if starts_at and starts_at <= timezone.now():
            self.add_error("starts", _("Dit tijdstip is vandaag al geweest."))
        elif starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends", _("De bijeenkomst eindigt dan voordat zij begint."))
        elif starts_at and ends_at:
            cleaned |= {"starts_at": starts_at, "ends_at": ends_at}
        return cleaned

    def _moment(self, field: str, day: date | None, at: time | None) -> datetime | None:
        if day is None or at is None:
            return None
        try:
            return moment(day, at)
        except NoSuchTime as refusal:
            self.add_error(field, str(refusal))
            return None


def initial_moment(meeting: Meeting) -> dict[str, Any]:
    """When a meeting is, as the fields show it."""
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
