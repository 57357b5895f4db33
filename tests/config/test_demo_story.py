"""The demo tells the story it promises; it is loaded once for all that is asked of it."""

import json
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from config.demo.loading import FILE, Loaded, load_demo
from meetings.models import Feedback, Meeting, Preparation, Promise
from meetings.summaries.door import attendance
from meetings.summaries.ledger import outcome
from meetings.summaries.letters import stored
from reports.content.building import report_content
from reports.content.document import ChangeTable, Happenings, LevelTable, PlainTable
from reports.layout import lay_out
from reports.pdf import report_pdf
from surveys import results
from surveys.models import AccessCode, LetterAddress, Response, SealedItem, Wave
from surveys.results.types import Shown, Tone, Verdict
from tests.conftest import forget_all
from tests.reports.reporting import opened, structure

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TABLES = (ChangeTable, Happenings, LevelTable, PlainTable)
FACTS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def now() -> datetime:
    return timezone.now()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, now) -> Iterator[Loaded]:
    """Around the transactions of the tests, so that each finds the demo and none leaves anything in it."""
    forget_all()
    around = transaction.atomic()
    around._from_testcase = True  # as Django's own: what asks for real commits may be called inside
    with django_db_blocker.unblock(), around:
        yield load_demo(password="een lang wachtwoord", now=now)
        transaction.set_rollback(True)


def test_demo_shows_the_stated_patterns(loaded):
    wave = Wave.objects.get(code="2022")
    complexes = {
        row.complex.code: row.complex for row in wave.wave_complexes.select_related("complex")
    }
    for facts in FACTS["complexes"]:
        kept = Response.objects.filter(wave=wave, complex=complexes[facts["code"]])
        assert kept.count() == facts["n"][2]
    improved = results.unit_result(wave, complexes["C1"]).indicator("R1")
    since_first = next(change for change in improved.changes if change.against.code == "2018")
    assert (since_first.verdict, since_first.tone) == (Verdict.HIGHER, Tone.BETTER)
    worsened = results.unit_result(wave, complexes["C2"]).indicator("R1")
    assert (worsened.change.verdict, worsened.change.tone) == (Verdict.LOWER, Tone.WORSE)
    assert round(worsened.level.value, 1) == 6.1
    small = results.unit_result(wave, complexes["C6"])
    assert small.response.shown is Shown.TOO_FEW
    assert small.indicators == ()


def test_every_report_of_the_demo_has_at_most_nine_pages_and_no_table_cut_in_two(loaded):
    told = []
    for row in loaded.closed.wave_complexes.select_related("complex").order_by("complex__code"):
        if row.complex.code == "C6":  # too small for a report
            continue
        content = report_content(loaded.closed, row.complex)
        whole = [part for one in lay_out(content).chapters for part in one.parts]
        with opened(report_pdf(content)) as document:
            told.append((row.complex.code, len(document.pages) <= 9))
            tables = [one for one in structure(document) if one.S == "/Table"]
        assert len(tables) == sum(isinstance(part.block, TABLES) for part in whole)
    assert told == [(code, True) for code in ("C1", "C2", "C3", "C4", "C5")]


def test_demo_has_an_open_wave_with_codes_to_try_and_a_sealed_urn(loaded):
    assert loaded.open.state == Wave.State.OPEN
    assert len(loaded.codes) == AccessCode.objects.count()
    assert SealedItem.objects.filter(wave=loaded.open).count() == 2 * (21 + 14 + 12 + 6)
    assert not Response.objects.filter(wave=loaded.open).exists()


def test_demo_has_addresses_for_the_letters_of_one_complex_of_the_open_wave(loaded):
    kept = LetterAddress.objects.of_wave(loaded.open)
    assert set(kept.values_list("place__complex__code", "place__dwellings")) == {("C2", 96)}
    assert kept.count() == LetterAddress.objects.count() == 96


def test_demo_has_the_stated_meetings_and_promises_and_two_meetings_to_come(loaded, now):
    today = timezone.localdate(now)
    held = Meeting.objects.held().order_by("starts_at")
    assert [(one.day.isoformat(), attendance(one).total, there(one)) for one in held] == [
        ("2019-03-14", 47, "6 van 6"),
        ("2020-01-21", 28, "2 van 2"),
        ("2021-09-22", 14, "3 van 5"),
        ("2022-03-24", 23, "4 van 5"),
        ("2022-11-10", 39, "5 van 5"),
    ]
    kinds = [outcome(one, today).value for one in Promise.objects.order_by("complex__code", "pk")]
    assert kinds == [
        *("in_time", "in_time", "in_time"),  # C1
        *("late", "in_time", "open"),  # C2
        *("dropped", "overdue", "overdue"),  # C4
        "in_time",  # C5
    ]
    evening, outcome_evening = Meeting.objects.coming().order_by("starts_at")
    assert (evening.seats_taken, evening.capacity) == (29, 30)
    assert evening.registrations.waiting().count() == 3
    answers = evening.participations.values_list("answer", flat=True)
    assert sorted(answers) == ["absent", "comes", "none", "stand_in"]
    assert Preparation.objects.late(today).filter(meeting=evening).count() == 1
    assert outcome_evening.starts_at.date() > loaded.open.outcome_on
    [letter] = Feedback.objects.public()
    assert {one.said for one in stored(letter.content).lines} >= {
        "U gaf een 6,1 voor veiligheid. In 2020 was dat 7,0."
    }


def there(meeting):
    rows = meeting.participations.all()
    return f"{rows.filter(was_there=True).count()} van {rows.count()}"
