"""The ledger of promises: kept in time, late, open, overdue, dropped."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from meetings.models import Promise
from meetings.summaries.ledger import (
    Ledger,
    Outcome,
    Year,
    ledger,
    outcome,
    years,
)
from tests.factories import ComplexFactory, PartnerFactory
from tests.factories.meetings import PromiseFactory

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew each time: a run may go on past midnight
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
    first = today() - 60 * DAY
    promise = done(first, first + 30 * DAY, first + ended * DAY)

    assert outcome(promise, today()) == came_to


@pytest.mark.parametrize(
    ("due", "came_to"), [(-1, Outcome.OVERDUE), (0, Outcome.OPEN), (1, Outcome.OPEN)]
)
def test_what_stands_is_overdue_after_its_present_day(due, came_to):
    promise = PromiseFactory(due_on=today() + due * DAY, first_due_on=today() - 30 * DAY)

    assert outcome(promise, today()) == came_to


def test_totals_and_single_promises_agree_over_all_years():
    complex_, partner = ComplexFactory(), PartnerFactory()
    both = {"complex": complex_, "partner": partner}
    promises = [
        done(date(2019, 5, 1), date(2019, 5, 1), date(2019, 4, 30), **both),
        done(date(2019, 5, 1), date(2019, 8, 1), date(2019, 7, 1), **both),
        PromiseFactory(
            **both, made_on=date(2020, 2, 1), state=Cannot, reason="Zo.", ended_on=today()
        ),
        PromiseFactory(
            **both, made_on=date(2020, 3, 1), state=Withdrawn, reason="Zo.", ended_on=today()
        ),
        PromiseFactory(**both, made_on=date(2020, 3, 1), due_on=today() - DAY),
        PromiseFactory(**both, made_on=date(2020, 3, 1), due_on=today()),
    ]
    PromiseFactory()  # of another complex and nobody's partner

    whole = Ledger(in_time=1, late=1, open=1, overdue=1, dropped=2)
    for theirs in (complex_.promises, partner.promises):
        found = theirs.all()
        assert ledger(found, today()) == whole
        assert years(found, today()) == [
            Year(2020, Ledger(open=1, overdue=1, dropped=2)),
            Year(2019, Ledger(in_time=1, late=1)),
        ]
    assert (whole.total, whole.kept, whole.over) == (6, 2, 4)
    came_to = [outcome(promise, today()).value for promise in promises]
    assert sorted(came_to) == sorted(["in_time", "late", "dropped", "dropped", "overdue", "open"])


def test_ledger_of_nothing_is_empty():
    assert ledger(Promise.objects.none(), today()) == Ledger()
    assert years(Promise.objects.all(), today()) == []
