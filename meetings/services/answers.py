"""What a contact answers: they come, somebody else comes, or nobody does. It may change until it is over."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from meetings.models import Notice, Participation
from meetings.services.partner_errors import NotInvited, TooManyStandIns
from meetings.services.partner_mail import (
    Kind,
    Recipient,
    counts_on_it,
    post,
    raise_sequence,
    told_to,
)
from meetings.services.partners import locked_participation, refuse_over
from meetings.summaries.partners import mark_in

MOST_STAND_INS = 5  # per contact: nobody can have us mail the world


@dataclass(frozen=True)
class Reply:
    """An answer as it comes from a page; the names are empty unless somebody else comes."""

    answer: str
    stand_in_name: str = ""
    stand_in_email: str = ""
    remark: str = ""


@transaction.atomic
def answer(participation: Participation, reply: Reply, *, now: datetime) -> Participation:
    """Keep the answer. Who is named instead gets a mail of their own; who no longer is, a cancellation.

    Raises MeetingIsOver, NotInvited and TooManyStandIns.
    """
    one = locked_participation(participation)
    refuse_over(one.meeting, now)
    if one.taken_off_at:
        raise NotInvited
    before = Recipient(one, is_stand_in=True).mark if one.stand_in_email else ""
    after = _mark_of(reply)
    if before != after and before:
        _call_off(one, now)
    one.answer, one.remark = reply.answer, reply.remark
    one.answered_at = None if reply.answer == Participation.Answer.NONE else now
    one.stand_in_name, one.stand_in_email = reply.stand_in_name, reply.stand_in_email
    one.save()
    if before != after and after:
        _ask(one, now)
    return one


def _mark_of(reply: Reply) -> str:
    named = Participation(stand_in_email=reply.stand_in_email)
    return Recipient(named, is_stand_in=True).mark if reply.stand_in_email else ""


def _call_off(one: Participation, now: datetime) -> None:
    """The stand-in who was told does not have to come."""
    gone = Recipient(one, is_stand_in=True)
    if counts_on_it(gone):
        raise_sequence(one.meeting)
        post(gone, Kind.CANCELLATION, now=now)


def _ask(one: Participation, now: datetime) -> None:
    invitations = Notice.objects.filter(participation=one, kind=Kind.INVITATION)
    others = [about for about in invitations.values_list("about", flat=True) if mark_in(about)]
    if len(others) >= MOST_STAND_INS:
        raise TooManyStandIns
    stand_in = Recipient(one, is_stand_in=True)
    if told_to(one.notices.all(), stand_in.mark):
        raise_sequence(one.meeting)  # was asked and called off before: newer than that
    post(stand_in, Kind.INVITATION, now=now)
