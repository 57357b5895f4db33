"""All complexes of a wave: what the table shows, how it is searched and sorted, and what it never shows."""

import pytest
from django.test import Client
from django.urls import reverse

from complexes.models import Complex
from reports.screen import drawings
from surveys import results
from surveys.models import CountTable, Wave
from tests.factories import ComplexFactory, ReportingGroupFactory, WaveFactory
from tests.factories.closed import closed_wave, people
from ui.charts.data import MARK, Interval, StripChart, StripDot
from ui.templatetags.pictures import MOST_ROWS, figures_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wave(corporation) -> Wave:
    group = ReportingGroupFactory(name="Kleine complexen")
    meeuw = ComplexFactory(code="C1", name="De Zilvermeeuw", dwellings=60)
    korenbloem = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    klein = ComplexFactory(code="C5", name="Klein", dwellings=40)
    sluis = ComplexFactory(code="C6", name="De Sluiswachter", dwellings=12, group=group)
    brug = ComplexFactory(code="C7", name="De Brugwachter", dwellings=12, group=group)
    small = {sluis: people(7, R1=3, V4=4), brug: people(8, R1=8, V4=1)}
    closed_wave(
        2020,
        {
            meeuw: people(40, R1=[6, 7], V4=[1, 2]),
            korenbloem: people(32, R1=[6, 7, 8], V4=[1, 1, 1, 1, 2]),
            klein: people(9, R1=2, V4=4),
            **small,
        },
    )
    return closed_wave(
        2022,
        {
            meeuw: people(40, R1=[7, 8], V4=[1, 1, 2]),
            korenbloem: people(44, R1=[5, 6, 7], V4=[1, 1, 2]),
            klein: people(9, R1=2, V4=4),
            **small,
        },
    )


def rows(response) -> list[tuple[str, str, str]]:
    return [(row.name, row.level, row.note) for row in response.context["listing"].page]


def test_every_complex_has_a_row_and_small_ones_say_where_they_are_counted(
    staff_client: Client, wave: Wave
):
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]))
    few, counted = "te weinig antwoorden", "meegeteld in Kleine complexen"
    assert rows(page) == [
        ("De Brugwachter", few, counted),
        ("De Sluiswachter", few, counted),
        ("De Zilvermeeuw", "7,5", ""),
        ("Klein", few, ""),
        ("Kleine complexen", "5,7", "indicatief: minder dan 30 antwoorden"),
        ("Korenbloemhof", "6,0", ""),
    ]


def test_hidden_figures_exist_and_are_not_on_the_page(staff_client: Client, wave: Wave):
    hidden = CountTable.objects.get(wave=wave, complex__code="C5", subgroup="")
    assert (hidden.n, hidden.counts["R1"]["2"][0]) == (9, 9)
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]))
    for row in page.context["listing"].page:
        if row.code in ("C5", "C6", "C7"):
            numbers = (row.value, row.difference, row.rest_difference, row.n)
            words = (row.margin, row.change and row.change.words, row.response)
            assert numbers == (None, None, None, None)
            assert not any(words)
    dots = {dot.name for row in page.context["strips"].rows for dot in row.chart.others}
    assert dots == {"De Zilvermeeuw", "Korenbloemhof", "Kleine complexen"}
    assert page.content.decode().count("<img") == len(page.context["strips"].rows) == 2


def test_a_change_is_said_in_words_with_its_tone(staff_client: Client, wave: Wave):
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]))
    found = {row.name: row.change for row in page.context["listing"].page}
    assert (found["Korenbloemhof"].tone, found["Korenbloemhof"].sign) == ("worse", "down")
    assert (found["De Zilvermeeuw"].tone, found["De Zilvermeeuw"].sign) == ("better", "up")
    assert found["Korenbloemhof"].words.startswith("aantoonbaar lager")
    assert "▼" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"sorteer": "-cijfer", "zoek": "o"}, ["Korenbloemhof", "Kleine complexen"]),
        ({"sorteer": "cijfer"}, ["Kleine complexen", "Korenbloemhof", "De Zilvermeeuw"]),
        ({"sorteer": "-antwoorden"}, ["Korenbloemhof", "De Zilvermeeuw", "Kleine complexen"]),
        (
            {"sorteer": "verandering"},
            ["Korenbloemhof", "Kleine complexen", "De Zilvermeeuw"],
        ),
        ({"zoek": "C6"}, ["De Sluiswachter"]),
        ({"zoek": "kleine"}, ["De Brugwachter", "De Sluiswachter", "Kleine complexen"]),
        ({"zoek": "nergens"}, []),
    ],
)
def test_table_searches_and_sorts_by_what_it_shows(staff_client: Client, wave: Wave, query, names):
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]), query)
    found = [row[0] for row in rows(page)]
    assert found[: len(names)] == names
    assert bool(found) == bool(names)


