"""Twenty at once for the last seat; one form many times at once; leaving while others come."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from mail.models import OutgoingMail
from meetings.models import AdvanceQuestion, Meeting, Notice, Registration
from meetings.services.asking import ask_beforehand
from meetings.services.sign_up import Entry, Household, promote, register, withdraw
from tests.attack.test_parallel_sends import at_once
from tests.factories.meetings import MeetingFactory

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []
State = Registration.State


@pytest.fixture
def meeting(real_db: None) -> Meeting:
    return MeetingFactory(open_to_residents=True, capacity=4)


def comes(meeting: Meeting, number: int, people: int = 1, **more: Any) -> Registration:
    household = Household(f"Bewoner {number}", f"b{number}@voorbeeld.example", people=people)
    return register(meeting, household, now=timezone.now(), **more)


def counted(meeting: Meeting) -> tuple[int, int]:
    """Seats as counted, and people of the households that have one: always the same."""
    meeting.refresh_from_db()
    seated = meeting.registrations.seated().values_list("people", flat=True)
    return meeting.seats_taken, sum(seated)


def test_twenty_at_once_for_the_last_seat_exactly_one_gets_it(meeting):
    comes(meeting, 0, 3)

    made = at_once(20, lambda number: comes(meeting, number + 1))

    assert sorted(one.state for one in made) == [State.SEATED] + [State.WAITING] * 19
    assert counted(meeting) == (4, 4)
    assert OutgoingMail.objects.count() == 21


def test_one_form_twenty_times_at_once_is_one_registration(meeting):
    entry = Entry(key=uuid.uuid4())

    made = at_once(20, lambda _number: comes(meeting, 1, 2, entry=entry).pk)

    assert set(made) == {entry.key}
    assert counted(meeting) == (2, 2)
    assert OutgoingMail.objects.count() == 1


def test_leaving_and_coming_at_once_never_seats_too_many_and_leaves_no_seat_empty(meeting):
    leaving = [comes(meeting, number) for number in range(4)]
    waiting = [comes(meeting, number + 10) for number in range(4)]

    def work(number: int) -> None:
        if number < 4:
            withdraw(leaving[number], now=timezone.now())
        elif number < 8:
            withdraw(leaving[number - 4], now=timezone.now())  # a second click
        else:
            comes(meeting, number + 20)

    at_once(16, work)

    assert counted(meeting) == (4, 4)
    promoted = Notice.objects.filter(kind=Notice.Kind.PROMOTED)
    assert set(promoted.values_list("registration", flat=True)) == {one.pk for one in waiting}


def test_promoting_many_times_at_once_tells_everybody_once(meeting):
    for number in range(10):
        comes(meeting, number)
    Meeting.objects.filter(pk=meeting.pk).update(capacity=8)

    at_once(12, lambda _number: promote(meeting, now=timezone.now()))

    assert counted(meeting) == (8, 8)
    assert Notice.objects.filter(kind=Notice.Kind.PROMOTED).count() == 4


def test_questions_at_once_are_all_kept_and_each_once(meeting):
    keys = [uuid.uuid4() for _ in range(6)]

    def work(number: int) -> None:
        key = keys[number // 2]
        ask_beforehand(meeting, f"Vraag {number // 2}", name="", key=key, now=timezone.now())

    at_once(12, work)

    assert set(AdvanceQuestion.objects.values_list("text", flat=True)) == {
        f"Vraag {number}" for number in range(6)
    }
    assert AdvanceQuestion.objects.count() == 6


def test_order_of_questions_tells_nothing_of_the_order_in_which_they_came(meeting):
    asked = [f"Vraag {number:02}" for number in range(40)]
    for number, text in enumerate(asked):
        comes(meeting, number)
        moment = timezone.now() + timedelta(seconds=number)
        ask_beforehand(meeting, text, name="", key=uuid.uuid4(), now=moment)

    with connection.cursor() as cursor:
        row = "ctid" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT text FROM meetings_advancequestion ORDER BY {row}")
        stored = [text for (text,) in cursor.fetchall()]
    assert sorted(stored) == asked
    in_place = sum(one == other for one, other in zip(stored, asked, strict=True))
    assert in_place < 10  # by chance one on average, ten or more once in ten million
    assert stored[-5:] != asked[-5:]  # by chance once in eighty million
