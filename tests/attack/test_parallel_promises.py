"""A promise that many update at once: the same is said once, and what stands is what was said last."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from meetings.models import Promise
from meetings.services.promises import Update, update_promise
from tests.attack.test_parallel_sends import at_once
from tests.factories.meetings import PromiseFactory

pytestmark = pytest.mark.postgres if connection.vendor == "postgresql" else []


@pytest.fixture
def promise(real_db: None) -> Promise:
    return PromiseFactory(due_on=timezone.localdate() + timedelta(days=9))


def test_ten_who_say_done_at_once_leave_one_step(promise):
    before = promise.steps.count()

    at_once(10, lambda _number: update_promise(promise, Update("done", promise.due_on), by=None))

    promise.refresh_from_db()
    assert (promise.state, promise.ended_on) == ("done", timezone.localdate())
    assert [step.state for step in promise.steps.all()[before:]] == ["done"]


def test_other_days_at_once_are_all_kept_as_steps_and_the_last_one_stands(promise):
    before = promise.steps.count()
    days = [promise.due_on + timedelta(days=number + 1) for number in range(8)]

    at_once(
        8,
        lambda number: update_promise(
            promise, Update("open", days[number], remark=f"Uitstel {number}"), by=None
        ),
    )

    promise.refresh_from_db()
    steps = list(promise.steps.all())[before:]
    assert sorted((step.due_on, step.remark) for step in steps) == [
        (day, f"Uitstel {number}") for number, day in enumerate(days)
    ]
    assert steps[-1].due_on == promise.due_on
