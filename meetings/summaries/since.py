"""What became of the promises in a letter after it was published. The letter itself stays as it was."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, cast

from django.utils import timezone

from meetings.models import Promise, PromiseStep
from meetings.summaries.letters import Letter, Promised, because

Kind = Literal["done", "underway", "open", "cannot", "withdrawn", "later", "earlier"]


@dataclass(frozen=True)
class Change:
    """One thing that changed, and on which day. `due_on` goes with later and earlier, `reason` with a no."""

    kind: Kind
    on: date
    due_on: date | None = None
    reason: str = ""

    @property
    def because(self) -> str:
        return because(self.reason) if self.reason else ""


@dataclass(frozen=True)
class Standing:
    """How a promise of a letter stands now, and what changed since."""

    state: str
    due_on: date
    ended_on: date | None
    reason: str
    is_overdue: bool
    changes: tuple[Change, ...] = ()

    @property
    def because(self) -> str:
        return because(self.reason) if self.reason else ""


def standings(letter: Letter, *, since: datetime, today: date) -> dict[int, Standing]:
    """Promise → how it stands, for the promises in this letter that residents may still read about.

    A promise that is no longer public, or gone, is not in it: then only the letter's own words remain.
    """
    promised = {line.promised.pk: line.promised for line in letter.lines if line.promised}
    promises = Promise.objects.public().in_bulk(promised)
    steps = _steps(promises, since)
    return {
        pk: _standing(promise, _changes(promised[pk], steps[pk], promise), today)
        for pk, promise in promises.items()
    }


def _steps(promises: Iterable[int], since: datetime) -> dict[int, list[PromiseStep]]:
    """Promise → what was changed since, in order; one query."""
    found: dict[int, list[PromiseStep]] = defaultdict(list)
    for step in PromiseStep.objects.filter(promise__in=list(promises), at__gt=since):
        found[step.promise_id].append(step)
    return found


def _standing(promise: Promise, changes: Iterator[Change], today: date) -> Standing:
    return Standing(
        state=promise.state,
        due_on=promise.due_on,
        ended_on=promise.ended_on,
        reason=promise.reason,
        is_overdue=promise.is_overdue(today),
        changes=tuple(changes),
    )


def _changes(
    promised: Promised, steps: Iterable[PromiseStep], promise: Promise
) -> Iterator[Change]:
    """Step by step from what the letter says; a step that changed only a remark says nothing here."""
    state, due_on = promised.state, promised.due_on
    for step in steps:
        on = timezone.localdate(step.at)
        if step.state != state:
            yield Change(cast(Kind, step.state), _since(step, promise) or on, reason=step.reason)
        elif step.due_on != due_on:
            yield Change("later" if step.due_on > due_on else "earlier", on, due_on=step.due_on)
        state, due_on = step.state, step.due_on


def _since(step: PromiseStep, promise: Promise) -> date | None:
    """The day it was done or lapsed, which may be before somebody said so; unknown when that was undone."""
    return promise.ended_on if step.state == promise.state else None
