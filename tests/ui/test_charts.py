"""Pictures: what is in the SVG, what is said about it, and what never is."""

import re
import zlib
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from ui.charts.data import (
    MARK,
    SCORE,
    SHARE,
    Axis,
    AxisChart,
    Bar,
    ChangeChart,
    Chart,
    DifferenceChart,
    DistributionChart,
    Event,
    GaugeChart,
    Interval,
    LevelChart,
    Part,
    Segment,
    ShareChart,
    Sheet,
    StripChart,
    StripDot,
    TimePoint,
    TrendChart,
)
from ui.charts.palette import PALE, TONES
from ui.charts.picture import draw
from ui.pictures import digest

SVG = "{http://www.w3.org/2000/svg}"
CHANGE = ChangeChart(
    "In het donker", SCORE, Interval(7.0, 6.4, 7.6), Interval(6.1, 5.6, 6.6), "2020", "2022"
)
BARS = DistributionChart(
    "In het donker",
    (
        Bar("2022", (Segment("veilig", 0.48, 2), Segment("onveilig", 0.52, -2)), "weet niet 6%"),
        Bar("2020", (Segment("veilig", 0.97, 2), Segment("onveilig", 0.03, -2))),
    ),
)
TREND = TrendChart(
    "Rapportcijfer",
    MARK,
    (
        TimePoint(date(2018, 10, 1), "2018", Interval(5.4, 4.9, 5.9)),
        TimePoint(date(2020, 10, 1), "2020", Interval(6.6, 6.1, 7.1)),
        TimePoint(date(2022, 10, 1), "2022", Interval(6.9, 6.4, 7.4)),
    ),
    (
        Event("measure", "A", "Verlichting", date(2019, 5, 20)),
        Event("incident", "B", "Inbraken", date(2021, 12, 1), date(2022, 2, 28)),
    ),
    tone="better",
)
STRIP = StripChart(
    "Rapportcijfer",
    MARK,
    "Korenbloemhof",
    Interval(6.1, 5.6, 6.6),
    (StripDot("Parkzicht", 5.7), StripDot("De Wolhof", 7.7)),
    6.8,
)
LEVEL = LevelChart("Rapportcijfer", MARK, Interval(6.1, 5.6, 6.6), 6.9)
DIFFERENCE = DifferenceChart(
    "In het donker", Axis("score", -2, 2, 2), Interval(-0.9, -1.6, -0.2), "worse"
)
GAUGE = GaugeChart("Rapportcijfer", TREND.points)
ALL: list[Chart] = [
    AxisChart(SHARE), CHANGE, DIFFERENCE, BARS, ShareChart("toezicht", 0.4), TREND, LEVEL, STRIP, GAUGE,
]  # fmt: skip


def shapes(chart: Chart, tag: str) -> list[dict[str, str]]:
    """The elements of one kind in a chart's picture."""
    return [one.attrib for one in ElementTree.fromstring(draw(chart).svg).iter(SVG + tag)]


def words(chart: Chart) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(draw(chart).svg).iter(SVG + "text")]


def operators(sheet: Sheet) -> str:
    """What paints a sheet on a page of a PDF."""
    return zlib.decompress(draw(sheet).operators).decode()


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_picture_drawn_twice_is_the_same_and_carries_no_date_script_or_style(chart: Chart):
    picture = draw(chart)
    assert picture == draw(chart)
    assert picture.svg.startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    assert not re.search(r"<style|<script|style=|<metadata|\bid=|href", picture.svg)
    assert picture.alt.endswith(".")
    assert not re.search(r"nan|None|inf", picture.svg + picture.alt)


def test_change_picture_says_both_waves_with_margins_in_words_and_table():
    picture = draw(CHANGE)
    assert picture.alt == (
        "In het donker: 2020 7,0 (marge 6,4 tot 7,6), 2022 6,1 (marge 5,6 tot 6,6)."
    )
    assert picture.table.headers == ("meting", "In het donker", "marge")
    assert picture.table.rows == (("2020", "7,0", "6,4 – 7,6"), ("2022", "6,1", "5,6 – 6,6"))


