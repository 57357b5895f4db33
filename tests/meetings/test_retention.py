"""How long we keep who signed up, with a moved clock."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings.models import AdvanceQuestion, CheckIn, Meeting, Needs, Notice, Registration
from meetings.retention import NEEDS, QUESTIONS, REGISTRATIONS
from proof.retention.deciding import PeriodOutOfBounds, set_period
from proof.retention.running import run
from tests.factories import UserFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory, TopicFactory, amsterdam
from tests.proof.scenes import night_before

pytestmark = pytest.mark.django_db
EVENING = amsterdam(2030, 3, 10)
OVER = EVENING + timedelta(minutes=90)
FORTNIGHT, THREE_MONTHS = timedelta(days=14), timedelta(days=90)
YEAR = timedelta(days=365)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def meeting():
    held = MeetingFactory(announced=True, takes_registrations=True, starts_at=EVENING, ends_at=OVER)
    full_of_residents(held)
    return held


def full_of_residents(meeting) -> None:
    for number in range(2):
        made = RegistrationFactory(meeting=meeting)
        Needs.objects.create(registration=made, wheelchair=True)
        Notice.objects.create(registration=made, kind="seated", at=EVENING)
        CheckIn.objects.create(meeting=meeting, registration=made, people=number + 1)
    AdvanceQuestion.objects.create(meeting=meeting, text="Wanneer komt de lift?")


def left(meeting) -> tuple[int, int, int, int]:
    """Needs, registrations, notices, questions."""
    return (
        Needs.objects.filter(registration__meeting=meeting).count(),
        meeting.registrations.count(),
        Notice.objects.filter(registration__meeting=meeting).count(),
        meeting.advance_questions.count(),
    )


def night(now: datetime) -> None:
    night_before(now)
    run(now=now)


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (FORTNIGHT, (2, 2, 2, 1)),
        (FORTNIGHT + MOMENT, (0, 2, 2, 1)),
        (THREE_MONTHS, (0, 2, 2, 1)),
        (THREE_MONTHS + MOMENT, (0, 0, 0, 0)),
    ],
)
def test_needs_go_after_a_fortnight_and_the_rest_after_three_months(meeting, after, kept):
    later = MeetingFactory(announced=True, starts_at=EVENING + timedelta(days=200))
    full_of_residents(later)

    night(OVER + after)

    assert left(meeting) == kept
    assert left(later) == (2, 2, 2, 1)


def test_how_many_people_came_stays_when_names_are_gone(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=3)

    night(OVER + THREE_MONTHS + MOMENT)

    meeting.refresh_from_db()
    assert not Registration.objects.exists()
    assert (meeting.seats_taken, sum(meeting.check_ins.values_list("people", flat=True))) == (3, 3)


@pytest.mark.parametrize(
    ("called_off", "counts_from"),
    [
        (EVENING - timedelta(days=40), EVENING - timedelta(days=40)),
        (OVER + timedelta(days=9), OVER),
    ],
)
def test_cancelled_meeting_counts_from_its_cancelling_or_its_day_whichever_came_first(
    meeting, called_off, counts_from
):
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_at=called_off)

    night(counts_from + FORTNIGHT)
    assert left(meeting) == (2, 2, 2, 1)
    night(counts_from + FORTNIGHT + MOMENT)
    assert left(meeting) == (0, 2, 2, 1)
    night(counts_from + THREE_MONTHS + MOMENT)

    assert left(meeting) == (0, 0, 0, 0)


def test_moved_meeting_counts_from_its_new_day(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=OVER + timedelta(days=30))

    night(OVER + FORTNIGHT + MOMENT)

    assert left(meeting) == (2, 2, 2, 1)


def test_dry_run_tells_what_would_go_and_removes_nothing(meeting, capsys):
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - timedelta(days=100), ends_at=timezone.now() - timedelta(days=100)
        + timedelta(hours=1),
    )  # fmt: skip
    night_before(timezone.now())

    call_command("retention", dry_run=True)

    said = capsys.readouterr().out
    for key, due in ((NEEDS.key, 2), (REGISTRATIONS.key, 2), (QUESTIONS.key, 1)):
        assert f"{key}: {due} due\n" in said
    assert left(meeting) == (2, 2, 2, 1)


@pytest.mark.parametrize(
    ("rule", "shortest", "longest"), [(NEEDS, 1, 14), (REGISTRATIONS, 14, 90), (QUESTIONS, 14, 90)]
)
def test_what_residents_were_promised_can_be_made_shorter_and_not_longer(rule, shortest, longest):
    admin = UserFactory()

    set_period(rule, shortest, by=admin, now=EVENING)
    for days in (shortest - 1, longest + 1):
        with pytest.raises(PeriodOutOfBounds):
            set_period(rule, days, by=admin, now=EVENING)


@pytest.mark.parametrize(("after", "kept"), [(YEAR, 2), (YEAR + MOMENT, 0)])
def test_notes_of_the_board_go_after_a_year_and_topics_and_counts_stay(after, kept):
    meeting = MeetingFactory(announced=True, starts_at=EVENING, ends_at=OVER)
    coming = TopicFactory(meeting=MeetingFactory(starts_at=EVENING + 2 * YEAR))
    light = TopicFactory(meeting=meeting)
    for topic in (light, coming):
        for _resident in range(2):
            topic.notes.create(text="Al lang stuk")
            topic.ticks.create()

    night(OVER + after)

    assert (light.notes.count(), light.ticks.count(), coming.notes.count()) == (kept, 2, 2)
