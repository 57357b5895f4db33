"""Meetings of the demo that were held, what was promised there, and the letter that came of one of them.

Everything goes through the services that staff use, each at its own moment. Only mail is left out: nobody wants
invitations of years ago in the demo's post.
"""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from meetings.models import (
    Feedback,
    FeedbackLine,
    Meeting,
    Participation,
    Passage,
    Preparation,
    Promise,
    Venue,
)
from meetings.services import feedback as letters
from meetings.services.board import Named, NewTopic, choose_top, take_tally
from meetings.services.door import Arrival, take_arrivals
from meetings.services.evaluating import give_opinion
from meetings.services.minutes import save_passage, save_summary, share_with_residents
from meetings.services.partners import note_presence
from meetings.services.planning import announce, mark_held, plan_meeting
from meetings.services.preparations import mark
from meetings.services.promises import Update, make_promise, update_promise
from meetings.summaries.minutes import minutes_of
from meetings.summaries.offers import offer
from partners.models import Contact

FILE = Path(__file__).with_name("meetings.json")
PLANNED_BEFORE = timedelta(days=50)
STILL_STANDING = timedelta(days=60)  # from today: when the promise that goes on is due
State = Promise.State


def facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def add_held_meetings(by: User, now: datetime) -> None:
    """Venues, the meetings that were held, the promises of all years, and the letter."""
    told = facts()
    for entry in told["venues"]:
        Venue.objects.create(**entry)
    meetings = {entry["key"]: _hold(entry, by) for entry in told["meetings"]}
    promises = {entry["what"]: _promise(entry, meetings, by) for entry in told["promises"]}
    written_at = moment(told["letter"]["on"])
    updates = [
        (at, promises[entry["what"]], update)
        for entry in told["promises"]
        for update, at in _updates(entry, now)
    ]
    before = [one for one in updates if one[0] < written_at]
    _tell(before, by)
    _write_letter(told["letter"], meetings, promises, by)
    _tell([one for one in updates if one not in before], by)


def _tell(updates: list[tuple[datetime, Promise, Update]], by: User) -> None:
    for at, promise, update in updates:
        update_promise(promise, update, by=by, now=at)


def moment(day: str | date, clock: str = "12:00") -> datetime:
    """A moment in Amsterdam."""
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return timezone.make_aware(datetime.combine(on, time.fromisoformat(clock)))


def venue(name: str) -> Venue | None:
    return Venue.objects.get(name=name) if name else None


def _hold(entry: dict[str, Any], by: User) -> Meeting:
    starts_at, ends_at = moment(entry["on"], entry["from"]), moment(entry["on"], entry["to"])
    planned_at = starts_at - PLANNED_BEFORE
    meeting = Meeting(
        kind=entry["kind"],
        title=entry["title"],
        starts_at=starts_at,
        ends_at=ends_at,
        venue=venue(entry["venue"]),
        spot=entry["spot"],
        aims=entry["aims"],
        created_at=planned_at,
    )
    complexes = [Complex.objects.get(code=entry["complex"])]
    meeting = plan_meeting(meeting, complexes=complexes, by=by, now=planned_at)
    meeting = announce(meeting, by=by, now=planned_at)
    _ask_partners(meeting, entry["partners"], planned_at)
    _count(meeting, entry, by)
    meeting = mark_held(meeting, by=by, now=ends_at)
    _write_minutes(meeting, entry, by)
    for preparation in meeting.preparations.all():
        mark(preparation, Preparation.State.DONE, now=moment(preparation.due_on))
    return meeting


def _ask_partners(meeting: Meeting, answers: dict[str, str], at: datetime) -> None:
    """Who was asked, what they answered, and whether they were there."""
    for name, answer in answers.items():
        Participation.objects.create(
            meeting=meeting,
            contact=Contact.objects.get(name=name),
            answer=answer,
            invited_at=at,
            answered_at=at + timedelta(days=6),
        )
    rows = meeting.participations.standing()
    there = {one.pk for one in rows if one.answer == Participation.Answer.COMES}
    note_presence(meeting, shown={one.pk for one in rows}, there=there, now=meeting.ends_at)


