"""The board in the tent: topics that residents bring up, one tick per resident, notes without names."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models import Meeting, TallyNote, TallyTick, Topic
from meetings.services.batches import Answer, begin_batch, refused, same, taken
from meetings.services.door import Undo
from meetings.services.errors import MeetingError

PLACES = 3


@dataclass(frozen=True)
class NewTopic:
    key: UUID
    label: str


@dataclass(frozen=True)
class Named:
    """A resident named this topic."""

    key: UUID
    topic: UUID


@dataclass(frozen=True)
class Noted:
    """What was said about a topic; without words it is taken off."""

    key: UUID
    topic: UUID
    text: str


Row = NewTopic | Named | Noted | Undo


@transaction.atomic
def take_tally(meeting: Meeting, rows: Sequence[Row | Answer]) -> list[Answer]:
    """One answer per row, in their order; rows that were refused before pass through. Raises Off.

    A topic that stands on the board already, whatever the capitals, is that topic.
    """
    board = _Board(begin_batch(meeting), rows)
    return [row if isinstance(row, Answer) else board.take(row) for row in rows]


class _Board:
    """What is known of this board while one batch is taken."""

    def __init__(self, meeting: Meeting, rows: Sequence[Row | Answer]) -> None:
        keys = [row.key for row in rows if not isinstance(row, Answer)]
        self.meeting = meeting
        self.topics = {topic.key: topic for topic in meeting.topics.all()}
        self.labels = {topic.label.casefold(): topic for topic in self.topics.values()}
        self.ticks = TallyTick.objects.select_related("topic").in_bulk(keys)
        self.notes = TallyNote.objects.select_related("topic").in_bulk(keys)
        elsewhere = Topic.objects.filter(key__in=keys).exclude(meeting=meeting)
        self.elsewhere = set(elsewhere.values_list("key", flat=True))
        for found in (self.ticks, self.notes):
            of_others = {key for key, one in found.items() if one.topic.meeting_id != meeting.pk}
            self.elsewhere |= of_others

    def take(self, row: Row) -> Answer:
        if row.key in self.elsewhere:
            return refused(row.key, _("Dit hoort bij een andere bijeenkomst."))
        match row:
            case NewTopic():
                return self._topic(row)
            case Named():
                return self._named(row)
            case Noted():
                return self._noted(row)
            case Undo():
                return self._undo(row)

    def _topic(self, row: NewTopic) -> Answer:
        there = self.topics.get(row.key) or self.labels.get(row.label.casefold())
        if there is None:
            there = Topic.objects.create(meeting=self.meeting, key=row.key, label=row.label)
            self.labels[row.label.casefold()] = there
        self.topics[row.key] = there
        return taken(row.key) if there.key == row.key else same(row.key, there.key)

    def _named(self, row: Named) -> Answer:
        if row.key in self.ticks:
            return taken(row.key)
        topic = self.topics.get(row.topic)
        if topic is None:
            return _unknown_topic(row.key)
        self.ticks[row.key] = TallyTick.objects.create(key=row.key, topic=topic)
        return taken(row.key)

    def _noted(self, row: Noted) -> Answer:
        topic, note = self.topics.get(row.topic), self.notes.get(row.key)
        if note is None:
            if topic is None:
                return _unknown_topic(row.key)
            note = TallyNote.objects.create(key=row.key, topic=topic, text=row.text)
            self.notes[row.key] = note
        elif note.text and not row.text:
            note.text = ""
            note.save(update_fields=["text"])
        return taken(row.key)

    def _undo(self, row: Undo) -> Answer:
        tick = self.ticks.get(row.key)
        if tick and not tick.undone:
            tick.undone = True
            tick.save(update_fields=["undone"])
        return taken(row.key)


def _unknown_topic(key: UUID) -> Answer:
    return refused(key, _("Dit onderwerp staat niet op het bord van deze bijeenkomst."))


class TopicIsThere(MeetingError):  # noqa: N818 (it reads as what it is)
    """Other words than those of a topic beside it."""

    said = gettext_lazy("Dit onderwerp staat al op het bord.")


class TopicIsUsed(MeetingError):  # noqa: N818
    """Residents named it, or something was promised about it."""

    said = gettext_lazy(
        "Bewoners noemden dit onderwerp, of er hoort een afspraak bij. Het blijft op het bord."
    )


@transaction.atomic
def rename_topic(topic: Topic, label: str) -> None:
    """Other words for a topic; its ticks and notes stay. Raises TopicIsThere and Off."""
    board = begin_batch(topic.meeting).topics.exclude(pk=topic.pk)
    if label.casefold() in {other.label.casefold() for other in board}:
        raise TopicIsThere
    Topic.objects.filter(pk=topic.pk).update(label=label)


@transaction.atomic
def remove_topic(topic: Topic) -> None:
    """Take a topic off the board that nobody named, with its notes. Raises TopicIsUsed and Off."""
    begin_batch(topic.meeting)
    if not topic.may_go:
        raise TopicIsUsed
    topic.delete()


@transaction.atomic
def choose_top(meeting: Meeting, topics: Sequence[Topic]) -> None:
    """The residents' top three, the first one first; fewer may do. Topics of other meetings do not count."""
    begin_batch(meeting).topics.update(rank=None)
    for rank, topic in enumerate(topics[:PLACES], start=1):
        meeting.topics.filter(pk=topic.pk).update(rank=rank)
