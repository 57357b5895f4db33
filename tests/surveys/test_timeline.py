"""Waves on the page of a complex: what may be shown, and no number before closing."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from complexes.timeline import Entry, KeyFigure
from surveys.models import CountTable, Response, Wave, WaveComplex
from surveys.timeline import wave_entries, wave_figures
from tests.factories import ComplexFactory, ReportingGroupFactory, WaveFactory
from tests.factories.closed import closed_wave, people

pytestmark = pytest.mark.django_db


def test_a_closed_wave_is_on_the_timeline_with_its_answers(staff):
    complex_ = ComplexFactory(code="C1")
    closed_wave(2022, {complex_: people(44, R1=[5, 6, 7], V4=[1, 2])})
    assert list(wave_entries(complex_, staff)) == [
        Entry(
            kind="wave",
            starts_on=date(2022, 10, 14),
            when="14 okt 2022",
            title="Meting 2022 gesloten",
            subtitle="44 antwoorden · rapportcijfer veiligheid 6,0 · voelt zich wel eens onveilig 50%",
            url="/metingen/2022/uitslag/C1/",
            link="uitslag",
        )
    ]


def test_an_open_wave_is_on_the_timeline_without_a_number(staff):
    complex_ = ComplexFactory()
    wave = WaveFactory(
        code="nu",
        title="Meting 2026",
        state=Wave.State.OPEN,
        public_key=b"k",
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 9, 26),
    )
    WaveComplex.objects.create(wave=wave, complex=complex_, dwellings=60, responses=23)
    (entry,) = wave_entries(complex_, staff)
    assert (entry.title, entry.subtitle, entry.pill) == (
        "Meting 2026 loopt",
        "tot en met 26 september 2026; uitslag na sluiting",
        "loopt",
    )
    assert "23" not in repr(entry)
    assert wave_figures(complex_, staff) == []


def test_a_draft_and_another_complex_are_not_on_the_timeline(staff):
    complex_, other = ComplexFactory(), ComplexFactory()
    WaveComplex.objects.create(wave=WaveFactory(), complex=complex_)
    closed_wave(2022, {other: people(12, R1=6)})
    assert list(wave_entries(complex_, staff)) == []
    assert wave_figures(complex_, staff) == []


def test_a_stranger_sees_no_wave():
    complex_ = ComplexFactory()
    closed_wave(2022, {complex_: people(44, R1=6)})
    assert list(wave_entries(complex_, AnonymousUser())) == []
    assert wave_figures(complex_, AnonymousUser()) == []


def test_a_small_complex_says_where_it_is_counted_and_no_number(staff):
    group = ReportingGroupFactory(name="Kleine complexen")
    small = ComplexFactory(code="C6", dwellings=12, group=group)
    other = ComplexFactory(code="C7", dwellings=12, group=group)
    wave = closed_wave(2022, {small: people(7, R1=3, V4=4), other: people(8, R1=8, V4=1)})
    table = CountTable.objects.get(wave=wave, complex=small, subgroup="")
    assert (table.n, Response.objects.filter(complex=small).count()) == (7, 7)
    (entry,) = wave_entries(small, staff)
    assert entry.subtitle == "te weinig antwoorden; meegeteld in Kleine complexen"
    assert wave_figures(small, staff) == [
        KeyFigure(
            label="Meting 2022",
            value="–",
            margin="te weinig antwoorden om te laten zien",
            pill="meegeteld in Kleine complexen",
            url=reverse("reports:unit_results", args=["2022", "C6"]),
        )
    ]


def test_key_figures_of_the_latest_wave_carry_margin_and_verdict(staff):
    complex_ = ComplexFactory(code="C1", dwellings=96)
    closed_wave(2020, {complex_: people(32, R1=[6, 7, 8], V4=[1, 1, 1, 1, 2])})
    closed_wave(2022, {complex_: people(44, R1=[5, 6, 7], V4=[1, 1, 2])})
    mark, share, response = wave_figures(complex_, staff)
    assert (mark.label, mark.value, mark.tone, mark.sign) == (
        "Rapportcijfer veiligheid",
        "6,0",
        "worse",
        "down",
    )
    assert mark.margin == "5,8 – 6,2"
    assert mark.pill.startswith("aantoonbaar lager") and "(7,0)" in mark.pill
    assert (share.label, share.value, share.tone, share.sign) == (
        "Voelt zich wel eens onveilig",
        "32%",
        "neutral",
        "",
    )
    assert "geen aantoonbare verandering" in share.pill
    assert response == KeyFigure(
        label="Respons meting 2022",
        value="44",
        margin="van 96 woningen · 46%",
        pill="meer dan in 2020 (32)",
        url="/metingen/2022/uitslag/C1/",
    )


def test_without_the_usual_figures_the_wave_s_own_key_figures_are_shown(staff):
    complex_ = ComplexFactory()
    closed_wave(2022, {complex_: people(20, O1=[1, 2, 3])}, key_indicators=["O1"])
    assert [figure.label for figure in wave_figures(complex_, staff)][-1] == "Respons meting 2022"


@pytest.mark.parametrize("waves", [1, 4])
def test_the_page_of_a_complex_asks_a_known_number_of_questions(
    staff, django_assert_max_num_queries, waves
):
    complex_ = ComplexFactory()
    for year in range(2023 - waves, 2023):
        closed_wave(year, {complex_: people(20, R1=[6, 7])})
    with django_assert_max_num_queries(40):
        list(wave_entries(complex_, staff))


def test_key_figures_of_a_strict_wave_are_as_coarse_on_the_timeline(staff):
    complex_ = ComplexFactory()
    closed_wave(2022, {complex_: people(44, R1=[5, 6, 7], V4=[1, 1, 2])}, disclosure="strict")
    (entry,) = wave_entries(complex_, staff)
    assert entry.subtitle == (
        "45 antwoorden · rapportcijfer veiligheid 6,0 · voelt zich wel eens onveilig 30%"
    )
