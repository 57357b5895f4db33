"""What a report says, and what it must never say."""

import json
from dataclasses import replace
from datetime import date

import pytest

from complexes.models import Corporation
from reports.content.archive import UnreadableArchive, content_sha256, from_json, to_json
from reports.content.building import Issue, report_content
from reports.content.document import (
    ChangeTable,
    Chapter,
    Figures,
    Happenings,
    Matters,
    Paragraph,
    PlainTable,
    ReportContent,
)
from reports.content.material import NoReport, capital
from surveys import results
from surveys.models import CountTable, Wave
from surveys.results.types import Verdict
from tests.factories import ComplexFactory, MeasureFactory, WaveFactory
from tests.factories.closed import closed_wave, people
from tests.reports.reporting import korenbloemhof, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(corporation) -> Wave:
    return korenbloemhof()


def chapter(content: ReportContent, key: str) -> Chapter:
    return next(one for one in content.chapters if one.key == key)


def blocks(content: ReportContent, key: str, kind: type) -> list:
    return [one for one in chapter(content, key).blocks if isinstance(one, kind)]


def test_report_tells_the_chapters_in_reading_order(wave):
    assert [one.key for one in report_content(wave, place()).chapters] == [
        "in-het-kort",
        "bewoners",
        "deelnemers",
        "kerncijfers",
        "verandering",
        "onderwerpen",
        "plekken",
        "bewonersgroepen",
        "verloop",
        "naast-andere",
        "verantwoording",
    ]


def test_report_splits_the_key_figures_only_and_says_where_the_others_are(wave):
    shown = results.unit_result(wave, place())
    every = {split.indicator.key for split in shown.splits}
    key = {split.indicator.key for split in shown.splits if split.indicator.is_key}
    assert key and key < every  # there is more to split than the report splits

    tables = blocks(report_content(wave, place()), "bewonersgroepen", PlainTable)
    assert {row[0] for table in tables for row in table.rows} == {
        capital(split.indicator.share_label or split.indicator.label)
        for split in shown.splits
        if split.indicator.is_key
    }
    (reading,) = blocks(report_content(wave, place()), "bewonersgroepen", Paragraph)
    assert reading.words.endswith(
        "Hier staan de kerncijfers; de corporatie heeft ook de andere cijfers per groep."
    )


def test_summary_says_in_words_what_the_verdicts_say(wave):
    content = report_content(wave, place())
    lead = chapter(content, "in-het-kort").blocks[0]
    assert lead.words == (
        "Bewoners van Korenbloemhof geven de veiligheid in en om hun gebouw een lager cijfer dan in 2020: "
        "een 6,0. Toen was het een 7,5."
    )
    (figures,) = blocks(content, "in-het-kort", Figures)
    assert [(one.value, one.verdict.tone) for one in figures.items] == [
        ("6,0", "worse"),
        ("50%", "neutral"),
        ("44 van 96", "neutral"),
    ]
    (matters,) = blocks(content, "in-het-kort", Matters)
    assert [(one.title, one.words, one.tone) for one in matters.items[:2]] == [
        ("In en om het gebouw, in het donker", "Aantoonbaar gedaald: van 6,6 naar 3,6.", "worse"),
        ("Rapportcijfer veiligheid", "Aantoonbaar gedaald: van 7,5 naar 6,0.", "worse"),
    ]
    assert len(matters.items) == 3


def test_figure_with_too_few_answers_to_compare_makes_room_for_one_that_tells(corporation):
    own, *others = (ComplexFactory(code=f"C{n}", dwellings=96) for n in (1, 2, 3))
    few = people(9, R1=7, V4=[1, 2], V2=[2, 3]) + people(31, V2=[2, 3])
    same = people(40, R1=7, V4=[1, 2], V2=[2, 3])
    closed_wave(2020, {own: few, **dict.fromkeys(others, same)})
    wave = closed_wave(2022, dict.fromkeys((own, *others), same))
    found = results.unit_result(wave, own)
    assert [found.indicator(key).change.verdict for key in ("R1", "V2")] == [
        Verdict.TOO_FEW,
        Verdict.NO_CHANGE,
    ]

    (matters,) = blocks(report_content(wave, own), "in-het-kort", Matters)

    same_as_before = (
        "Geen aantoonbare verandering: 6,3 → 6,3. Met 40 deelnemers per meting is een kleine verandering "
        "niet te zien. Dat is geen bewijs dat er niets veranderde."
    )
    same_as_others = (
        "Geen aantoonbaar verschil met de andere complexen: %s. "
        "Dat is geen bewijs dat er geen verschil is."
    )
    assert [(one.title, one.words) for one in matters.items] == [
        ("In en om het gebouw, in het donker", same_as_before),
        ("Rapportcijfer veiligheid", same_as_others % "7,0 tegen 7,0"),
        ("Voelt zich wel eens onveilig", same_as_others % "50% tegen 50%"),
    ]


def test_changes_are_sorted_worst_first_and_grey_last(wave):
    tables = blocks(report_content(wave, place()), "verandering", ChangeTable)
    scores = [(row.label, row.verdict.tone) for row in tables[0].rows]
    assert scores[:2] == [
        ("In en om het gebouw, in het donker", "worse"),
        ("Rapportcijfer veiligheid", "worse"),
    ]
    assert {tone for _label, tone in scores[2:]} == {"neutral"}
    assert [row.label for row in tables[1].rows] == ["Voelt zich wel eens onveilig"]


