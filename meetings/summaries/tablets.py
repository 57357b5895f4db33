"""What a device at a meeting may keep for when the connection is gone, and until when."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import Meeting, Registration, TallyNote, TallyTick
from meetings.summaries.door import attendance, entrances_of

KEPT_AFTER = timedelta(days=2)  # that a device may know names after the end
MOST_UNDOABLE = 5


def device_may_not_know(meeting: Meeting, now: datetime) -> str:
    """Why a device must forget what it kept of this meeting, in words; "" while it may know it."""
    if meeting.state == Meeting.State.CANCELLED:
        return _("Deze bijeenkomst gaat niet door.")
    if meeting.state == Meeting.State.HELD:
        return _("Deze bijeenkomst is gehouden.")
    if now > meeting.ends_at + KEPT_AFTER:
        return _("Deze bijeenkomst is meer dan twee dagen voorbij.")
    return ""


def door_state(meeting: Meeting) -> dict[str, Any]:
    """What the door needs and no more: names and numbers of people; no address, number or need."""
    return {
        "households": _households(meeting),
        "loose": attendance(meeting).loose,
        "entrances": [{"pk": pk, "name": words} for pk, words in entrances_of(meeting)],
    }


def _households(meeting: Meeting) -> list[dict[str, Any]]:
    """Who signed up and did not withdraw, and who came in all the same; by name."""
    inside = {
        one.registration_id: {"key": str(one.key), "people": one.people}
        for one in meeting.check_ins.counting().filter(registration__isnull=False)
    }
    at_the_door = meeting.registrations.at_the_door().only("meeting", "name", "people", "state")
    return [
        {
            "pk": str(one.pk),
            "name": one.name,
            "people": one.people,
            "waiting": one.state == Registration.State.WAITING,
            "inside": inside.get(one.pk),
        }
        for one in sorted(at_the_door, key=lambda one: one.name.casefold())
    ]


def board_state(meeting: Meeting) -> dict[str, Any]:
    """The board: topics with their count, notes, and some ticks that may be undone."""
    topics = meeting.topics.with_count().order_by("pk")
    ticks: dict[int, list[str]] = defaultdict(list)
    counting = TallyTick.objects.filter(topic__meeting=meeting, undone=False)
    for topic_pk, key in counting.values_list("topic", "key"):
        ticks[topic_pk].append(str(key))
    notes: dict[int, list[dict[str, str]]] = defaultdict(list)
    for note in TallyNote.objects.filter(topic__meeting=meeting).exclude(text="").order_by("text"):
        notes[note.topic_id].append({"key": str(note.key), "text": note.text})
    return {
        "topics": [
            {
                "key": str(topic.key),
                "label": topic.label,
                "count": topic.count,  # type: ignore[attr-defined]
                "notes": notes[topic.pk],
                "undoable": ticks[topic.pk][:MOST_UNDOABLE],
            }
            for topic in topics
        ]
    }
