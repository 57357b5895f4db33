"""The ledger of promises: kept in time, late, open, overdue, dropped; and what changed since a moment."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from meetings.models import Promise
from meetings.services.promises import Update, make_promise, reword_promise, update_promise
from meetings.summaries.ledger import (
    Ledger,
    Outcome,
    Year,
    changes_of,
    changes_since,
    ledger,
    of_complex,
    of_partner,
    outcome,
    years,
)
from tests.factories import ComplexFactory, PartnerFactory, UserFactory
from tests.factories.meetings import PromiseFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = timedelta(days=1)
Done, Cannot, Withdrawn = Promise.State.DONE, Promise.State.CANNOT, Promise.State.WITHDRAWN


def done(first: date, moved: date, ended: date, **more) -> Promise:
    return PromiseFactory(
        first_due_on=first, due_on=moved, state=Done, ended_on=ended, made_on=first - DAY, **more
    )


@pytest.mark.parametrize(
    ("ended", "came_to"),
    [(-1, Outcome.IN_TIME), (0, Outcome.IN_TIME), (1, Outcome.LATE), (30, Outcome.LATE)],
)
def test_what_was_promised_first_decides_what_is_late_and_moving_the_day_helps_nobody(
    ended, came_to
):
    first = TODAY - 60 * DAY
    promise = done(first, first + 30 * DAY, first + ended * DAY)

    assert outcome(promise, TODAY) == came_to


@pytest.mark.parametrize(
    ("due", "came_to"), [(-1, Outcome.OVERDUE), (0, Outcome.OPEN), (1, Outcome.OPEN)]
)
def test_what_stands_is_overdue_after_its_present_day(due, came_to):
    promise = PromiseFactory(due_on=TODAY + due * DAY, first_due_on=TODAY - 30 * DAY)

    assert outcome(promise, TODAY) == came_to


def test_totals_and_single_promises_agree_over_all_years():
    complex_, partner = ComplexFactory(), PartnerFactory()
    both = {"complex": complex_, "partner": partner}
    promises = [
        done(date(2019, 5, 1), date(2019, 5, 1), date(2019, 4, 30), **both),
        done(date(2019, 5, 1), date(2019, 8, 1), date(2019, 7, 1), **both),
        PromiseFactory(
            **both, made_on=date(2020, 2, 1), state=Cannot, reason="Zo.", ended_on=TODAY
        ),
        PromiseFactory(
            **both, made_on=date(2020, 3, 1), state=Withdrawn, reason="Zo.", ended_on=TODAY
        ),
        PromiseFactory(**both, made_on=date(2020, 3, 1), due_on=TODAY - DAY),
        PromiseFactory(**both, made_on=date(2020, 3, 1), due_on=TODAY),
    ]
    PromiseFactory()  # of another complex and nobody's partner

    whole = Ledger(in_time=1, late=1, open=1, overdue=1, dropped=2)
    for found in (of_complex(complex_.pk), of_partner(partner.pk)):
        assert ledger(found, TODAY) == whole
        assert years(found, TODAY) == [
            Year(2020, Ledger(open=1, overdue=1, dropped=2)),
            Year(2019, Ledger(in_time=1, late=1)),
        ]
    assert (whole.total, whole.kept, whole.over) == (6, 2, 4)
    came_to = [outcome(promise, TODAY).value for promise in promises]
    assert sorted(came_to) == sorted(["in_time", "late", "dropped", "dropped", "overdue", "open"])


def test_ledger_of_nothing_is_empty():
    assert ledger(Promise.objects.none(), TODAY) == Ledger()
    assert years(Promise.objects.all(), TODAY) == []


def at(day: int) -> datetime:
    return datetime(2026, 3, day, 12, tzinfo=UTC)


def a_promise() -> Promise:
    promise = Promise(complex=ComplexFactory(), what="Lamp vervangen", due_on=date(2026, 4, 1))
    return make_promise(promise, by=UserFactory(), now=at(1))


def test_changes_since_a_letter_tell_another_state_and_reason(django_assert_num_queries):
    promise = a_promise()
    promise = update_promise(
        promise, Update("withdrawn", promise.due_on, "Het wordt gesloopt."), by=None, now=at(9)
    )

    with django_assert_num_queries(1):
        found = changes_since(promise, at(5))

    assert (found.then.state, found.then.due_on) == ("open", date(2026, 4, 1))
    assert (found.any, found.state_changed, found.was_moved) == (True, True, False)
    assert [step.reason for step in found.steps] == ["Het wordt gesloopt."]
    assert not changes_since(promise, at(9)).any


def test_moved_day_is_a_change_and_other_words_are_none():
    promise = a_promise()
    promise = update_promise(
        promise,
        Update("open", date(2026, 5, 1), remark="Later geleverd."),
        by=None,
        now=at(7),
    )
    promise.what = "De lamp vervangen"
    reword_promise(promise, by=None, now=at(8))

    assert changes_since(promise, at(5)).was_moved
    assert not changes_since(promise, at(7)).any


def test_promise_that_was_not_made_yet_has_no_then():
    found = changes_since(a_promise(), at(1) - DAY)

    assert (found.then, found.any) == (None, False)


def test_changes_of_many_promises_cost_one_query(django_assert_num_queries):
    promises = [a_promise() for _ in range(3)]
    update_promise(promises[0], Update("done", promises[0].due_on), by=None, now=at(6))
    promises[0].refresh_from_db()

    with django_assert_num_queries(1):
        found = changes_of(promises, at(5))

    assert [found[promise.pk].any for promise in promises] == [True, False, False]
