"""All complexes of the corporation beside each other: the page, its list and its funnel."""

from datetime import date

import pytest
from django.test import Client

from accounts.roles import Role
from surveys import results
from surveys.plotting import funnel_chart
from tests.factories import ComplexFactory, ReportingGroupFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.html import column, words
from ui.charts.data import SHARE, Interval, SparkChart, TimePoint
from ui.charts.funnel import funnel as draw
from ui.charts.spark import spark, spark_words

pytestmark = pytest.mark.django_db
USUAL = [6, 7, 7, 8]


@pytest.fixture
def waves():
    usual = [ComplexFactory(code=f"G{k}", name=f"Gewoon {k}") for k in range(14)]
    low = ComplexFactory(code="L", name="Laaghof")
    ComplexFactory(code="N", name="Nieuwbouw")
    for year, own in ((2020, USUAL), (2022, [4, 5])):
        last = closed_wave(
            year,
            {
                **{one: people(40, R1=USUAL, V4=[1, 1, 2]) for one in usual},
                low: people(40, R1=own, V4=[1, 2]),
            },
        )
    return last


def row_of(answer, name: str) -> str:
    rows = column(answer, r'<tr role="row">(.*?)</tr>')
    return next(row for row in rows if row.startswith(name))


def test_every_complex_has_its_figure_margin_change_trend_and_place(staff_client, waves):
    answer = staff_client.get("/overzicht/")

    low = row_of(answer, "Laaghof")
    assert low == (
        "Laaghof L 4,5 4,4 – 4,6 ▼ aantoonbaar lager dan in 2020 (7,0) "
        "2020 7,0; 2022 4,5 ▼ lager dan bij toeval past 40 van 60 · 67%"
    )
    assert "past bij toeval" in row_of(answer, "Gewoon 1")
    assert row_of(answer, "Nieuwbouw") == "Nieuwbouw N niet in deze meting"
    assert "liggen er 1 buiten de buitenste lijnen" in words(answer.content.decode())


def test_wave_and_figure_can_be_chosen_and_nonsense_falls_back(staff_client, waves):
    chosen = staff_client.get("/overzicht/?meting=2020&cijfer=V4:share")
    assert "50%" in row_of(chosen, "Laaghof")
    assert "2022" not in row_of(chosen, "Laaghof")

    for asked in ("?meting=bestaat-niet&cijfer=x", "?meting=&cijfer=&pagina=x&sorteer=-x"):
        answer = staff_client.get(f"/overzicht/{asked}")
        assert answer.context["wave"] == waves
        assert answer.context["chosen"].key == "R1"


def test_list_sorts_and_searches(staff_client, waves):
    heads = r'<th scope="row" role="rowheader">(.*?)</th>'
    by_figure = column(staff_client.get("/overzicht/?sorteer=cijfer"), heads)
    assert (by_figure[0], by_figure[-1]) == ("Laaghof L", "Nieuwbouw N")
    assert column(staff_client.get("/overzicht/?sorteer=toeval"), heads)[0] == "Laaghof L"
    assert column(staff_client.get("/overzicht/?zoek=laag"), heads) == ["Laaghof L"]
    nothing = staff_client.get("/overzicht/?zoek=bestaat-niet&cijfer=R1")
    assert "Geen complex gevonden" in words(nothing.content.decode())


def test_small_complex_shows_no_number_anywhere(staff_client):
    group = ReportingGroupFactory(name="Kleine complexen")
    small = [ComplexFactory(name=f"Klein {k}", dwellings=12, group=group) for k in (1, 2)]
    large = ComplexFactory(name="Groot")
    for year in (2020, 2022):
        wave = closed_wave(
            year, {large: people(40, R1=USUAL)} | {one: people(7, R1=3) for one in small}
        )
    answer = staff_client.get("/overzicht/")

    row = row_of(answer, "Klein 1")
    assert "te weinig antwoorden" in row
    assert "meegeteld in Kleine complexen" in row
    assert not any(figure in row for figure in ("3,0", "<svg", "7 van", "toeval"))
    assert "Klein 1" not in str(results.funnel(wave, "R1"))


@pytest.mark.parametrize("preset", ["standard", "strict"])
def test_both_presets_show_only_disclosed_numbers(staff_client, preset):
    places = {ComplexFactory(name=f"Hof {k}"): people(44, R1=USUAL, V4=[1, 1, 2]) for k in range(3)}
    closed_wave(2022, places, disclosure=preset)

    answer = staff_client.get("/overzicht/?cijfer=V4:share")

    strict = preset == "strict"
    assert ("30%" if strict else "32%") in row_of(answer, "Hof 0")
    assert ("45 van" if strict else "44 van") in row_of(answer, "Hof 0")
    assert ("vóór het afronden" in words(answer.content.decode())) is strict


def test_without_a_closed_wave_the_page_says_what_to_do(staff_client):
    ComplexFactory()

    answer = staff_client.get("/overzicht/")

    assert "Nog geen uitslag" in words(answer.content.decode())
    reader = Client()
    reader.force_login(UserFactory(roles=[Role.READER]))
    assert 'href="/metingen/nieuw/"' not in reader.get("/overzicht/").content.decode()


def test_wave_in_which_nothing_can_be_shown_has_a_list_and_no_funnel(staff_client):
    closed_wave(2022, {ComplexFactory(name="Klein"): people(4, R1=9)})

    answer = staff_client.get("/overzicht/")

    assert answer.status_code == 200
    assert "9,0" not in words(answer.content.decode())


@pytest.mark.parametrize("number", [1, 3, 300])
def test_overview_asks_as_many_questions_whatever_there_is(
    staff_client, django_assert_num_queries, number
):
    places = ComplexFactory.create_batch(number)
    for year in (2020, 2022):
        closed_wave(year, {one: people(12, R1=USUAL) for one in places})
    staff_client.get("/overzicht/")

    with django_assert_num_queries(20):
        answer = staff_client.get("/overzicht/")

    assert answer.context["listing"].total == number


# Pictures ----------------------------------------------------------------------------------------


def test_picture_of_a_funnel_says_in_words_and_a_table_what_it_shows(waves):
    picture = draw(funnel_chart(results.funnel(waves, "R1")))

    assert "Op buiten 99,8%: Laaghof 4,5." in picture.alt
    assert ("Laaghof", "4,5", "40", "buiten 99,8%") in picture.table.rows
    assert len(picture.table.rows) == 15


def test_small_picture_has_a_gap_where_waves_cannot_be_compared():
    points = (
        TimePoint(date(2018, 10, 1), "2018", Interval(0.2)),
        TimePoint(date(2020, 10, 1), "2020", Interval(0.4), breaks=True),
        TimePoint(date(2022, 10, 1), "2022", None),
    )
    chart = SparkChart(SHARE, points, date(2018, 10, 1), date(2022, 10, 1))

    drawn = spark(chart)

    assert "<path" not in drawn
    assert drawn.count("<circle") == 2
    assert "style" not in drawn
    assert spark_words(chart) == "2018 20%; 2020 40% (niet te vergelijken met ervoor)"
