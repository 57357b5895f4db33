"""Seats: who gets one, who waits, who follows; counted in one place and never past the capacity."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from mail.models import OutgoingMail
from meetings.models import Meeting, Needs, Notice, Registration
from meetings.services.errors import SeatsTaken
from meetings.services.planning import cancel_meeting, change_meeting, move_meeting
from meetings.services.resident_mail import own_address
from meetings.services.sign_up import (
    Entry,
    Household,
    NotEnoughSeatsError,
    SignUpClosedError,
    Wishes,
    change,
    place_in_line,
    promote,
    tell_registrations,
    withdraw,
)
from meetings.summaries.ringing import to_ring
from tests.factories import CorporationFactory, UserFactory
from tests.factories.meetings import MeetingFactory
from tests.meetings.scenes import comes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corporation")]
State, Channel, Kind = Registration.State, Registration.Channel, Notice.Kind
NEEDS = Wishes(interpreter="Tigrinya", wheelchair=True, ring_loop=True, children=2)


def meeting_of(seats: int | None, **more) -> Meeting:
    return MeetingFactory(open_to_residents=True, capacity=seats, **more)


def seats(meeting) -> tuple[int, int]:
    """Seats counted, and seats of the households that have one."""
    meeting.refresh_from_db()
    return meeting.seats_taken, sum(one.people for one in meeting.registrations.seated())


def told(registration) -> list[str]:
    return list(registration.notices.order_by("pk").values_list("kind", flat=True))


def states(*registrations) -> list[str]:
    for one in registrations:
        one.refresh_from_db()
    return [one.state for one in registrations]


def test_household_gets_a_seat_and_a_mail_with_its_own_link():
    meeting = meeting_of(10)

    made = comes(meeting, people=3, wishes=NEEDS)

    assert (made.state, made.people, seats(meeting)) == (State.SEATED, 3, (3, 3))
    needs = made.needs
    assert (needs.interpreter, needs.wheelchair, needs.ring_loop, needs.children) == (
        "Tigrinya",
        True,
        True,
        2,
    )
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (
        "anna@voorbeeld.example",
        f"U bent aangemeld: {meeting.title}",
    )
    assert f"/bijeenkomst/{meeting.token}/aanmelding/{made.pk}/" in own_address(made)
    assert told(made) == ["seated"]


def test_household_without_needs_leaves_no_row_of_needs():
    comes(meeting_of(10))

    assert not Needs.objects.exists()


def test_mail_holds_nothing_that_was_typed():
    made = comes(meeting_of(10), name="Koop nu bij spam.example")

    mail = OutgoingMail.objects.get()
    assert made.name not in mail.subject + mail.text
    assert str(made.pk) not in mail.key


def test_mail_is_in_the_language_of_the_form():
    made = comes(meeting_of(10), entry=Entry(language="en"))

    mail = OutgoingMail.objects.get()
    assert mail.subject == f"You are signed up: {made.meeting.title}"
    assert f"/en/bijeenkomst/{made.meeting.token}/aanmelding/{made.pk}/" in own_address(made)


def test_who_does_not_fit_waits_and_takes_no_seat():
    meeting = meeting_of(3)
    first, second = comes(meeting, "Anna", 2), comes(meeting, "Bo", 2, minutes=1)

    assert states(first, second) == [State.SEATED, State.WAITING]
    assert seats(meeting) == (2, 2)
    assert (place_in_line(first), place_in_line(second)) == (0, 1)
    assert told(second) == ["waiting"]


def test_meeting_without_a_capacity_seats_everybody():
    meeting = meeting_of(None)

    assert {comes(meeting, f"R{n}", 8).state for n in range(20)} == {State.SEATED}
    assert seats(meeting) == (160, 160)


def test_free_seat_goes_to_who_waits_longest_and_is_told_once():
    meeting = meeting_of(2)
    gone = comes(meeting, "Anna", 2)
    waiting = [comes(meeting, f"W{n}", 1, minutes=n) for n in (1, 2, 3)]

    withdraw(gone, now=timezone.now())
    promote(meeting, now=timezone.now())

    assert states(*waiting) == [State.SEATED, State.SEATED, State.WAITING]
    assert told(waiting[0]) == ["waiting", "promoted"]
    assert place_in_line(waiting[2]) == 1
    assert seats(meeting) == (2, 2)


def test_who_does_not_fit_keeps_the_first_place_while_smaller_ones_pass():
    meeting = meeting_of(4)
    pair, gone = comes(meeting, "Anna", 3), comes(meeting, "Bo", 1)
    family, alone = comes(meeting, "Fam", 3, minutes=1), comes(meeting, "Solo", 1, minutes=2)

    withdraw(gone, now=timezone.now())
    assert states(family, alone) == [State.WAITING, State.SEATED]
    assert place_in_line(family) == 1

    withdraw(pair, now=timezone.now())
    assert states(family) == [State.SEATED]
    assert seats(meeting) == (4, 4)


def test_newcomer_that_fits_where_nobody_waiting_does_is_seated():
    meeting = meeting_of(3)
    comes(meeting, "Anna", 2)
    family, alone = comes(meeting, "Fam", 2, minutes=1), comes(meeting, "Solo", 1, minutes=2)

    assert states(family, alone) == [State.WAITING, State.SEATED]


def test_more_seats_let_in_who_waits_in_turn():
    meeting = meeting_of(1)
    comes(meeting, "Anna")
    waiting = [comes(meeting, f"W{n}", minutes=n) for n in (1, 2, 3)]
    Meeting.objects.filter(pk=meeting.pk).update(capacity=3)

    promoted = promote(meeting, now=timezone.now())

    assert promoted == waiting[:2]
    assert seats(meeting) == (3, 3)


@pytest.mark.parametrize("trait", ["announced", "held", "cancelled"])
def test_nobody_is_promoted_once_the_meeting_has_begun_or_is_off(trait):
    meeting = meeting_of(1)
    waiting = comes(meeting, "Anna", 2)
    changed = MeetingFactory.build(**{trait: True})
    Meeting.objects.filter(pk=meeting.pk).update(
        state=changed.state,
        cancelled_at=changed.cancelled_at,
        capacity=9,
        starts_at=timezone.now() - timedelta(minutes=1),
    )

    assert promote(meeting, now=timezone.now()) == []
    assert states(waiting) == [State.WAITING]


def test_withdrawing_gives_the_seats_back_once_and_forgets_the_needs():
    meeting = meeting_of(5)
    made = comes(meeting, people=2, wishes=NEEDS)

    for _twice in range(2):
        withdraw(made, now=timezone.now())

    assert states(made) == [State.WITHDRAWN]
    assert (seats(meeting), Needs.objects.count()) == ((0, 0), 0)
    assert told(made) == ["seated", "withdrawn"]


def test_withdrawing_from_the_line_frees_no_seat():
    meeting = meeting_of(1)
    comes(meeting, "Anna")
    waiting = comes(meeting, "Bo", minutes=1)

    withdraw(waiting, now=timezone.now())

    assert seats(meeting) == (1, 1)


def test_same_form_sent_again_is_one_registration_and_one_mail():
    meeting, key = meeting_of(5), uuid.uuid4()

    first = comes(meeting, people=2, entry=Entry(key=key))
    again = comes(meeting, people=4, entry=Entry(key=key))

    assert (first, again.people, seats(meeting)) == (again, 2, (2, 2))
    assert OutgoingMail.objects.count() == 1


def test_key_of_another_meeting_neither_shows_nor_touches_what_is_there():
    theirs = comes(meeting_of(5), "Anna")
    meeting = meeting_of(5)

    mine = comes(meeting, "Bo", entry=Entry(key=theirs.pk))

    assert (mine.pk != theirs.pk, mine.name, mine.meeting) == (True, "Bo", meeting)
    assert states(theirs) == [State.SEATED]


def test_coming_with_more_takes_seats_and_with_fewer_lets_somebody_in():
    meeting = meeting_of(4)
    made = comes(meeting, "Anna", 2)

    change(made, Household("Anna", made.email, people=4), now=timezone.now())
    assert seats(meeting) == (4, 4)

    waiting = comes(meeting, "Bo", 2, minutes=1)
    change(made, Household("Anna", made.email, people=1), now=timezone.now())
    assert states(waiting) == [State.SEATED]
    assert seats(meeting) == (3, 3)


def test_coming_with_more_than_fit_is_refused_and_nothing_changes():
    meeting = meeting_of(4)
    made, _other = comes(meeting, "Anna", 2), comes(meeting, "Bo", 1)

    with pytest.raises(NotEnoughSeatsError, match="Er is nog maar 1 plek vrij"):
        change(made, Household("Iemand", "", people=4), now=timezone.now())

    made.refresh_from_db()
    assert (made.name, made.people, seats(meeting)) == ("Anna", 2, (3, 3))


def test_who_waits_with_fewer_people_is_seated_when_that_fits():
    meeting = meeting_of(3)
    comes(meeting, "Anna", 2)
    waiting = comes(meeting, "Bo", 2, minutes=1)

    changed = change(waiting, Household("Bo", waiting.email, people=1), now=timezone.now())

    assert (changed.state, seats(meeting)) == (State.SEATED, (3, 3))


def test_new_address_gets_the_link_and_a_changed_number_sends_nothing():
    made = comes(meeting_of(4), "Anna")

    for email in ("anna@voorbeeld.example", "nieuw@voorbeeld.example", ""):
        change(made, Household("Anna", email, phone="06 12345678"), now=timezone.now())
        made.refresh_from_db()

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == [
        "anna@voorbeeld.example",
        "nieuw@voorbeeld.example",
    ]


@pytest.mark.parametrize(
    "change_of",
    [
        {"state": "planned"},
        {"state": "held"},
        {"state": "cancelled", "cancelled_at": timezone.now()},
        {"takes_registrations": False},
        {"register_until": timezone.localdate() - timedelta(days=1)},
        {"starts_at": timezone.now() - timedelta(minutes=1)},
    ],
)
def test_closed_meeting_takes_nobody_and_keeps_nothing(change_of):
    meeting = meeting_of(10)
    Meeting.objects.filter(pk=meeting.pk).update(**change_of)

    with pytest.raises(SignUpClosedError):
        comes(meeting)

    assert not Registration.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_last_day_to_sign_up_counts_in_amsterdam_until_midnight():
    today = timezone.localdate()
    meeting = meeting_of(10, register_until=today)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0) + timedelta(days=1)

    assert meeting.takes_sign_ups(midnight - timedelta(seconds=1))
    assert not meeting.takes_sign_ups(midnight)


def test_colleague_may_enter_a_slip_after_the_last_day():
    meeting = meeting_of(10, register_until=timezone.localdate() - timedelta(days=1))
    by = UserFactory()

    made = comes(meeting, email="", entry=Entry(channel=Channel.SLIP, by=by))

    assert (made.state, made.channel, made.entered_by) == (State.SEATED, Channel.SLIP, by)
    assert not OutgoingMail.objects.exists()


def test_who_gave_no_address_is_put_on_the_list_to_ring_for_news_only():
    meeting = meeting_of(1)
    first = comes(meeting, "Anna", email="")
    second = comes(meeting, "Bo", email="", minutes=1)

    withdraw(first, now=timezone.now())

    to_ring = Notice.objects.filter(by_phone=True, rung_at=None)
    assert list(to_ring.values_list("registration", "kind")) == [(second.pk, "promoted")]


def test_moved_meeting_is_told_once_per_change_to_who_comes_or_waits():
    meeting = meeting_of(2)
    seated = comes(meeting, "Anna", 2)
    waiting = comes(meeting, "Bo", email="", minutes=1)
    withdraw(comes(meeting, "Weg", minutes=2), now=timezone.now())

    told_first = tell_registrations(meeting, Kind.UPDATE, now=timezone.now())
    told_again = tell_registrations(meeting, Kind.UPDATE, now=timezone.now())
    meeting.sequence += 1
    told_later = tell_registrations(meeting, Kind.UPDATE, now=timezone.now())

    assert (told_first, told_again, told_later) == (2, 0, 2)
    assert told(seated) == ["seated", "update", "update"]
    assert told(waiting) == ["waiting", "update", "update"]
    subjects = OutgoingMail.objects.filter(to="anna@voorbeeld.example").order_by("pk")
    assert subjects.values_list("subject", flat=True)[1] == f"Let op, gewijzigd: {meeting.title}"
    assert waiting.notices.filter(by_phone=True).count() == 2


def test_cancelled_meeting_is_told_with_the_reason_in_two_languages():
    CorporationFactory()
    meeting = meeting_of(9)
    comes(meeting, "Anna")
    comes(meeting, "Bo", entry=Entry(language="en"))
    OutgoingMail.objects.all().delete()
    Meeting.objects.filter(pk=meeting.pk).update(
        state="cancelled", cancelled_at=timezone.now(), cancel_reason="De zaal is niet vrij."
    )
    meeting.refresh_from_db()

    tell_registrations(meeting, Kind.CANCELLATION, now=timezone.now())

    sent = dict(OutgoingMail.objects.values_list("to", "subject"))
    assert sent == {
        "anna@voorbeeld.example": f"Gaat niet door: {meeting.title}",
        "bo@voorbeeld.example": f"Cancelled: {meeting.title}",
    }


# With planning


def changed(meeting, **to) -> Meeting:
    mine = Meeting.objects.get(pk=meeting.pk)
    for name, value in to.items():
        setattr(mine, name, value)
    return change_meeting(mine, complexes=mine.complexes.all(), team=(), now=timezone.now())


def test_moving_tells_everybody_who_signed_up_once_however_often_it_is_moved_there_and_back():
    meeting = meeting_of(9)
    made = comes(meeting, "Anna")
    first, hour = meeting.starts_at, timedelta(hours=1)

    for starts in (first + hour, first, first + hour, first + hour):
        moved = move_meeting(meeting, starts, starts + hour, by=UserFactory(), now=timezone.now())
        tell_registrations(moved, Kind.UPDATE, now=timezone.now())

    assert told(made) == ["seated", "update", "update", "update"]
    assert list(made.notices.filter(kind="update").values_list("about", flat=True)) == [
        "1",
        "2",
        "3",
    ]


def test_more_seats_in_the_plan_let_in_who_waits():
    meeting = meeting_of(1)
    comes(meeting, "Anna")
    waiting = [comes(meeting, f"W{n}", minutes=n) for n in (1, 2)]

    changed(meeting, capacity=2)
    assert states(*waiting) == [State.SEATED, State.WAITING]
    changed(meeting, capacity=None)

    assert states(*waiting) == [State.SEATED, State.SEATED]
    assert seats(meeting) == (3, 3)


def test_fewer_seats_than_are_taken_is_refused_and_nobody_loses_theirs():
    meeting = meeting_of(3)
    made = comes(meeting, "Anna", 3)

    with pytest.raises(SeatsTaken):
        changed(meeting, capacity=2)

    meeting.refresh_from_db()
    assert (meeting.capacity, states(made)) == (3, [State.SEATED])


def test_calling_off_tells_who_comes_and_who_waits_and_lists_who_must_be_rung():
    meeting = meeting_of(1)
    seated, waiting = comes(meeting, "Anna"), comes(meeting, "Bo", email="", minutes=1)

    off = cancel_meeting(meeting, "De zaal is niet vrij.", by=UserFactory(), now=timezone.now())
    tell_registrations(off, Kind.CANCELLATION, now=timezone.now())

    assert told(seated) == ["seated", "cancellation"]
    assert "De zaal is niet vrij." in OutgoingMail.objects.order_by("pk").last().text
    assert list(to_ring(off, now=timezone.now())) == [waiting.pk]
