"""Each reminder once, whatever happens to the meeting, the sender or the night's run."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from mail.models import OutgoingMail
from meetings.models import Meeting, Notice, Participation
from meetings.services import partner_reminders
from meetings.services.partner_mail import Kind
from meetings.services.partner_reminders import remind
from tests.factories.meetings import MeetingFactory, ParticipationFactory, amsterdam

pytestmark = pytest.mark.django_db

DAY = date(2027, 6, 15)
INVITED = amsterdam(2027, 5, 3)
Answer = Participation.Answer


@pytest.fixture
def meeting(corporation) -> Meeting:
    return MeetingFactory(starts_at=amsterdam(2027, 6, 15), ends_at=amsterdam(2027, 6, 15, 21, 0))


def night(days_before: int, of: date = DAY, hour: int = 3) -> datetime:
    day = of - timedelta(days=days_before)
    return amsterdam(day.year, day.month, day.day, hour)


def asked(meeting: Meeting, answer: str = Answer.NONE, **more) -> Participation:
    return ParticipationFactory(meeting=meeting, answer=answer, **{"invited_at": INVITED} | more)


def told() -> list[tuple[str, str]]:
    return [(one.kind, one.about) for one in Notice.objects.order_by("pk")]


def move(meeting: Meeting, days: int) -> None:
    meeting.starts_at += timedelta(days=days)
    meeting.ends_at += timedelta(days=days)
    meeting.save()


@pytest.mark.parametrize(("days", "sent"), [(8, 0), (7, 1), (6, 1), (1, 1), (0, 0), (-1, 0)])
def test_who_has_not_answered_is_reminded_in_the_week_before_and_not_on_the_day(
    meeting, days, sent
):
    asked(meeting)

    assert remind(night(days)) == sent


@pytest.mark.parametrize("answer", [Answer.COMES, Answer.STAND_IN])
@pytest.mark.parametrize(("days", "sent"), [(2, 0), (1, 1), (0, 1), (-1, 0)])
def test_who_comes_is_reminded_the_day_before_or_when_that_night_was_missed_on_the_day(
    meeting, answer, days, sent
):
    name = "Jan" if answer == Answer.STAND_IN else ""
    asked(meeting, answer, stand_in_name=name)

    assert remind(night(days)) == sent


def test_nobody_is_reminded_once_it_has_begun(meeting):
    asked(meeting, Answer.COMES)

    assert remind(meeting.starts_at) == 0


def test_every_reminder_goes_once_however_often_the_night_comes(meeting):
    asked(meeting)
    asked(meeting, Answer.COMES)

    for days in (7, 7, 6, 3, 1, 1, 0):
        remind(night(days))

    assert sorted(told()) == [
        (Kind.ANSWER_REMINDER, "2027-06-15"),
        (Kind.DAY_REMINDER, "2027-06-15"),
    ]
    assert OutgoingMail.objects.count() == 2


def test_meeting_moved_there_and_back_reminds_nobody_twice(meeting):
    asked(meeting, Answer.COMES)
    assert remind(night(1)) == 1
    move(meeting, 7)
    assert remind(night(1)) == 0
    move(meeting, -7)

    assert remind(night(1, hour=5)) == 0
    assert OutgoingMail.objects.count() == 1


def test_meeting_moved_to_another_day_reminds_of_that_day(meeting):
    asked(meeting, Answer.COMES)
    remind(night(1))
    move(meeting, 7)

    assert remind(night(1, of=DAY + timedelta(days=7))) == 1
    assert [about for _kind, about in told()] == ["2027-06-15", "2027-06-22"]


def test_who_was_invited_three_days_ago_at_most_is_left_in_peace(meeting):
    asked(meeting, invited_at=night(5) - timedelta(days=3) + timedelta(seconds=1))
    asked(meeting, invited_at=night(5) - timedelta(days=3))

    assert remind(night(5)) == 1


@pytest.mark.parametrize("answer", [Answer.ABSENT])
def test_who_does_not_come_is_not_reminded(meeting, answer):
    asked(meeting, answer)

    assert [remind(night(days)) for days in (7, 1, 0)] == [0, 0, 0]


def test_nobody_is_reminded_who_was_taken_off_never_invited_or_has_no_address(meeting):
    asked(meeting, taken_off_at=INVITED)
    asked(meeting, invited_at=None)
    asked(meeting, contact__email="", contact__user=None)

    assert [remind(night(days)) for days in (7, 1)] == [0, 0]
    assert told() == []


@pytest.mark.parametrize("state", [Meeting.State.CANCELLED, Meeting.State.HELD])
def test_meeting_that_does_not_come_reminds_nobody(meeting, state):
    asked(meeting)
    meeting.state = state
    meeting.cancelled_at = INVITED if state == Meeting.State.CANCELLED else None
    meeting.save()

    assert remind(night(7)) == 0


def test_stand_in_with_an_address_is_reminded_instead_of_the_contact(meeting):
    asked(meeting, Answer.STAND_IN, stand_in_name="Jan", stand_in_email="jan@partner.example")

    remind(night(1))

    mail = OutgoingMail.objects.get()
    assert mail.to == "jan@partner.example"
    assert "/deelname/" not in mail.text


def test_reminder_asks_nothing_of_the_calendar(meeting):
    asked(meeting)

    remind(night(7))

    mail = OutgoingMail.objects.get()
    assert (mail.calendar, mail.calendar_method) == ("", "")
    assert mail.expires_at == meeting.ends_at


class Killed(BaseException):
    """As when the process is ended."""


def test_sender_that_crashes_half_way_is_finished_by_the_next_run_and_nobody_is_told_twice(
    meeting, monkeypatch
):
    for _number in range(5):
        asked(meeting)
    posted = partner_reminders.post

    def dies_at_the_third(*args, **kwargs):
        notice = posted(*args, **kwargs)
        if Notice.objects.count() == 3:
            raise Killed  # after writing, before the transaction ends
        return notice

    monkeypatch.setattr(partner_reminders, "post", dies_at_the_third)
    with pytest.raises(Killed):
        remind(night(7))
    assert (Notice.objects.count(), OutgoingMail.objects.count()) == (2, 2)
    monkeypatch.undo()

    assert remind(night(7)) == 3
    assert remind(night(7)) == 0

    addresses = list(OutgoingMail.objects.values_list("to", flat=True))
    assert len(addresses) == len(set(addresses)) == Notice.objects.count() == 5


def test_second_reminder_of_the_same_day_is_refused_by_the_database(meeting):
    one = asked(meeting)
    remind(night(7))

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(
            participation=one, kind=Kind.ANSWER_REMINDER, about="2027-06-15", at=night(7)
        )


def test_run_that_another_was_just_before_sends_nothing(meeting, monkeypatch):
    """Both looked before either wrote: the database lets one through."""
    asked(meeting)
    posted = partner_reminders.post

    def second(recipient, kind, *, now, about):
        Notice.objects.create(participation=recipient.participation, kind=kind, about=about, at=now)
        return posted(recipient, kind, now=now, about=about)

    monkeypatch.setattr(partner_reminders, "post", second)

    assert remind(night(7)) == 0
    assert OutgoingMail.objects.count() == 0


def test_command_runs_and_says_how_many(meeting, capsys):
    call_command("remind")

    said = capsys.readouterr().out.splitlines()
    assert said[0] == "partners of meetings: 0 reminders written."
