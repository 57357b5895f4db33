"""What a contact added to an answer goes; who was asked, what they said and who came stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.models import Participation
from meetings.partner_retention import ANSWERS
from tests.factories.meetings import MeetingFactory, ParticipationFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def answered(days_ago: int) -> Participation:
    start = NOW - timedelta(days=days_ago, hours=2)
    return ParticipationFactory(
        meeting=MeetingFactory(starts_at=start, ends_at=start + timedelta(hours=1)),
        answer=Participation.Answer.STAND_IN,
        stand_in_name="Jan",
        stand_in_email="jan@partner.example",
        remark="Vakantie",
        was_there=True,
    )


def test_remark_and_address_go_after_the_period_and_the_rest_stays():
    old, recent = answered(91), answered(89)
    cutoff = NOW - timedelta(days=ANSWERS.days)

    [due] = ANSWERS.find(cutoff)
    assert (due.count, ANSWERS.total()) == (1, 2)
    assert ANSWERS.remove(due, cutoff) == 1
    assert ANSWERS.remove(due, cutoff) == 0

    old.refresh_from_db()
    recent.refresh_from_db()
    assert (old.remark, old.stand_in_email) == ("", "")
    assert (old.answer, old.stand_in_name, old.was_there) == ("stand_in", "Jan", True)
    assert (recent.remark, recent.stand_in_email) == ("Vakantie", "jan@partner.example")