def test_change_picture_draws_earlier_hollow_and_later_filled():
    earlier, later = shapes(replace(CHANGE, tone="worse"), "circle")
    assert (earlier["fill"], earlier["stroke"]) == ("#ffffff", PALE)
    assert (later["fill"], later["stroke"]) == (TONES["worse"], TONES["worse"])


@pytest.mark.parametrize("chart", [CHANGE, DIFFERENCE, LEVEL, STRIP, TREND])
def test_color_follows_the_tone_alone_whatever_the_numbers(chart: Chart):
    for tone, color in TONES.items():
        used = set(re.findall(r"#[0-9a-f]{6}", draw(replace(chart, tone=tone)).svg))
        assert color in used
        assert not used & (set(TONES.values()) - {color})


def test_first_wave_has_no_earlier_dot():
    first = replace(CHANGE, earlier=None, earlier_name="")
    assert len(shapes(first, "circle")) == 1
    assert draw(first).alt == "In het donker: 2022 6,1 (marge 5,6 tot 6,6)."


def test_value_without_a_margin_is_a_dot_alone():
    bare = replace(LEVEL, level=Interval(7.25), reference=None)
    assert draw(bare).alt == "Rapportcijfer: 7,3."
    assert len(shapes(bare, "path")) == 1  # the scale


def test_difference_stands_against_zero_in_the_middle_of_its_axis():
    zero, interval = (one["d"] for one in shapes(DIFFERENCE, "path"))
    assert zero == "M45 0L45 22"
    assert float(re.findall(r"[\d.]+", interval)[2]) < 45


def test_mark_is_a_dot_on_one_to_ten_never_a_bar_from_zero():
    assert MARK.low == 1
    for chart in (LEVEL, STRIP, GAUGE, TREND):
        assert shapes(chart, "circle")
        assert not [one for one in shapes(chart, "path") if one.get("fill") in TONES.values()]


def test_mark_at_the_end_of_its_scale_stays_on_the_sheet():
    for value in (1.0, 10.0):
        chart = replace(LEVEL, level=Interval(value, 0.2, 11.0))
        (dot,) = shapes(chart, "circle")
        assert 0 < float(dot["cx"]) < chart.width


def test_bars_fill_their_width_and_label_only_parts_with_room():
    assert words(BARS) == ["2022", "48%", "52%", "2020", "97%"]
    boxes = [re.findall(r"[\d.]+", one["d"]) for one in shapes(BARS, "path")]
    assert [float(box[0]) for box in boxes if float(box[1]) < 13] == [36, 162.7]
    assert max(float(box[2]) for box in boxes) == BARS.width


def test_bars_table_keeps_not_scored_answers_apart():
    picture = draw(BARS)
    assert picture.table.headers == ("meting", "veilig", "onveilig", "apart")
    assert picture.table.rows == (
        ("2022", "48%", "52%", "weet niet 6%"),
        ("2020", "97%", "3%", ""),
    )
    assert "2022: veilig 48%, onveilig 52% (apart: weet niet 6%)" in picture.alt


def test_answer_that_nobody_gave_takes_no_room():
    empty = DistributionChart("V", (Bar("2022", (Segment("ja", 1.0, 2), Segment("nee", 0.0, -2))),))
    assert len(shapes(empty, "path")) == 1
    assert draw(empty).table.rows == (("2022", "100%", "0%", ""),)


def connected(chart: TrendChart) -> int:
    """How many pairs of neighbours are joined by a line."""
    slanted = [one for one in shapes(chart, "path") if one.get("stroke-width") == "1.2"]
    return len(slanted)


def test_trend_joins_neighbours_and_leaves_a_gap_at_a_break():
    assert connected(TREND) == 2
    first, second, third = TREND.points
    broken = replace(TREND, points=(first, replace(second, breaks=True), third))
    assert connected(broken) == 1
    assert "Breuk: 2020 is niet te vergelijken met de meting ervoor." in draw(broken).alt
    assert [row[3] for row in draw(broken).table.rows] == ["", "breuk", ""]


