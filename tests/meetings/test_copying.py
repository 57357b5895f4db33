"""The next meeting, after the example of an earlier one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting, Participation, Registration, SetAside, TeamMember
from meetings.services.copying import copy_meeting
from meetings.services.errors import InThePast
from tests.factories import ContactFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    PreparationFactory,
    ProgrammeItemFactory,
    PromiseFactory,
    RegistrationFactory,
    VenueFactory,
    amsterdam,
    quiet_day,
)
from tests.html import text_of

pytestmark = pytest.mark.django_db


def earlier(**changes) -> Meeting:
    """A meeting that was held, with everything that a meeting can have."""
    now = timezone.now()
    meeting = MeetingFactory(
        held=True,
        title="Bewonersavond",
        aims="Luisteren.",
        takes_registrations=True,
        capacity=30,
        register_until=timezone.localdate() - timedelta(days=9),
        **changes,
    )
    hanna = UserFactory(name="Hanna")
    TeamMember.objects.create(meeting=meeting, user=hanna, task="ontvangst")
    TeamMember.objects.create(meeting=meeting, user=UserFactory(is_active=False), task="weg")
    PreparationFactory(meeting=meeting, kind="partners", offset_days=-50, owner=hanna)
    PreparationFactory(meeting=meeting, title="Koffie", offset_days=-2, state="done", ended_at=now)
    ProgrammeItemFactory(meeting=meeting, title="Welkom", minutes=5, owner=hanna)
    wave = closed_wave(2022, {meeting.complexes.get(): people(30, R1=[6, 7, 8])})
    evidence = {"source": "worse", "wave": wave, "indicator": "R1", "evidence": {"was": 7}}
    ProgrammeItemFactory(meeting=meeting, complex=meeting.complexes.get(), **evidence)
    ProgrammeItemFactory(meeting=meeting, source="promise", promise=PromiseFactory())
    ParticipationFactory(meeting=meeting, answer="comes", expected="Vertellen.", remark="Graag.")
    ParticipationFactory(meeting=meeting, contact=ContactFactory(left_on=timezone.localdate()))
    ParticipationFactory(meeting=meeting, taken_off_at=now)
    RegistrationFactory(meeting=meeting)
    SetAside.objects.create(meeting=meeting, warning="school-x", reason="Kan niet anders.", at=now)
    return meeting


def copied(original: Meeting, by=None) -> Meeting:
    day = quiet_day()
    starts = amsterdam(day.year, day.month, day.day, 19)
    return copy_meeting(original, starts, starts + timedelta(hours=2), by=by, now=timezone.now())


def test_plan_comes_along_and_answers_evidence_and_residents_stay(staff):
    original = earlier()
    before = Registration.objects.count()

    copy = copied(original, by=staff)

    assert (copy.state, copy.kind, copy.title, copy.aims) == (
        "planned",
        original.kind,
        "Bewonersavond",
        "Luisteren.",
    )
    assert (copy.venue, copy.capacity, copy.seats_taken) == (original.venue, 30, 0)
    assert (copy.copied_from, copy.created_by) == (original, staff)
    assert copy.register_until == copy.day - timedelta(days=2)
    assert list(copy.complexes.all()) == list(original.complexes.all())
    assert [(one.user.name, one.task) for one in copy.team.all()] == [("Hanna", "ontvangst")]
    told = [
        (one.title, one.offset_days, (one.due_on - copy.day).days, one.state)
        for one in copy.preparations.all()
    ]
    assert [row[1:] for row in told] == [(-50, -50, "open"), (-2, -2, "open")]
    assert told[1][0] == "Koffie"
    assert [(one.title, one.minutes) for one in copy.programme.all()] == [("Welkom", 5)]
    [chosen] = copy.participations.all()
    assert (chosen.expected, chosen.answer, chosen.remark) == (
        "Vertellen.",
        Participation.Answer.NONE,
        "",
    )
    assert (chosen.invited_at, chosen.answered_at) == (None, None)
    assert Registration.objects.count() == before
    assert not copy.set_aside.exists()
    assert {copy.uid, copy.token} & {original.uid, original.token} == set()


def test_venue_that_is_used_no_more_stays_behind():
    original = earlier(venue=VenueFactory(ended_on=timezone.localdate()))

    assert copied(original).venue is None


def test_copy_in_the_past_is_refused():
    original, now = earlier(), timezone.now()
    with pytest.raises(InThePast):
        copy_meeting(original, now, now + timedelta(hours=1), by=None, now=now)


def test_page_says_what_comes_along_and_leads_to_the_copy(staff_client):
    original = earlier()
    url = f"/bijeenkomsten/{original.pk}/kopieren/"
    page = text_of(staff_client.get(url))
    assert "1 complex, 1 collega" in page
    assert "2 voorbereidingen, opnieuw te doen" in page
    assert "1 eigen programmapunt" in page
    assert "1 contactpersoon van een partner" in page

    bad = staff_client.post(url, {"day": "2024-01-01", "starts": "19:00", "ends": "20:00"})
    assert "Deze dag is al geweest." in text_of(bad)
    sent = {"day": quiet_day().isoformat(), "starts": "19:00", "ends": "20:00"}
    answer = staff_client.post(url, sent)

    copy = Meeting.objects.get(copied_from=original)
    assert answer.url == copy.get_absolute_url()


def test_original_that_is_still_to_come_is_warned_about(staff_client):
    day = quiet_day()
    starts = amsterdam(day.year, day.month, day.day, 19)
    original = MeetingFactory(starts_at=starts)
    sent = {"day": day.isoformat(), "starts": "19:30", "ends": "20:00"}

    answer = staff_client.post(f"/bijeenkomsten/{original.pk}/kopieren/", sent)

    assert {one.warning.kind for one in answer.context["reasons"].asked} == {"venue", "complex"}
    assert Meeting.objects.count() == 1
