"""Reminders to partners, each once: to answer, a week before; of the day, the day before.

A reminder tells of a day. Moving a meeting away and back therefore reminds nobody twice, and so does a run
that was cut off half-way or two runs at once: the database takes one notice per contact, kind and day.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import Meeting, Notice, Participation
from meetings.services.partner_mail import Kind, Recipient, post

ANSWER_BEFORE, DAY_BEFORE = timedelta(days=7), timedelta(days=1)
FIRST_READ = timedelta(days=3)  # who was invited since then has had no time to answer
Answer = Participation.Answer


def remind(now: datetime) -> int:
    """Send what is due; each contact in a transaction of their own. Returns how many mails that are."""
    sent = 0
    for participation in _soon(now):
        kind = due_reminder(participation, now)
        if kind and _remind_once(participation.pk, kind, now):
            sent += 1
    return sent


def due_reminder(one: Participation, now: datetime) -> str | None:
    """Which reminder this contact needs today."""
    day, today = one.meeting.day, timezone.localdate(now)
    if not one.meeting.is_coming or one.meeting.starts_at <= now:
        return None
    if one.taken_off_at or one.invited_at is None:
        return None
    if one.answer in (Answer.COMES, Answer.STAND_IN) and day - DAY_BEFORE <= today:
        return Kind.DAY_REMINDER
    if one.answer == Answer.NONE and day - ANSWER_BEFORE <= today < day:
        return Kind.ANSWER_REMINDER if one.invited_at <= now - FIRST_READ else None
    return None


def _soon(now: datetime) -> QuerySet[Participation]:
    soon = Meeting.objects.to_come(now).filter(starts_at__lt=now + ANSWER_BEFORE + DAY_BEFORE)
    invited = Participation.objects.invited().filter(meeting__in=soon)
    return invited.select_related("meeting__venue", "contact__partner").order_by("pk")


@transaction.atomic
def _remind_once(pk: int, kind: str, now: datetime) -> bool:
    """Look again while nobody else can, then tell; whoever was told of this day is not told again."""
    rows = Participation.objects.select_related("meeting__venue", "contact__partner")
    one = rows.select_for_update(of=("self",)).get(pk=pk)
    stand_in = one.answer == Answer.STAND_IN and bool(one.stand_in_email)
    recipient = Recipient(one, is_stand_in=stand_in)
    told = Notice.objects.filter(participation=one, kind=kind, about=one.meeting.day.isoformat())
    if due_reminder(one, now) != kind or not recipient.email or told.exists():
        return False
    try:
        with transaction.atomic():
            post(recipient, kind, now=now, about=one.meeting.day.isoformat())
    except IntegrityError:  # another run was first
        return False
    return True
