"""Promises: making one, saying what became of it, changing its words or owner. Every change leaves a step."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from meetings.models import Promise, PromiseStep
from meetings.services.errors import PromiseRefused
from partners.models import Contact

State = Promise.State
NEEDS_REASON = Promise.DROPPED
# What partners may say of their own promises; that one lapses is for the corporation to say.
PARTNERS_STATES = (State.OPEN, State.UNDERWAY, State.DONE, State.CANNOT)


@dataclass(frozen=True)
class Update:
    """What somebody wants to say of a promise. `ended_on` counts for one that is over; empty means today."""

    state: str
    due_on: date
    reason: str = ""
    remark: str = ""
    ended_on: date | None = None

    @property
    def is_standing(self) -> bool:
        return self.state in Promise.STANDING


@transaction.atomic
def make_promise(promise: Promise, *, by: User | None, now: datetime | None = None) -> Promise:
    """Store a new promise with its first step. Raises PromiseRefused.

    `made_on` is today unless it is given; what is due first is kept for the ledger.
    """
    now = now or timezone.now()
    promise.made_on = promise.made_on or timezone.localdate(now)
    problems = making_problems(promise, today=timezone.localdate(now))
    if problems:
        raise PromiseRefused(problems)
    promise.first_due_on, promise.created_by = promise.due_on, by
    promise.save()
    _step(promise, remark="", by=by, now=now)
    return promise


def making_problems(promise: Promise, *, today: date) -> dict[str, str]:
    """Field → what is wrong with a promise that is about to be made."""
    found = {}
    if promise.made_on and promise.made_on > today:
        found["made_on"] = _("Deze dag moet nog komen. Kies vandaag, of een dag die geweest is.")
    if promise.made_on and promise.due_on and promise.due_on < promise.made_on:
        found["due_on"] = _("Deze dag ligt vóór de dag van de afspraak. Kies een latere dag.")
    if promise.contact and promise.contact.left_on:
        found["owner"] = _("%(name)s is vertrokken. Kies iemand die er nog werkt.") % {
            "name": promise.contact.name
        }
    if promise.meeting_id and promise.meeting and promise.meeting.state == "cancelled":
        found["what"] = _("Deze bijeenkomst gaat niet door. Maak de afspraak zonder bijeenkomst.")
    return found


@transaction.atomic
def update_promise(
    promise: Promise, update: Update, *, by: User | None, now: datetime | None = None
) -> Promise:
    """Say how it stands, or move its day. Returns the promise as stored; the same again changes nothing.

    Raises PromiseRefused: a reason, a remark or a day is missing or cannot be.
    """
    stored = Promise.objects.select_for_update().get(pk=promise.pk)
    now = now or timezone.now()  # after the wait: steps lie in the order in which they were made
    problems = update_problems(stored, update, by=by, today=timezone.localdate(now))
    if problems:
        raise PromiseRefused(problems)
    before = _what_counts(stored)
    _apply(stored, update, timezone.localdate(now))
    if _what_counts(stored) == before and not update.remark.strip():
        return stored
    stored.save(update_fields=["state", "due_on", "reason", "ended_on"])
    _step(stored, remark=update.remark.strip(), by=by, now=now)
    return stored


def update_problems(
    promise: Promise, update: Update, *, by: User | None, today: date
) -> dict[str, str]:
    """Field → why this cannot be said of this promise; empty when it can."""
    found = {}
    if by and by.is_partner and {promise.state, update.state} - {*PARTNERS_STATES}:
        found["state"] = _("Dat een afspraak vervalt, zegt de corporatie. Neem contact op.")
    if update.state in NEEDS_REASON and not update.reason.strip():
        found["reason"] = _("Zeg waarom. Zonder reden begrijpt niemand het later.")
    if update.due_on != promise.due_on:
        found |= _moving_problems(update, today)
    if update.is_standing and not promise.is_standing and not update.remark.strip():
        found["remark"] = _("Zeg waarom de afspraak weer openstaat.")
    if not update.is_standing and update.ended_on:
        found |= _ending_problems(promise, update.ended_on, today)
    return found


def _moving_problems(update: Update, today: date) -> dict[str, str]:
    found = {}
    if not update.is_standing:
        found["due_on"] = _("Een afspraak die voorbij is, krijgt geen andere dag.")
    elif update.due_on < today:
        found["due_on"] = _("Deze dag is al voorbij. Kies een dag die nog komt.")
    if not update.remark.strip():
        found["remark"] = _("Zeg waarom de dag verandert.")
    return found


def _ending_problems(promise: Promise, ended_on: date, today: date) -> dict[str, str]:
    if ended_on > today:
        return {"ended_on": _("Deze dag moet nog komen. Kies vandaag, of een dag die geweest is.")}
    if ended_on < promise.made_on:
        return {"ended_on": _("Deze dag ligt vóór de dag van de afspraak.")}
    return {}


def _apply(promise: Promise, update: Update, today: date) -> None:
    over = not update.is_standing
    kept = promise.ended_on if update.state == promise.state else None
    promise.state, promise.due_on = update.state, update.due_on
    promise.reason = update.reason.strip() if update.state in NEEDS_REASON else ""
    promise.ended_on = (update.ended_on or kept or today) if over else None


def _what_counts(promise: Promise) -> tuple[object, ...]:
    return promise.state, promise.due_on, promise.reason, promise.ended_on


@transaction.atomic
def reword_promise(promise: Promise, *, by: User | None, now: datetime | None = None) -> Promise:
    """Store other words, another owner or another audience; the step says what it was. `promise` holds the new.

    How it stands and its day are left as stored: those are changed by `update_promise`.
    """
    stored = Promise.objects.select_for_update().get(pk=promise.pk)
    said = _what_changed(stored, promise)
    promise.save(update_fields=["what", "partner", "contact", "colleague", "is_public"])
    if said:
        promise.refresh_from_db(fields=["state", "due_on", "reason"])
        _step(promise, remark=said, by=by, now=now or timezone.now())
    return promise


def _what_changed(before: Promise, after: Promise) -> str:
    said = []
    if before.what != after.what:
        said.append(_("De tekst was: «%(words)s».") % {"words": before.what})
    if before.owner_name != after.owner_name:
        said.append(_("Dit was van %(owner)s.") % {"owner": before.owner_name})
    if before.is_public != after.is_public:
        said.append(
            _("Bewoners mogen dit nu lezen.")
            if after.is_public
            else _("Bewoners lezen dit niet meer.")
        )
    return " ".join(said)[:500]


def _step(promise: Promise, *, remark: str, by: User | None, now: datetime) -> PromiseStep:
    return PromiseStep.objects.create(
        promise=promise,
        at=now,
        by=by,
        by_name=signature(by),
        state=promise.state,
        due_on=promise.due_on,
        reason=promise.reason,
        remark=remark,
    )


def signature(by: User | None) -> str:
    """Who wrote it, as it was then: "Sam Verzonnen, wijkagent, politie Noord"."""
    if by is None:
        return ""
    contact = Contact.objects.filter(user=by).select_related("partner").first()
    if contact is None:
        return by.name[:160]
    parts = (contact.name, contact.function, contact.partner.name)
    return ", ".join(part for part in parts if part)[:160]