def test_another_key_figure_can_be_chosen_and_an_unknown_one_is_ignored(
    staff_client: Client, wave: Wave
):
    url = reverse("reports:wave_results", args=[wave.code])
    page = staff_client.get(url, {"cijfer": "V4:share"})
    assert ("Korenbloemhof", "32%", "") in rows(page)
    assert rows(staff_client.get(url, {"cijfer": "geheim"})) == rows(staff_client.get(url))


@pytest.mark.parametrize(
    ("state", "said"), [("open", "tot en met 14 oktober 2022"), ("draft", "nog niet geopend")]
)
def test_before_closing_there_is_no_result_of_any_kind(
    staff_client: Client, wave: Wave, state: str, said: str
):
    urls = [
        reverse("reports:wave_results", args=[wave.code]),
        reverse("reports:unit_results", args=[wave.code, "C2"]),
        reverse("reports:corporation_results", args=[wave.code]),
    ]
    for url in urls:
        assert "Rapportcijfer veiligheid" in staff_client.get(url).content.decode()
    Wave.objects.filter(pk=wave.pk).update(state=state, public_key=b"k")
    for url in urls:
        page = staff_client.get(url)
        assert said in page.content.decode()
        assert "Rapportcijfer veiligheid" not in page.content.decode()
        assert "6,0" not in page.content.decode()
        assert "listing" not in (page.context or {})


def test_a_closed_wave_with_too_few_answers_says_so(staff_client: Client, corporation):
    wave = closed_wave(2022, {ComplexFactory(): people(4, R1=5)})
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]))
    assert page.status_code == 200
    assert "te weinig antwoorden" in page.content.decode()


def test_a_wave_without_key_figures_still_has_a_page(staff_client: Client, corporation):
    wave = closed_wave(2022, {ComplexFactory(): people(20, R1=5)}, key_indicators=[])
    page = staff_client.get(reverse("reports:wave_results", args=[wave.code]))
    assert page.status_code == 200


def test_unknown_waves_do_not_exist_and_strangers_sign_in(client: Client, staff_client, wave: Wave):
    assert staff_client.get(reverse("reports:wave_results", args=["1999"])).status_code == 404
    url = reverse("reports:wave_results", args=[wave.code])
    assert client.get(url).status_code == 302


@pytest.mark.parametrize("number", [1, 3, 300])
def test_page_asks_the_same_number_of_questions_for_one_complex_and_for_many(
    staff_client: Client, corporation, django_assert_num_queries, number: int
):
    wave = closed_wave(2022, {ComplexFactory(): people(12, R1=[6, 7]) for _ in range(number)})
    url = reverse("reports:wave_results", args=[wave.code])
    staff_client.get(url)  # closed waves are read and pictures drawn once
    with django_assert_num_queries(15):
        staff_client.get(url)


def test_a_new_name_is_seen_at_once_though_figures_are_remembered(staff_client, wave: Wave):
    url = reverse("reports:wave_results", args=[wave.code])
    assert "Korenbloemhof" in [row[0] for row in rows(staff_client.get(url))]
    Complex.objects.filter(code="C2").update(name="Hof van Koren")
    names = [row[0] for row in rows(staff_client.get(url))]
    assert "Hof van Koren" in names
    assert "Korenbloemhof" not in names


def test_strips_together_are_the_same_as_each_alone(wave: Wave):
    keys = results.default_strip_keys(wave)
    assert len(keys) == 5
    assert results.strips(wave, keys) == tuple(results.strip(wave, key) for key in keys)
    (hidden,) = [p for p in results.strip(wave, keys[0]).too_few if p.unit.code == "C5"]
    assert (hidden.level.value, hidden.response.n) == (None, None)


@pytest.mark.parametrize(("others", "folded"), [(MOST_ROWS - 1, True), (MOST_ROWS, False)])
def test_table_beside_a_picture_of_very_many_complexes_gives_way_to_words(
    others: int, folded: bool
):
    dots = tuple(StripDot(f"Complex {n}", 5 + n / 100) for n in range(others))
    chart = StripChart("Cijfer", MARK, "Allemaal", Interval(6.0, 5.5, 6.5), dots)
    shown = figures_of({"pictures": drawings(chart)}, chart)
    assert ("<table>" in shown) == folded
    assert ("Te veel complexen voor een tabel hier." in shown) != folded


def test_a_wave_in_draft_has_no_export_either(staff_client: Client, corporation):
    wave = WaveFactory()
    url = reverse("reports:results_export", args=[wave.code, "cijfers.csv"])
    assert staff_client.get(url).status_code == 404