def test_trend_leaves_out_a_wave_that_may_not_be_shown():
    first, second, third = TREND.points
    hidden = replace(TREND, points=(first, replace(second, level=None), third))
    assert connected(hidden) == 0
    assert "2020 niet te laten zien" in draw(hidden).alt
    assert draw(hidden).table.rows[1] == ("2020", "–", "", "")


def test_trend_stands_on_true_time():
    uneven = replace(
        TREND,
        events=(),
        points=(
            TimePoint(date(2012, 10, 1), "2012", Interval(5.0)),
            TimePoint(date(2020, 10, 1), "2020", Interval(5.0)),
            TimePoint(date(2022, 10, 1), "2022", Interval(5.0)),
        ),
    )
    a, b, c = (float(dot["cx"]) for dot in shapes(uneven, "circle"))
    assert (b - a) / (c - b) == pytest.approx(4, abs=0.05)


def test_measure_is_a_solid_line_and_incident_a_dashed_one_over_its_period():
    upright = [one for one in shapes(TREND, "path") if one.get("stroke-width") == "0.9"]
    assert ["stroke-dasharray" in one for one in upright] == [False, True]
    assert draw(TREND).alt.endswith("Op de tijdlijn: A Verlichting, B Inbraken.")


def test_letters_close_in_time_do_not_lie_on_each_other():
    days = [date(2019, 5, day) for day in (1, 2, 3)]
    events = tuple(Event("measure", k, k, day) for k, day in zip("ABC", days, strict=True))
    badges = [one for one in shapes(replace(TREND, events=events), "circle") if one["r"] == "4.4"]
    assert len({one["cy"] for one in badges}) == 3


def test_strip_of_a_thousand_complexes_stays_small():
    others = tuple(StripDot(f"C{k}", 4 + k % 50 / 10) for k in range(1000))
    many = draw(replace(STRIP, others=others))
    assert len(many.svg) < 40_000
    assert "1000 andere complexen tussen 4,0 en 8,9" in many.alt


def test_label_with_markup_is_escaped_in_the_picture():
    picture = draw(replace(BARS, bars=(replace(BARS.bars[0], name="<b>&"),)))
    assert "&lt;b&gt;&amp;" in picture.svg
    ElementTree.fromstring(picture.svg)


def test_sheet_paints_every_part_at_its_place_and_says_what_they_say():
    sheet = Sheet(300, 40, (Part(0, 0, LEVEL), Part(100, 20, replace(LEVEL, tone="worse"))))
    painted = draw(sheet)
    assert painted == draw(sheet)
    assert painted.svg == ""
    assert painted.alt == draw(LEVEL).alt  # said once, though it stands there twice
    dots = re.findall(r"^([\d.]+) ([\d.]+) m .* h B$", operators(sheet), re.MULTILINE)
    (x, y), (other_x, other_y) = ((float(x), float(y)) for x, y in dots)
    assert (other_x - x, other_y - y) == pytest.approx((100, 20))


def test_letters_on_paper_are_shapes_whatever_they_are():
    named = replace(BARS, bars=(replace(BARS.bars[0], name="(é\\) \U0001f600"),))
    painted = operators(Sheet(200, 40, (Part(0, 0, named),)))
    assert re.fullmatch(r"[\d .\-\[\]a-zA-Z\n]+", painted)
    assert not re.search(r"nan|None|inf", painted)
    assert painted.count(" cm ") == len("(é\\)?" + "48%" + "52%")


def test_digest_differs_with_every_value_and_is_the_same_for_the_same_data():
    assert digest([CHANGE]) == digest([replace(CHANGE)])
    assert digest([CHANGE]) != digest([replace(CHANGE, later=Interval(6.1, 5.6, 6.7))])
    assert digest([CHANGE, LEVEL]) != digest([LEVEL, CHANGE])


def test_what_is_not_a_chart_is_refused():
    with pytest.raises(TypeError, match="str is not a chart"):
        draw("picture")
