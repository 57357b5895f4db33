"""The real survey: 2,719 answers of four waves, against what others counted and published."""

import csv
import hashlib
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from complexes.models import Complex
from surveys.management.commands.load_example import FILE
from surveys.models import Response, Wave
from surveys.results.types import Verdict
from surveys.results.units import corporation_result, unit_result

NIGHT = "How safe do you feel walking in your neighborhood at night"
POLICE = "How would you rate your trust in the local police"


@pytest.fixture
def loaded(db) -> str:
    """The example in the database; what the command printed."""
    out = StringIO()
    call_command("load_example", stdout=out)
    return out.getvalue()


def rows() -> list[dict[str, str]]:
    with Path(FILE).open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def test_file_is_the_one_the_readme_describes():
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == (
        "f4106bac6c4eb0d4d634639f94197ad7b1d9e029f43676dbd53d5dca6c336f4a"
    )
    assert len(rows()) == 2719


def test_every_row_is_imported_or_rejected_for_a_reason(loaded):
    lines = [line.strip() for line in loaded.splitlines()]
    assert [line for line in lines if line.startswith("Gelezen")] == [
        "Gelezen 193 = ingelezen 191 + afgewezen 2",
        "Gelezen 185 = ingelezen 179 + afgewezen 6",
        "Gelezen 845 = ingelezen 834 + afgewezen 11",
        "Gelezen 1496 = ingelezen 1475 + afgewezen 21",
    ]
    assert lines[-1] == "Samen: 2719 van 2719 rijen gelezen = 2679 ingelezen + 40 afgewezen"
    assert "rij afgewezen, 1×: Ward: geen bekend complex" in lines
    assert "Zonder complex, telt alleen mee in het geheel: 834" in lines


def test_every_ward_holds_the_rows_that_the_file_has_for_it(loaded):
    answered = [
        row for row in rows() if any(row[name] not in ("", "NA", "999") for name in list(row)[2:12])
    ]
    expected = Counter(
        (f"S{row['Year']}", f"W{row['Ward']}") for row in answered if row["Ward"] in set("1234567")
    )
    stored = Counter(
        Response.objects.exclude(complex=None).values_list("wave__code", "complex__code")
    )
    assert stored == expected
    assert Response.objects.filter(complex=None).count() == 834


def test_half_marks_of_2013_stay_half(loaded):
    wave = Response.objects.filter(wave__code="S2013").values_list("answers", flat=True)
    marks = Counter(answers.get("SN1") for answers in wave)
    assert (marks[8.5], marks[9.5]) == (1, 2)


def test_mean_trust_in_2015_is_the_one_the_city_published(loaded):
    """The Somerville Times, 9 February 2016: “trust in the local police” 3.75 on a scale of 1 to 5."""
    ratings = [int(row[POLICE]) for row in rows() if row["Year"] == "2015" and row[POLICE] != "999"]
    assert round(sum(ratings) / len(ratings), 2) == 3.76
    wave = Response.objects.filter(wave__code="S2015").values_list("answers", flat=True)
    stored = [answers["SP1"] for answers in wave if "SP1" in answers]
    placed = [
        int(row[POLICE])
        for row in rows()
        if row["Year"] == "2015" and row[POLICE] != "999" and row["Ward"] != "999"
    ]
    assert sorted(stored) == sorted(placed)


def test_night_safety_of_2019_is_compared_with_2013_and_broken_at_2015(loaded):
    result = unit_result(Wave.objects.get(code="S2019"), Complex.objects.get(code="W3"))
    night = result.indicator("SN1")
    assert [(point.wave.code, point.breaks) for point in night.trend] == [
        ("S2013", False),
        ("S2015", True),
        ("S2019", True),
    ]
    verdicts = {change.against.code: change.verdict for change in night.changes}
    assert verdicts["S2015"] is Verdict.NOT_COMPARABLE
    assert verdicts["S2013"] is Verdict.NO_CHANGE
    values = [float(r[NIGHT]) for r in rows() if (r["Year"], r["Ward"]) == ("2019", "3")]
    marks = [value for value in values if value != 999]
    assert night.level.value == pytest.approx(sum(marks) / len(marks))
    assert night.level.n == len(marks)


def test_2017_counts_for_the_city_and_for_no_ward(loaded):
    city = corporation_result(Wave.objects.get(code="S2019"))
    assert [wave.code for wave in city.earlier] == ["S2013", "S2015", "S2017"]
    before = next(point for point in city.indicator("SN1").trend if point.wave.code == "S2017")
    values = [float(r[NIGHT]) for r in rows() if r["Year"] == "2017"]
    marks = [value for value in values if value != 999]
    assert before.level.value == pytest.approx(sum(marks) / len(marks))
    ward = unit_result(Wave.objects.get(code="S2019"), Complex.objects.get(code="W1"))
    assert [wave.code for wave in ward.earlier] == ["S2013", "S2015"]
