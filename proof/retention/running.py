"""A run of retention: every rule, one after the other, with a line of proof for each.

Removing and its line of proof are one transaction, so a run that is killed has done nothing or has said so;
what it did not reach, the next one does. What was deleted is then wiped from the files.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proof.alone import BusyError, alone
from proof.erasing import erase_leftovers
from proof.models import RetentionRun
from proof.retention.clock import Clock, read_clock
from proof.retention.looking import Known, Look, confirmation_of, look
from proof.retention.registry import Rule, copies_removed_with, rules

if TYPE_CHECKING:
    from accounts.models import User  # a name in annotations

Outcome = RetentionRun.Outcome
Report = Callable[[str, int, int], None]  # what it is doing, done, total
logger = logging.getLogger(__name__)


class RetentionIsRunning(Exception):  # noqa: N818 (it says what is so)
    """Another process cleans up now; nothing was done."""

    message = gettext_lazy("Er wordt op dit moment al opgeruimd. Wacht tot dat klaar is.")

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class RuleOutcome:
    look: Look
    outcome: str
    removed: int = 0
    confirmed_name: str = ""


@dataclass(frozen=True)
class Result:
    """What a run did, or would do. `erased` is False when leftovers are still to be wiped."""

    clock: Clock
    outcomes: tuple[RuleOutcome, ...] = ()
    erased: bool = True

    @property
    def outcome(self) -> str:
        """The worst that happened."""
        if not self.clock.is_trusted:
            return Outcome.WAITING
        found = {one.outcome for one in self.outcomes}
        if Outcome.FAILED in found or not self.erased:
            return Outcome.FAILED
        return Outcome.WAITING if Outcome.WAITING in found else Outcome.DONE

    @property
    def removed(self) -> int:
        return sum(one.removed for one in self.outcomes)


def plan(*, now: datetime) -> Result:
    """What a run would do now; changes nothing."""
    known = Known.at(now)
    clock = read_clock(now)
    return Result(clock, tuple(_plan_rule(rule, now, known) for rule in rules()))


def _plan_rule(rule: Rule, now: datetime, known: Known) -> RuleOutcome:
    confirmation = confirmation_of(rule, now) if rule.cap else None
    if confirmation:
        confirmed = look(rule, now, known, cutoff=confirmation.cutoff)
        if confirmed.due <= confirmation.due:
            return RuleOutcome(confirmed, Outcome.DONE, confirmed_name=confirmation.by_name)
    looked = look(rule, now, known)
    return RuleOutcome(looked, Outcome.WAITING if looked.too_much else Outcome.DONE)


def _say_nothing(words: str, done: int, total: int) -> None:
    pass


def run(*, now: datetime, by: "User | None" = None, report: Report = _say_nothing) -> Result:
    """Remove everything whose time has come; raises RetentionIsRunning.

    Without a clock that can be believed nothing is removed. A rule that fails is logged and proved as failed,
    and the others go on.
    """
    try:
        with alone("retention"):
            return _run(now, by, report)
    except BusyError as error:
        raise RetentionIsRunning from error


def _run(now: datetime, by: "User | None", report: Report) -> Result:
    clock = read_clock(now)
    if not clock.is_trusted:
        result = Result(clock)
        _prove(now, _("De klok is versprongen"), Outcome.WAITING, details=_clock_details(clock))
        return result
    unwiped = _left_unwiped()
    started = {"by": str(by or "")} | (_clock_details(clock) if clock.confirmed_by else {})
    _prove(now, _("Opruimen"), Outcome.BEGUN, details=started, confirmed=clock.confirmed_by)
    found = []
    for number, rule in enumerate(rules()):
        report(str(rule.title), number, len(rules()) + 1)
        found.append(_run_rule(rule, now))
    report(_("Resten wissen"), len(rules()), len(rules()) + 1)
    result = Result(clock, tuple(found))
    result = replace(result, erased=_wipe(result, unwiped))
    _prove(
        now,
        _("Opruimen"),
        result.outcome,
        details={"erased": result.erased},
        removed=result.removed,
    )
    return result


def _run_rule(rule: Rule, now: datetime) -> RuleOutcome:
    try:
        with transaction.atomic():
            planned = _plan_rule(rule, now, Known.at(now))
            if planned.outcome == Outcome.WAITING:
                _prove_rule(planned, now)
                return planned
            looked = planned.look
            removed = sum(rule.remove(due, looked.cutoff) for due in looked.free)
            done = replace(planned, removed=removed)
            if removed or looked.held:
                _prove_rule(done, now)
        if removed:
            for remove_copies in copies_removed_with(rule.key):
                remove_copies()
    except Exception:
        logger.exception("retention: rule %s failed", rule.key)
        nothing = Look(rule, rule.days, now, (), (), 0)
        _prove(now, str(rule.title), Outcome.FAILED, rule=rule.key)
        return RuleOutcome(nothing, Outcome.FAILED)
    return done


def _wipe(result: Result, unwiped: bool) -> bool:
    """Whether nothing deleted can be read back: from what went now, or from all after a broken run."""
    touched = {one.look.rule.key for one in result.outcomes if one.removed}
    tables = {table for rule in rules() if unwiped or rule.key in touched for table in rule.tables}
    return erase_leftovers(sorted(tables)) if tables else True


def wipe_now(tables: Iterable[str], *, now: datetime) -> bool:
    """Wipe from the files what somebody deleted by hand; when the database is busy, the next run does it."""
    erased = erase_leftovers(sorted(tables))
    if not erased:
        _prove(now, _("Resten wissen"), Outcome.FAILED, details={"erased": False})
    return erased


def _left_unwiped() -> bool:
    """Whether the run before this one was cut short, or could not wipe."""
    last = RetentionRun.objects.whole().order_by("-pk").first()
    if last is None:
        return False
    return last.outcome == Outcome.BEGUN or last.details.get("erased") is False


def _clock_details(clock: Clock) -> dict[str, str]:
    return {"last": clock.last.isoformat() if clock.last else ""}


def _prove_rule(one: RuleOutcome, now: datetime) -> None:
    looked = one.look
    held = [
        {"words": held.due.words, "count": held.due.count, "reason": held.hold.reason}
        for held in looked.held
    ]
    gone = [{"words": due.words, "count": due.count} for due in looked.free if due.words]
    _prove(
        now,
        str(looked.rule.title),
        one.outcome,
        rule=looked.rule.key,
        confirmed=one.confirmed_name,
        removed=one.removed,
        due=looked.due,
        held=looked.held_count,
        details={"cutoff": looked.cutoff.isoformat(), "held": held, "due": gone},
    )


def _prove(
    now: datetime, words: str, outcome: str, *, confirmed: str = "", **facts: object
) -> None:
    RetentionRun.objects.create(
        at=now, words=words[:200], outcome=outcome, confirmed_name=confirmed, **facts
    )
