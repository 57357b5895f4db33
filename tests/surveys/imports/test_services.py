"""Storing an import: all or nothing, once, shuffled."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from complexes.models import Complex
from reports.models import Edition
from sheets.errors import ImportRefused
from surveys.imports.mapping import Mapping
from surveys.imports.services import Prepared, WaveData, check_new, import_wave, prepare_import
from surveys.imports.toml_reading import read_mapping
from surveys.models import CountTable, FreeText, ImportRun, Response, Wave, WaveComplex
from tests.factories import ComplexFactory, WaveFactory
from tests.surveys.imports.builders import HEADS, mapping, table

TODAY = date(2026, 11, 22)
WAVE = WaveData(
    code="2019", title="Enquête 2019", opens_on=date(2019, 5, 1), closes_on=date(2019, 6, 1)
)
ROWS = [HEADS, *[["C1", "7,5"]] * 12, *[["C2", "6"]] * 11, ["C9", "7"]]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def complexes() -> tuple[Complex, Complex]:
    first = ComplexFactory(code="C1", name="Korenbloemhof", dwellings=40)
    return first, ComplexFactory(code="C2", name="De Linde", dwellings=None)


def prepared(rows=ROWS, rule: Mapping | None = None, wave: WaveData = WAVE) -> Prepared:
    return prepare_import(table(rows), rule or mapping(), wave, file_name="a.csv", today=TODAY)


def stored() -> dict[str, int]:
    models = (Wave, WaveComplex, Response, FreeText, CountTable, ImportRun)
    return {model.__name__: model.objects.count() for model in models}


NOTHING = dict.fromkeys(
    ["Wave", "WaveComplex", "Response", "FreeText", "CountTable", "ImportRun"], 0
)


def test_import_stores_a_closed_counted_wave_with_a_sum_that_adds_up():
    run = import_wave(prepared(), today=TODAY)
    wave = Wave.objects.get()
    assert (wave.state, wave.origin, wave.disclosure) == ("closed", "import", "standard")
    assert (wave.title, wave.opens_on, wave.closes_on) == (
        "Enquête 2019",
        date(2019, 5, 1),
        date(2019, 6, 1),
    )
    assert [question.code for question in wave.asked()] == ["R1"]
    assert wave.key_indicators == ["R1"]
    assert (run.read, run.imported, run.rejected, run.imported_on) == (24, 23, 1, TODAY)
    assert sorted(wave.wave_complexes.values_list("complex__code", "dwellings", "responses")) == [
        ("C1", None, 12),
        ("C2", None, 11),
    ]
    counts = CountTable.objects.get(level="complex", complex__code="C1", subgroup="")
    assert counts.n == 12
    (answer,) = counts.counts["R1"]
    assert (float(answer), counts.counts["R1"][answer][0]) == (7.5, 12)


def test_import_says_how_far_it_is():
    said = []
    rows = [HEADS, *[["C1", "7,5"]] * 4100]
    import_wave(prepared(rows), today=TODAY, report=lambda *words: said.append(words))
    assert [words for words, _share in said] == [
        "0 van 4.100 inzendingen bewaard",
        "2.000 van 4.100 inzendingen bewaard",
        "4.000 van 4.100 inzendingen bewaard",
        "De antwoorden worden geteld.",
    ]
    shares = [share for _words, share in said]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1] < 1) == (0, True)


def test_dry_run_stores_nothing():
    prepared()
    check_new(prepared())
    assert stored() == NOTHING


def test_failure_at_the_very_end_leaves_nothing():
    """The run is stored last; the database refuses one that does not add up, after everything else."""
    whole = prepared()
    wrong = replace(whole.outcome.summary, imported=99)
    with pytest.raises(ImportRefused, match="er is niets ingelezen"):
        import_wave(replace(whole, outcome=replace(whole.outcome, summary=wrong)), today=TODAY)
    assert stored() == NOTHING


def test_same_code_again_is_refused_with_a_way_out():
    import_wave(prepared(), today=TODAY)
    before = stored()
    with pytest.raises(ImportRefused) as caught:
        import_wave(prepared([*ROWS, ["C1", "8"]]), today=TODAY)
    assert caught.value.message == (
        "Meting 2019 bestaat al («Enquête 2019»). Kies een andere code, of vervang de eerder "
        "ingelezen meting."
    )
    assert (caught.value.field, caught.value.replaceable) == ("code", True)
    assert stored() == before


def test_same_rows_under_another_code_are_refused_naming_the_earlier_wave():
    import_wave(prepared(), today=TODAY)
    other = WaveData("2020", "Nog eens", date(2020, 5, 1), date(2020, 6, 1))
    with pytest.raises(ImportRefused, match=r"al ingelezen, als meting 2019 \(«Enquête 2019»\)"):
        import_wave(prepared(wave=other), today=TODAY)


def test_database_itself_refuses_the_same_rows_twice():
    run = import_wave(prepared(), today=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportRun.objects.create(
            wave=WaveFactory(), file_name="b.csv", sha256=run.sha256, selection=run.selection,
            imported_on=TODAY, read=1, imported=1, rejected=0, mapping="",
        )  # fmt: skip


def test_other_wave_in_the_same_file_is_no_repetition():
    rows = [["Jaar", *HEADS], *[["2019", "C1", "7"]] * 3, *[["2020", "C1", "8"]] * 4]
    rule = mapping('[wave]\ncolumn = "Jaar"\n')
    import_wave(prepared(rows, rule), today=TODAY)
    other = WaveData("2020", "Meting 2020", date(2020, 5, 1), date(2020, 6, 1))
    run = import_wave(prepared(rows, rule, other), today=TODAY)
    assert run.selection == "Jaar = 2020"
    assert Response.objects.filter(wave=run.wave).count() == 4


def test_replacing_deletes_the_earlier_import_and_stores_the_new_one():
    first = import_wave(prepared(), today=TODAY).wave
    run = import_wave(prepared([*ROWS, ["C1", "8"]]), today=TODAY, replace=True)
    assert run.imported == 24
    assert list(Wave.objects.values_list("pk", flat=True)) == [run.wave.pk]
    assert run.wave.pk != first.pk
    assert Response.objects.count() == 24


def test_replacing_with_the_same_rows_is_allowed():
    import_wave(prepared(), today=TODAY)
    assert import_wave(prepared(), today=TODAY, replace=True).imported == 23


def test_wave_that_was_not_imported_is_never_replaced():
    WaveFactory(code="2019", title="Eigen meting")
    with pytest.raises(ImportRefused, match=r"bestaat al \(«Eigen meting»\)") as caught:
        import_wave(prepared(), today=TODAY, replace=True)
    assert caught.value.replaceable is False
    assert Wave.objects.get().title == "Eigen meting"


def test_published_wave_is_never_replaced(complexes):
    wave = import_wave(prepared(), today=TODAY).wave
    Edition.objects.create(
        wave=wave, complex=complexes[0], number=1, published_on=TODAY, content={},
        content_sha256="", pdf_sha256="",
    )  # fmt: skip
    before = stored()
    with pytest.raises(ImportRefused, match="is een rapport uitgegeven"):
        import_wave(prepared([*ROWS, ["C1", "8"]]), today=TODAY, replace=True)
    assert stored() == before
    assert Wave.objects.get().pk == wave.pk


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"code": ""}, "code", "code: "),
        ({"code": "a b"}, "code", "Gebruik letters"),
        ({"code": "Nieuw"}, "code", "De code «Nieuw» kan niet"),
        ({"code": "x" * 21}, "code", "code: "),
        ({"title": ""}, "title", "titel: "),
        ({"opens_on": None}, "opens_on", "Zeg wanneer de meting was"),
        ({"closes_on": None}, "closes_on", "Zeg wanneer de meting was"),
        ({"closes_on": date(2019, 4, 30)}, "closes_on", "ligt vóór de openingsdatum"),
        ({"closes_on": date(2026, 11, 23)}, "closes_on", "nog niet voorbij"),
        ({"note": "x" * 301}, "note", "bijzonderheden: "),
    ],
)
def test_wave_that_cannot_be_is_refused_at_its_field(change, field, words):
    with pytest.raises(ImportRefused) as caught:
        prepared(wave=WaveData(**{**vars(WAVE), **change}))
    assert caught.value.field == field
    assert words in caught.value.message
    assert stored() == NOTHING


def with_dwellings(number: str) -> Mapping:
    return mapping(f"[waves.2019]\ndwellings = {number}\n")


def test_more_responses_than_dwellings_is_refused_naming_the_complex():
    with pytest.raises(ImportRefused) as caught:
        prepared(rule=with_dwellings("{ C1 = 11, C2 = 11 }"))
    assert "C1 (12 inzendingen, 11 woningen)" in caught.value.message
    assert "C2" not in caught.value.message


def test_as_many_responses_as_dwellings_is_fine():
    run = import_wave(prepared(rule=with_dwellings("{ C1 = 12 }")), today=TODAY)
    known = run.wave.wave_complexes.values_list("complex__code", "dwellings")
    assert sorted(known) == [("C1", 12), ("C2", None)]


def test_dwellings_of_today_are_used_only_when_asked_for():
    run = import_wave(prepared(rule=with_dwellings('"now"')), today=TODAY)
    known = run.wave.wave_complexes.values_list("complex__code", "dwellings")
    assert sorted(known) == [("C1", 40), ("C2", None)]


def test_nothing_left_to_import_is_refused_with_the_reasons():
    with pytest.raises(ImportRefused, match=r"geen bekend complex \(2×\)"):
        prepared([HEADS, ["X", "7"], ["Y", "7"]])


def test_free_text_goes_in_unread_apart_from_its_answers():
    rule = read_mapping(mapping().text + '\n[[answers]]\nvariable = "X1"\ncolumn = "Tekst"\n')
    rows = [[*HEADS, "Tekst"], ["C1", "7", "Donker in de hal"], ["C2", "6", ""]]
    import_wave(prepared(rows, rule), today=TODAY)
    text = FreeText.objects.get()
    assert (text.text, text.state, text.variable) == ("Donker in de hal", "unread", "X1")
    assert sorted(Response.objects.values_list("answers", flat=True), key=str) == [
        {"R1": 6.0},
        {"R1": 7.0},
    ]


def test_order_of_the_file_cannot_be_found_back():
    """Each row has its own mark, so its place in the file is known; 20 imports, no better than chance."""
    marks = [round(1 + number * 0.02, 2) for number in range(400)]
    hits = before = 0
    for attempt in range(20):
        rows = [HEADS, *[["C1", mark] for mark in marks]]
        wave = WaveData(f"W{attempt}", "t", date(2019, 5, 1), date(2019, 6, 1))
        extra = [["C1", "10"]] * attempt  # another file each time
        run = import_wave(prepared([*rows, *extra], wave=wave), today=TODAY)
        kept = Response.objects.filter(wave=run.wave).order_by("pk")
        values = [row.answers["R1"] for row in kept if row.answers["R1"] != 10]
        places = [marks.index(value) for value in values]
        hits += sum(place == number for number, place in enumerate(places))
        before += sum(a < b for a, b in pairwise(places))
    # expected 20 hits (one a shuffle, Poisson) and half of 20 × 399 neighbours in order
    assert hits < 48
    assert abs(before - 3990) < 160
