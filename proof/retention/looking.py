"""What a rule would remove now: what is due, what of it is held, and whether it must wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from proof.models import RetentionConfirmation, RetentionHold, RetentionPeriod, RetentionRun
from proof.retention.registry import Due, Rule

CONFIRMED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Held:
    due: Due
    hold: RetentionHold


@dataclass(frozen=True)
class Look:
    """One rule at one moment."""

    rule: Rule
    days: int
    cutoff: datetime
    free: tuple[Due, ...]  # due and not held
    held: tuple[Held, ...]
    total: int

    @property
    def due(self) -> int:
        return sum(one.count for one in self.free)

    @property
    def held_count(self) -> int:
        return sum(one.due.count for one in self.held)

    @property
    def too_much(self) -> bool:
        """More than may go at once without somebody who says so."""
        return self.rule.cap is not None and self.rule.cap.stops(self.due, self.total)


@dataclass(frozen=True)
class Known:
    """What a run needs of the database besides the things themselves: two queries for all rules together."""

    days: dict[str, int]
    holds: tuple[RetentionHold, ...]

    @classmethod
    def at(cls, now: datetime) -> "Known":
        return cls(
            dict(RetentionPeriod.objects.values_list("rule", "days")),
            tuple(RetentionHold.objects.at_work(now)),
        )

    def days_of(self, rule: Rule) -> int:
        return rule.bounded(self.days.get(rule.key, rule.days))

    def hold_on(self, rule: Rule, due: Due) -> RetentionHold | None:
        own = (hold for hold in self.holds if hold.rule == rule.key)
        return next((hold for hold in own if hold.key in ("", due.key)), None)


def days_kept(rule: Rule) -> int:
    """How many days this rule keeps things now, as an administrator may have changed it."""
    changed = RetentionPeriod.objects.filter(rule=rule.key).values_list("rule", "days")
    return Known(dict(changed), ()).days_of(rule)


def look(rule: Rule, now: datetime, known: Known, *, cutoff: datetime | None = None) -> Look:
    """What is due at `now`, or before an earlier `cutoff`."""
    days = known.days_of(rule)
    edge = now - timedelta(days=days)
    cutoff = min(edge, cutoff) if cutoff else edge
    free: list[Due] = []
    held: list[Held] = []
    for due in rule.find(cutoff):
        hold = known.hold_on(rule, due)
        if hold:
            held.append(Held(due, hold))
        elif due.count:
            free.append(due)
    total = rule.total() if rule.cap else 0
    return Look(rule, days, cutoff, tuple(free), tuple(held), total)


def confirmation_of(rule: Rule, now: datetime) -> RetentionConfirmation | None:
    """What an administrator said yes to and has not been done yet; it counts for a week."""
    recent = RetentionConfirmation.objects.filter(
        rule=rule.key, at__gt=now - CONFIRMED_FOR, at__lte=now
    )
    confirmation = recent.first()
    if confirmation is None:
        return None
    done = RetentionRun.objects.filter(
        rule=rule.key, outcome=RetentionRun.Outcome.DONE, at__gte=confirmation.at
    )
    return None if done.exclude(confirmed_name="").exists() else confirmation
