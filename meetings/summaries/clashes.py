"""Which other meetings are in the way of a plan: same place, people or complex, or too little time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from meetings.models import Meeting

TRAVEL = timedelta(hours=1)  # between two places
NEAR = timedelta(days=3)  # two meetings of one complex so close ask a lot of its residents

Kind = Literal["venue", "person", "travel", "complex", "near"]


@dataclass(frozen=True)
class Plan:
    """A meeting as it is or as somebody wants it. `pk` is None for one that is not stored."""

    kind: str
    starts_at: datetime
    ends_at: datetime
    venue_id: int | None = None
    spot: str = ""
    complexes: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()  # colleagues in the team
    contacts: frozenset[int] = frozenset()  # of partners
    pk: int | None = None

    def at(self, starts_at: datetime, ends_at: datetime) -> "Plan":
        """The same at another moment."""
        return replace(self, starts_at=starts_at, ends_at=ends_at)

    def as_new(self) -> "Plan":
        """A second meeting like this one; the first may be in its way."""
        return replace(self, pk=None)


@dataclass(frozen=True)
class Clash:
    """`names` are those of the people or complexes that both meetings share; `shared` their keys."""

    kind: Kind
    other: Meeting
    shared: tuple[int, ...] = ()
    names: tuple[str, ...] = ()


def plan_of(meeting: Meeting) -> Plan:
    """A stored meeting as a plan. Three queries."""
    standing = meeting.participations.standing()
    return Plan(
        kind=meeting.kind,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        venue_id=meeting.venue_id,
        spot=meeting.spot,
        complexes=frozenset(meeting.complexes.values_list("pk", flat=True)),
        people=frozenset(meeting.team.values_list("user_id", flat=True)),
        contacts=frozenset(standing.values_list("contact_id", flat=True)),
        pk=meeting.pk,
    )


def clashes(plan: Plan) -> Iterator[Clash]:
    """Every meeting to come that is in the way, earliest first."""
    for other in _around(plan):
        yield from _with(plan, other)


def _around(plan: Plan) -> list[Meeting]:
    found = Meeting.objects.coming().filter(
        starts_at__lt=plan.ends_at + NEAR, ends_at__gt=plan.starts_at - NEAR
    )
    found = found.exclude(pk=plan.pk) if plan.pk else found
    return list(
        found.order_by("starts_at", "pk")
        .select_related("venue")
        .prefetch_related("complexes", "team__user", "participations__contact")
    )


def _with(plan: Plan, other: Meeting) -> Iterator[Clash]:
    at_once = other.starts_at < plan.ends_at and other.ends_at > plan.starts_at
    close = other.starts_at < plan.ends_at + TRAVEL and other.ends_at > plan.starts_at - TRAVEL
    if at_once and plan.venue_id and plan.venue_id == other.venue_id:
        yield Clash("venue", other)
    people = _shared_people(plan, other)
    if people and (at_once or (close and _elsewhere(plan, other))):
        yield Clash("person" if at_once else "travel", other, *people)
    places = [(one.pk, one.name) for one in other.complexes.all() if one.pk in plan.complexes]
    if places:
        yield Clash("complex" if at_once else "near", other, *_apart(places))


def _shared_people(plan: Plan, other: Meeting) -> tuple[tuple[int, ...], tuple[str, ...]] | None:
    colleagues = [(m.user_id, m.user.name) for m in other.team.all() if m.user_id in plan.people]
    contacts = [
        (
            -one.contact_id,
            one.contact.name,
        )  # a number of its own: contacts and colleagues may share one
        for one in other.participations.all()
        if one.contact_id in plan.contacts and one.taken_off_at is None
    ]
    return _apart(colleagues + contacts) if colleagues or contacts else None


def _elsewhere(plan: Plan, other: Meeting) -> bool:
    """Not known to be the same place; two meetings without one may be far apart."""
    if plan.venue_id or other.venue_id:
        return plan.venue_id != other.venue_id
    return plan.spot.strip().casefold() != other.spot.strip().casefold()


def _apart(pairs: list[tuple[int, str]]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    return tuple(pk for pk, _name in pairs), tuple(name for _pk, name in pairs)
