"""Two meetings of the demo that are still to come: one to try everything on, and one about the open wave."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from config.demo.meetings import facts, moment, venue
from meetings.models import Meeting, Participation, Preparation, ProgrammeItem, Promise
from meetings.services.answers import Reply, answer
from meetings.services.asking import ask_beforehand
from meetings.services.partner_mail import preview
from meetings.services.partners import choose as choose_partners
from meetings.services.partners import mark as seen
from meetings.services.partners import send_waiting
from meetings.services.planning import announce, plan_meeting
from meetings.services.preparations import mark
from meetings.services.programme import choose, save_item
from meetings.services.sign_up import Entry, Household, Wishes, register
from meetings.summaries.evidence import offer
from partners.models import Contact
from surveys.models import Wave

IN = timedelta(days=20)
PLANNED_AGO = timedelta(days=40)
INVITED_AGO = timedelta(days=24)
ANNOUNCED_AGO = timedelta(days=18)
AFTER_OUTCOME = timedelta(days=14)
WEEKEND = (5, 6)
TO_DO = (Preparation.Kind.LETTERS, Preparation.Kind.POSTER)  # the letters are late
ANSWERS = {
    "Petra Politie": Reply(
        Participation.Answer.COMES, remark="Ik neem de cijfers van dit jaar mee."
    ),
    "Gijs Gemeente": Reply(
        Participation.Answer.STAND_IN,
        stand_in_name="Ineke Inval",
        stand_in_email="invaller@oudewaarde.example",
    ),
    "Samira Sociaal": Reply(Participation.Answer.ABSENT, remark="Die avond hebben wij spreekuur."),
}
ASKED = (*ANSWERS, "Hanna Huurder")  # the last one has not answered yet


def add_coming_meetings(by: User, wave: Wave, now: datetime) -> Meeting:
    """The one to try everything on; the other is only planned."""
    told = facts()
    meeting = _open_evening(told["coming"], by, now)
    _outcome_evening(told["outcome"], by, wave, now)
    return meeting


def evening_day(today: date) -> date:
    """In twenty days, or on the Friday before: any later the letters would not be late yet."""
    return _weekday(today + IN, timedelta(days=-1))


def _weekday(day: date, step: timedelta) -> date:
    """This day, or the first outside a weekend that such steps lead to."""
    while day.weekday() in WEEKEND:
        day += step
    return day


def _evening(entry: dict[str, Any], day: date) -> Meeting:
    return Meeting(
        kind=Meeting.Kind.EVENING,
        title=entry["title"],
        starts_at=moment(day, entry["from"]),
        ends_at=moment(day, entry["to"]),
        venue=venue(entry["venue"]),
        aims=entry["aims"],
    )


def _open_evening(entry: dict[str, Any], by: User, now: datetime) -> Meeting:
    complex_ = Complex.objects.get(code=entry["complex"])
    meeting = _evening(entry, evening_day(timezone.localdate(now)))
    meeting.takes_registrations, meeting.capacity = True, entry["capacity"]
    meeting.register_until = meeting.day - timedelta(days=1)
    meeting.created_at = now - PLANNED_AGO
    team = [(User.objects.get(is_organiser=True, is_administrator=False), "voorzitter")]
    meeting = plan_meeting(meeting, complexes=[complex_], team=team, by=by, now=now - PLANNED_AGO)
    _programme(meeting, complex_, by)
    _partners(meeting, entry["expected"], by, now)
    meeting = announce(meeting, by=by, now=now - ANNOUNCED_AGO)
    for preparation in meeting.preparations.filter(due_on__lt=timezone.localdate(now)):
        if preparation.kind not in TO_DO:
            mark(preparation, Preparation.State.DONE, now=now - INVITED_AGO)
    _residents(meeting, entry, now)
    return meeting


def _programme(meeting: Meeting, complex_: Complex, by: User) -> None:
    """A welcome, what the last closed wave shows, and a promise that still stands."""
    save_item(ProgrammeItem(meeting=meeting, title="Welkom en koffie", minutes=10, owner=by))
    standing = Promise.objects.public().standing().filter(complex=complex_)
    choose(meeting, offer(complex_).candidates[:2], standing[:1])
    save_item(ProgrammeItem(meeting=meeting, title="Wat spreken wij af?", minutes=20, owner=by))


def _partners(meeting: Meeting, expected: str, by: User, now: datetime) -> None:
    contacts = Contact.objects.filter(name__in=ASKED)
    at = now - INVITED_AGO
    choose_partners(meeting, contacts, expected=expected, now=at)
    send_waiting(meeting, seen=seen(preview(meeting, at)), by=by, now=at)
    for one in meeting.participations.select_related("contact"):
        if reply := ANSWERS.get(one.contact.name):
            answer(one, reply, now=at + timedelta(days=3))


def _residents(meeting: Meeting, entry: dict[str, Any], now: datetime) -> None:
    """More people than seats: the last households wait."""
    random = Random(entry["title"])
    for place, (name, people, email, wishes) in enumerate(entry["households"]):
        household = Household(
            name, email, "" if email else "000 - 000 00 04", people, Wishes(**wishes)
        )
        key = UUID(int=random.getrandbits(128), version=4)
        at = now - ANNOUNCED_AGO + timedelta(hours=20 * place)
        register(meeting, household, entry=Entry(key=key), now=at)
    ask_beforehand(
        meeting, entry["question"], name="", key=UUID(int=random.getrandbits(128)), now=now
    )


def _outcome_evening(entry: dict[str, Any], by: User, wave: Wave, now: datetime) -> None:
    """About the outcome of the wave that is open now: two weeks after residents are told."""
    told_on = wave.outcome_on or wave.closes_on
    meeting = _evening(entry, _weekday(told_on + AFTER_OUTCOME, timedelta(days=1)))
    complexes = [Complex.objects.get(code=entry["complex"])]
    plan_meeting(meeting, complexes=complexes, by=by, now=now)