def test_measures_and_incidents_stand_by_letter_and_date(wave):
    MeasureFactory(
        complex=place(),
        title="sloten",
        status="planned",
        planned_on=date(2023, 1, 9),
        in_place_on=None,
    )
    (happened,) = blocks(report_content(wave, place()), "verloop", Happenings)
    assert [(one.letter, one.when, one.title, one.kind) for one in happened.items] == [
        ("A", "20 mei 2019", "Verlichting achterzijde", "maatregel"),
        ("B", "1 dec 2021", "Zeven woninginbraken", "incident"),
        ("", "9 jan 2023", "Sloten", "maatregel, gepland"),
    ]
    (meanwhile,) = blocks(report_content(wave, place()), "in-het-kort", Happenings)
    assert [one.letter for one in meanwhile.items] == ["B"]


def test_first_wave_has_no_change_and_no_trend(corporation):
    wave = korenbloemhof((2022,))
    content = report_content(wave, place())
    keys = [one.key for one in content.chapters]
    assert "verandering" not in keys
    assert "verloop" not in keys
    assert chapter(content, "in-het-kort").blocks[0].words.endswith("Dit is de eerste meting.")
    assert "Wat gebeurde er in het jaar ervoor?" in json.dumps(to_json(content))


def test_small_complex_gets_no_report_but_hears_where_its_answers_are(wave):
    with pytest.raises(NoReport) as refusal:
        report_content(wave, place("C6"))
    assert str(refusal.value) == (
        "Van De Sluiswachter zijn er te weinig antwoorden voor een eigen rapport. "
        "De antwoorden tellen wel mee in de cijfers van de hele corporatie."
    )


def test_open_wave_and_complex_elsewhere_get_no_report(wave):
    with pytest.raises(results.WaveNotClosed):
        report_content(WaveFactory(), place())
    with pytest.raises(results.NotInWave):
        report_content(wave, ComplexFactory())


def test_hidden_number_exists_in_the_counts_but_nowhere_in_the_content(corporation):
    """Nine people gave a place the mark of unsafety: too few, so neither 9 nor its score is said."""
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    answers = people(44, R1=[6, 7], V2=[1, 2, 3]) + people(9, V3d=4)
    wave = closed_wave(2022, {complex_: answers})
    counted = CountTable.objects.get(wave=wave, complex=complex_, subgroup="").counts
    assert counted["V3d"]["4"][0] == 9
    text = json.dumps(to_json(report_content(wave, complex_)), ensure_ascii=False)
    assert '"Rapportcijfer veiligheid"' in text
    assert not results.unit_result(wave, complex_).indicator("V3d").level.visible
    assert "onveilig 100%" not in text
    assert "2,5" not in text  # the score of nine times "onveilig"


def test_draft_says_so_and_an_edition_says_its_number_and_day(wave):
    assert report_content(wave, place()).front.running_foot == "Concept · Meting 2022"
    issued = report_content(wave, place(), Issue(2, date(2022, 11, 2)))
    assert issued.front.running_foot == "Uitgave 2 · 2 november 2022"


def test_report_is_dutch_whatever_the_language_of_the_request(wave):
    from django.utils import translation

    dutch = report_content(wave, place())
    with translation.override("en"):
        assert report_content(wave, place()) == dutch


def test_archive_returns_exactly_what_went_in(wave):
    content = report_content(wave, place(), Issue(1, date(2022, 11, 2)))
    stored = json.loads(json.dumps(to_json(content)))
    assert from_json(stored) == content
    shuffled = json.loads(json.dumps(stored, sort_keys=True))
    assert content_sha256(shuffled) == content_sha256(stored)
    changed = to_json(replace(content, front=replace(content.front, title="Anders")))
    assert content_sha256(changed) != content_sha256(stored)


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"is": "Corporation"},
        {"is": "ReportContent"},
        {"is": "Paragraph", "words": "los"},
        {"is": "date", "on": "2022-11-02"},
        {
            "is": "ReportContent",
            "front": {},
            "chapters": [],
            "language": "nl",
            "version": 1,
            "x": 1,
        },
    ],
    ids=["empty", "unknown kind", "incomplete", "a part", "a date", "too much"],
)
def test_foreign_archive_is_refused(stored):
    with pytest.raises(UnreadableArchive):
        from_json(stored)


def test_note_of_the_wave_and_the_contact_stand_in_the_method(wave):
    Wave.objects.filter(code="2020").update(note="Corona: alleen online en papier.")
    Corporation.objects.update(privacy_contact="privacy@zilverbeek.example")
    results.reading.forget() if hasattr(results, "reading") else None
    text = json.dumps(to_json(report_content(wave, place())), ensure_ascii=False)
    assert "Corona: alleen online en papier." in text
    assert "privacy@zilverbeek.example" in text


def test_two_waves_in_one_year_are_told_apart_by_month(corporation):
    complex_ = ComplexFactory(code="C2", dwellings=96)
    spring = {"opens_on": date(2022, 3, 1), "closes_on": date(2022, 3, 27), "code": "voorjaar"}
    closed_wave(2022, {complex_: people(30, R1=[6, 7])}, **spring)
    wave = closed_wave(2022, {complex_: people(30, R1=[6, 7, 8])})
    titles = [one.title for one in report_content(wave, complex_).chapters]
    assert "Wat veranderde sinds mrt 2022?" in titles
