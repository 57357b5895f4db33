"""Minutes as they are read: by residents, and by partners, who read what residents read and more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.models import Meeting, Minutes, Passage, ProgrammeItem
from partners.models import Contact


@dataclass(frozen=True)
class Section:
    """What was said about one item; without a title for the rest, and for an item the reader does not know."""

    title: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Layer:
    """What one kind of reader reads."""

    summary: str
    sections: tuple[Section, ...]

    @property
    def is_empty(self) -> bool:
        return not self.summary and not self.sections


def minutes_of(meeting: Meeting) -> Minutes:
    """The stored minutes, or unsaved ones with nothing in them."""
    minutes = Minutes.objects.filter(meeting=meeting).first() or Minutes()
    minutes.meeting = meeting
    return minutes


def residents_layer(minutes: Minutes) -> Layer:
    """Shared or not: what residents would read."""
    return _layer(minutes, public_only=True)


def partners_layer(minutes: Minutes) -> Layer:
    """Shared or not: what partners would read."""
    return _layer(minutes, public_only=False)


def public_minutes(meeting: Meeting) -> Layer | None:
    """What residents may read; None until it is shared with them, and of a meeting that was called off."""
    minutes = minutes_of(meeting)
    if minutes.shared_with_residents_at is None:
        return None
    return None if meeting.state == Meeting.State.CANCELLED else residents_layer(minutes)


def minutes_for(contact: Contact, meeting: Meeting) -> Layer | None:
    """What this contact may read: both layers, once shared, of a meeting they were asked for."""
    minutes = minutes_of(meeting)
    if minutes.shared_with_partners_at is None:
        return None
    if not meeting.participations.for_contact(contact).exists():
        return None
    return partners_layer(minutes)


def _layer(minutes: Minutes, *, public_only: bool) -> Layer:
    meeting = minutes.meeting
    passages = meeting.passages.select_related("item")
    if public_only:
        passages = passages.filter(layer=Passage.Layer.RESIDENTS)
    items = list(meeting.programme.all())
    return Layer(
        minutes.summary,
        tuple(_sections(items, passages, public_only=public_only)),
    )


def _sections(
    items: Iterable[ProgrammeItem], passages: Iterable[Passage], *, public_only: bool
) -> Iterator[Section]:
    """In the order of the programme; what belongs to no item that the reader knows comes last."""
    known = {item.pk: item for item in items if item.is_public or not public_only}
    by_item: dict[int | None, list[Passage]] = {}
    for passage in passages:
        by_item.setdefault(passage.item_id if passage.item_id in known else None, []).append(
            passage
        )
    for pk, item in known.items():
        if pk in by_item:
            yield Section(item.title, tuple(by_item[pk]))
    if None in by_item:
        yield Section("", tuple(by_item[None]))
