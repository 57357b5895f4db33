"""Factories of meetings; traits are named after states."""

import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import factory
from django.utils import timezone

from meetings.models import (
    Feedback,
    Meeting,
    Participation,
    Preparation,
    ProgrammeItem,
    Promise,
    Registration,
    Topic,
    Venue,
)
from meetings.summaries import days
from tests.factories import ComplexFactory, ContactFactory, NumberedFactory

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def amsterdam(year: int, month: int, day: int, hour: int = 19, minute: int = 30) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=AMSTERDAM)


def evening_in(number: int) -> datetime:
    """Half past seven in the evening, so many days from today; before today when negative."""
    day = timezone.localdate() + timedelta(days=number)
    return amsterdam(day.year, day.month, day.day)


def quiet_day(after: date | None = None) -> date:
    """A Tuesday on no holiday of any kind: the first after that day, or some months from now."""
    day = after + timedelta(days=1) if after else timezone.localdate() + timedelta(days=60)
    while day.weekday() != 1 or days.public_holiday(day) or days.school_holiday(day):
        day += timedelta(days=1)
    assert days.school_holidays_known(day), (
        "meetings/facts/school_holidays.json ends before this day: add the years that were published"
    )
    return day


class VenueFactory(NumberedFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Buurthuis {n}")
    address = "Parkweg 1"
    place = "Oudewaarde"
    capacity = 60


class MeetingFactory(NumberedFactory):
    """An evening six weeks from now, being prepared; `complexes` as given, or one of its own."""

    class Meta:
        model = Meeting
        skip_postgeneration_save = True

    class Params:
        announced = factory.Trait(
            state=Meeting.State.ANNOUNCED, announced_at=factory.LazyFunction(timezone.now)
        )
        held = factory.Trait(
            state=Meeting.State.HELD,
            held_at=factory.LazyFunction(timezone.now),
            starts_at=factory.LazyFunction(lambda: evening_in(-7)),
        )
        cancelled = factory.Trait(
            state=Meeting.State.CANCELLED,
            cancelled_at=factory.LazyFunction(timezone.now),
            cancel_reason="De zaal is niet vrij.",
        )
        open_to_residents = factory.Trait(
            state=Meeting.State.ANNOUNCED,
            announced_at=factory.LazyFunction(timezone.now),
            takes_registrations=True,
            capacity=30,
        )

    kind = Meeting.Kind.EVENING
    title = factory.Sequence(lambda n: f"Bewonersavond {n}")
    starts_at = factory.LazyFunction(lambda: evening_in(42))
    ends_at = factory.LazyAttribute(lambda meeting: meeting.starts_at + timedelta(minutes=90))
    venue = factory.SubFactory(VenueFactory)

    @factory.post_generation
    def complexes(self, create, extracted, **_kwargs):
        if create:
            self.complexes.set(extracted if extracted is not None else [ComplexFactory()])

    @classmethod
    def bulk(cls, number, *, complexes, **values):
        meetings, through = super().bulk(number, **values), Meeting.complexes.through
        through.objects.bulk_create(
            through(meeting=meeting, complex=complex_)
            for meeting in meetings
            for complex_ in complexes
        )
        return meetings


class PreparationFactory(NumberedFactory):
    class Meta:
        model = Preparation

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Koffie bestellen {n}")
    offset_days = -7
    due_on = factory.LazyAttribute(lambda one: one.meeting.day + timedelta(days=one.offset_days))


class ProgrammeItemFactory(NumberedFactory):
    class Meta:
        model = ProgrammeItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Punt {n}")


class ParticipationFactory(NumberedFactory):
    """A contact that was invited and has not answered."""

    class Meta:
        model = Participation

    class Params:
        chosen = factory.Trait(invited_at=None)

    meeting = factory.SubFactory(MeetingFactory)
    contact = factory.SubFactory(ContactFactory)
    invited_at = factory.LazyFunction(timezone.now)


class RegistrationFactory(NumberedFactory):
    """A household with a seat. It does not count the seat: use the service where that matters."""

    class Meta:
        model = Registration

    class Params:
        waiting = factory.Trait(state=Registration.State.WAITING)

    key = factory.LazyFunction(uuid.uuid4)
    meeting = factory.SubFactory(MeetingFactory, open_to_residents=True)
    name = factory.Sequence(lambda n: f"Bewoner {n}")
    state = Registration.State.SEATED


class TopicFactory(NumberedFactory):
    class Meta:
        model = Topic

    meeting = factory.SubFactory(MeetingFactory)
    label = factory.Sequence(lambda n: f"Onderwerp {n}")


class PromiseFactory(NumberedFactory):
    """An open promise of the corporation, due in a month."""

    class Meta:
        model = Promise

    class Params:
        overdue = factory.Trait(
            due_on=factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=3))
        )
        done = factory.Trait(
            state=Promise.State.DONE, ended_on=factory.LazyFunction(timezone.localdate)
        )

    complex = factory.SubFactory(ComplexFactory)
    what = factory.Sequence(lambda n: f"Lamp {n} vervangen")
    made_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    first_due_on = factory.SelfAttribute("due_on")


class FeedbackFactory(NumberedFactory):
    class Meta:
        model = Feedback

    complex = factory.SubFactory(ComplexFactory)
