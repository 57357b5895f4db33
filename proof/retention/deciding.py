"""What an administrator decides: how long things are kept, what is held, and that something may go."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from proof.audit import record
from proof.models import (
    RetentionConfirmation,
    RetentionHold,
    RetentionPeriod,
    Verb,
)
from proof.retention.looking import Known, look
from proof.retention.registry import Rule
from ui.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User  # a name in annotations


class PeriodOutOfBounds(Refused):
    message = _("Deze termijn kan niet: kies een aantal dagen binnen de grenzen.")


class AlreadyHeld(Refused):
    message = _("Dit wordt al vastgehouden. Laat dat eerst los als u de reden wilt veranderen.")


class MoreThanShown(Refused):
    message = _("Er is intussen meer aan de beurt dan u zag. Kijk nog eens en bevestig opnieuw.")


@transaction.atomic
def set_period(rule: Rule, days: int, *, by: "User", now: datetime) -> None:
    """Keep things of this rule for so many days; raises PeriodOutOfBounds."""
    if not rule.can_change or rule.bounded(days) != days:
        raise PeriodOutOfBounds
    before = Known.at(now).days_of(rule)
    RetentionPeriod.objects.update_or_create(rule=rule.key, defaults={"days": days})
    if days != before:
        facts: dict[str, Any] = {"rule": rule.key, "before": before, "after": days}
        record(by, Verb.CHANGED_PERIOD, words=str(rule.title), now=now, **facts)


@transaction.atomic
def hold(
    rule: Rule,
    thing: tuple[str, str],
    *,
    reason: str,
    until: datetime | None,
    by: "User",
    now: datetime,
) -> RetentionHold:
    """Keep a thing (key and words; key "" is all of the rule) although its time has come.

    Raises AlreadyHeld. A hold that is over makes place.
    """
    key, words = thing
    over = RetentionHold.objects.filter(rule=rule.key, key=key, ended_at=None, until__lte=now)
    for each in over:
        each.ended_at = each.until
        each.save(update_fields=["ended_at"])
    try:
        with transaction.atomic():
            made = RetentionHold.objects.create(
                rule=rule.key,
                key=key,
                words=words[:200],
                reason=reason,
                until=until,
                by=by,
                by_name=str(by),
                at=now,
            )
    except IntegrityError as error:
        raise AlreadyHeld from error
    record(by, Verb.HELD, made, now=now, rule=rule.key)
    return made


@transaction.atomic
def let_go(held: RetentionHold, *, by: "User", now: datetime) -> None:
    """End a hold; letting go twice changes nothing."""
    ended = RetentionHold.objects.filter(pk=held.pk, ended_at=None).update(ended_at=now)
    if ended:
        record(by, Verb.RELEASED_HOLD, held, now=now, rule=held.rule)


@transaction.atomic
def confirm(rule: Rule, *, seen: int, by: "User", now: datetime) -> RetentionConfirmation:
    """Say that what is due now may go, as far as it was seen; raises MoreThanShown."""
    looked = look(rule, now, Known.at(now))
    if looked.due > seen:
        raise MoreThanShown
    said = RetentionConfirmation.objects.create(
        rule=rule.key, at=now, cutoff=looked.cutoff, due=looked.due, by=by, by_name=str(by)
    )
    record(by, Verb.CONFIRMED_REMOVAL, words=str(rule.title), now=now, due=looked.due)
    return said


@transaction.atomic
def confirm_clock(*, by: "User", now: datetime) -> RetentionConfirmation:
    """Say that it is really this day; counts for a day."""
    said = RetentionConfirmation.objects.create(rule="", at=now, cutoff=now, by=by, by_name=str(by))
    record(by, Verb.CONFIRMED_REMOVAL, words=str(_("de klok")), now=now)
    return said