def _count(meeting: Meeting, entry: dict[str, Any], by: User) -> None:
    """Residents who came, alone or by two, what they named, and what they thought of it."""
    random = Random(entry["key"])
    arrivals, left = [], entry["came"]
    while left:
        people = min(left, random.choice([1, 1, 2]))
        arrivals.append(Arrival(_key(random), people))
        left -= people
    take_arrivals(meeting, arrivals, by=by)
    topics = {label: _key(random) for label in entry["topics"]}
    take_tally(meeting, [NewTopic(key, label) for label, key in topics.items()])
    named = [topics[label] for label, times in entry["topics"].items() for _ in range(times)]
    take_tally(meeting, [Named(_key(random), topic) for topic in named])
    by_label = {topic.label: topic for topic in meeting.topics.all()}
    choose_top(meeting, [by_label[label] for label in entry["top"]])
    for given in entry.get("opinions", []):
        answers = dict(zip(("heard", "clear", "again"), given, strict=True))
        give_opinion(meeting, answers, key=_key(random), today=meeting.day)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def _write_minutes(meeting: Meeting, entry: dict[str, Any], by: User) -> None:
    minutes = minutes_of(meeting)
    minutes.summary = entry["summary"]
    minutes = save_summary(minutes)
    for speaker, layer, text, cleared in entry["passages"]:
        passage = Passage(meeting=meeting, speaker=speaker, layer=layer, text=text, cleared=cleared)
        save_passage(passage, by=by)
    at = meeting.ends_at + timedelta(days=5)
    share_with_residents(meeting, by=by, now=at)
    minutes.refresh_from_db()
    minutes.shared_with_partners_at = at
    minutes.save()


def _promise(entry: dict[str, Any], meetings: dict[str, Meeting], by: User) -> Promise:
    """Made on its own day; what became of it follows."""
    meeting = meetings.get(entry.get("meeting", ""))
    contact = Contact.objects.filter(name=entry["who"]).select_related("partner").first()
    promise = Promise(
        complex=Complex.objects.get(code=entry["complex"]),
        meeting=meeting,
        what=entry["what"],
        contact=contact if contact and not contact.left_on else None,
        partner=contact.partner if contact else None,
        due_on=date.fromisoformat(entry["due"]),
        made_on=date.fromisoformat(entry["made"]),
    )
    if topic := entry.get("topic"):
        promise.source = Promise.Source.TOPIC
        promise.topic = meeting.topics.get(label=topic) if meeting else None
    elif meeting is None:
        promise.source = Promise.Source.OTHER
    return make_promise(promise, by=by, now=moment(entry["made"]))


def _updates(entry: dict[str, Any], now: datetime) -> list[tuple[Update, datetime]]:
    """What was said of it later, oldest first. The one that goes on is due after today."""
    found: list[tuple[Update, datetime]] = []
    due_on = date.fromisoformat(entry["due"])
    if on := entry.get("underway"):
        found.append((Update(State.UNDERWAY, due_on), moment(on)))
    for on, to, why in entry.get("moves", []):
        due_on = date.fromisoformat(to)
        found.append((Update(State.UNDERWAY, due_on, remark=why), moment(on)))
    if entry.get("standing"):
        later = timezone.localdate(now) + STILL_STANDING
        why = "De laatste woningen volgen."
        found.append((Update(State.UNDERWAY, later, remark=why), now - timedelta(days=20)))
    if on := entry.get("done"):
        found.append((Update(State.DONE, due_on, ended_on=date.fromisoformat(on)), moment(on)))
    if entry.get("cannot"):
        on, why = entry["cannot"]
        ended_on = date.fromisoformat(on)
        found.append((Update(State.CANNOT, due_on, reason=why, ended_on=ended_on), moment(on)))
    return found


def _write_letter(
    entry: dict[str, Any], meetings: dict[str, Meeting], promises: dict[str, Promise], by: User
) -> None:
    """The proposal with its lines replaced by those of the story, published on its day."""
    at = moment(entry["on"])
    complex_ = Complex.objects.get(code=entry["complex"])
    feedback = letters.start(complex_, meetings[entry["meeting"]], now=at)
    look_again_on = date.fromisoformat(entry["look_again_on"])
    letters.save_intro(feedback, {"intro": feedback.intro, "look_again_on": look_again_on})
    feedback.lines.all().delete()
    for line in entry["lines"]:
        _write_line(feedback, line, promises)
    letters.publish(feedback, by=by, now=at)


def _write_line(feedback: Feedback, line: dict[str, str], promises: dict[str, Promise]) -> None:
    chosen = offer(feedback, line["result"]) if "result" in line else None
    letters.save_line(
        FeedbackLine(
            feedback=feedback,
            said=chosen.words if chosen else line["said"],
            promise=promises.get(line.get("promise", "")),
            answer=line.get("answer", ""),
        )
    )
