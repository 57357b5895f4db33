"""What the tables themselves refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.models import Meeting, Minutes, Notice, Participation, Passage, Promise
from tests.factories.meetings import (
    FeedbackFactory,
    MeetingFactory,
    ParticipationFactory,
    PromiseFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


def refused(sentence: str):
    return pytest.raises(IntegrityError, match=sentence)


def test_meeting_that_ends_before_it_starts_is_refused():
    now = timezone.now()

    with refused("meeting_ends_after_it_starts"):
        MeetingFactory(starts_at=now, ends_at=now - timedelta(minutes=1))


def test_one_seat_more_than_there_are_is_refused():
    meeting = MeetingFactory(open_to_residents=True, capacity=2)
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=2)

    with refused("no_more_seats_are_taken_than_there_are"), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(seats_taken=3)


@pytest.mark.parametrize("speaker", ["police", "care"])
def test_words_of_police_or_care_are_not_public_until_cleared(speaker):
    meeting = MeetingFactory(held=True)
    Minutes.objects.create(meeting=meeting)
    said = {"meeting": meeting, "speaker": speaker, "text": "Er komt vaker iemand langs."}

    with refused("what_police_or_care_said_is_public_only_when_cleared"), transaction.atomic():
        Passage.objects.create(**said, layer=Passage.Layer.RESIDENTS)
    Passage.objects.create(**said, layer=Passage.Layer.RESIDENTS, cleared=True)


def test_only_who_sends_somebody_else_names_them():
    with refused("only_who_sends_somebody_names_them"), transaction.atomic():
        ParticipationFactory(answer=Participation.Answer.STAND_IN)
    with refused("only_who_sends_somebody_names_them"), transaction.atomic():
        ParticipationFactory(answer=Participation.Answer.COMES, stand_in_name="Iemand")
    ParticipationFactory(answer=Participation.Answer.STAND_IN, stand_in_name="Iemand")


def test_same_notice_to_the_same_partner_is_refused():
    participation = ParticipationFactory()
    told = {"participation": participation, "kind": "day_reminder", "about": "2026-03-29"}
    Notice.objects.create(**told, at=timezone.now())

    with refused("partner_is_told_once|UNIQUE constraint failed"), transaction.atomic():
        Notice.objects.create(**told, at=timezone.now())
    Notice.objects.create(**{**told, "about": "2026-03-30"}, at=timezone.now())


def test_notice_is_to_a_partner_or_a_resident_and_not_both():
    both = {"participation": ParticipationFactory(), "registration": RegistrationFactory()}

    for recipients in (both, {}):
        with refused("notice_has_one_recipient"), transaction.atomic():
            Notice.objects.create(**recipients, kind="invitation", at=timezone.now())


@pytest.mark.parametrize("state", [Promise.State.CANNOT, Promise.State.WITHDRAWN])
def test_promise_that_lapses_says_why(state):
    promise = PromiseFactory()
    over = {"state": state, "ended_on": timezone.localdate()}
    same = Promise.objects.filter(pk=promise.pk)

    with refused("what_cannot_or_lapsed_says_why"), transaction.atomic():
        same.update(**over)
    same.update(**over, reason="De VvE stemde tegen.")


def test_promise_that_is_done_says_when():
    promise = PromiseFactory()

    with refused("promise_that_is_over_says_since_when"):
        Promise.objects.filter(pk=promise.pk).update(state=Promise.State.DONE)


def test_a_meeting_has_one_letter_per_complex_and_a_complex_any_number():
    meeting = MeetingFactory()
    complex_ = meeting.complexes.get()
    FeedbackFactory(complex=complex_, meeting=meeting)
    FeedbackFactory(complex=complex_)
    FeedbackFactory(complex=complex_)

    with refused("meeting_has_one_letter_per_complex|UNIQUE constraint failed"):
        FeedbackFactory(complex=complex_, meeting=meeting)
