"""The result of one complex, a group, and the corporation."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from reports.screen import charts_in
from surveys.models import CountTable, Wave
from tests.factories import (
    ComplexFactory,
    IncidentFactory,
    MeasureFactory,
    ReportingGroupFactory,
)
from tests.factories.closed import closed_wave, people

pytestmark = pytest.mark.django_db

SAFE = [1, 2, 2, 3, 4]
LESS_SAFE = [2, 3, 4, 4, 5]


class Page(HTMLParser):
    """What matters to a reader who cannot see: images, headings, tables, and what the CSP would refuse."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.styled: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "img":
            self.images.append(found)
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        if "id" in found:
            self.ids.append(found["id"] or "")
        if "style" in found or tag == "style" or any(name.startswith("on") for name in found):
            self.styled.append(tag)


@pytest.fixture
def wave(corporation) -> Wave:
    """2018, 2020, 2022 of Korenbloemhof (worse in 2022), another complex, and a group of two."""
    group = ReportingGroupFactory(name="Kleine complexen")
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    other = ComplexFactory(code="C1", name="De Zilvermeeuw", dwellings=144)
    third = ComplexFactory(code="C3", name="De Wolhof", dwellings=62)
    small = {
        ComplexFactory(code="C6", name="De Sluiswachter", dwellings=12, group=group): people(
            7, R1=3, V4=4, V2=5
        ),
        ComplexFactory(code="C7", name="De Brugwachter", dwellings=12, group=group): people(
            8, R1=8, V4=1, V2=1
        ),
    }
    MeasureFactory(complex=complex_, title="verlichting achterzijde")
    IncidentFactory(complex=complex_, title="zeven woninginbraken")
    waves = [
        closed_wave(
            year,
            {
                complex_: people(n, R1=marks, V1=SAFE, V2=dark, V3a=SAFE, V4=[1, 2, 5], S1=SAFE),
                other: people(58, R1=[6, 7, 8], V1=SAFE, V2=SAFE, V3a=SAFE, V4=[1, 2], S1=SAFE),
                third: people(39, R1=[7, 8], V1=SAFE, V2=SAFE, V3a=SAFE, V4=[1, 1, 2], S1=SAFE),
                **small,
            },
            texts={complex_: ["De lamp <b>achter</b> is stuk."]},
        )
        for year, n, marks, dark in (
            (2018, 34, [4, 5, 6], LESS_SAFE),
            (2020, 32, [7, 8], SAFE),
            (2022, 44, [5, 6, 7], LESS_SAFE),
        )
    ]
    return waves[-1]


def open_page(client: Client, wave: Wave, code: str = "C2", **query: str):
    return client.get(reverse("reports:unit_results", args=[wave.code, code]), query)


def changes_of(page) -> dict[str, tuple[str, str]]:
    """Label → difference and tone, of every row of every table of changes."""
    chapter = next(one for one in page.context["page"].chapters if one.key == "verandering")
    tables = [block for block in chapter.blocks if hasattr(block, "later_name")]
    return {row.label: (row.difference, row.verdict.tone) for t in tables for row in t.rows}


def test_page_says_how_things_are_what_changed_and_what_happened(staff_client, wave):
    page = open_page(staff_client, wave)
    body = page.content.decode()
    assert changes_of(page)["Rapportcijfer veiligheid"] == ("−1,5", "worse")
    assert changes_of(page)["In en om het gebouw, overdag"][1] == "neutral"
    for words in (
        "Wat veranderde sinds 2020?",
        "Verlichting achterzijde",
        "Zeven woninginbraken",
        "van 96",
        "De lamp &lt;b&gt;achter&lt;/b&gt; is stuk.",
        "Hoe leest u dit?",
        "Wat nu?",
    ):
        assert words in body
    assert "<b>achter" not in body


def test_another_earlier_wave_can_be_chosen(staff_client, wave):
    page = open_page(staff_client, wave, sinds="2018")
    assert page.context["page"].since == "2018"
    assert "Wat veranderde sinds 2018?" in page.content.decode()
    assert changes_of(page)["Rapportcijfer veiligheid"] == ("+1,0", "better")
    # the response of 2020 (32) does not belong beside 2018
    assert page.context["page"].result.response.earlier_n is None


@pytest.mark.parametrize("since", ["", "1999", "2022", "<script>"])
def test_an_unknown_earlier_wave_means_the_latest(staff_client, wave, since):
    page = open_page(staff_client, wave, sinds=since)
    assert page.context["page"].since == "2020"


def test_a_first_wave_has_no_change_and_no_choice(staff_client, wave):
    first = Wave.objects.get(code="2018")
    page = open_page(staff_client, first)
    body = page.content.decode()
    assert page.context["page"].comparable == ()
    assert "Wat veranderde" not in body
    assert "aantoonbaar lager dan in" not in body
    assert 'name="sinds"' not in body


def test_every_picture_has_words_and_the_page_has_one_outline(staff_client, wave):
    page = Page(open_page(staff_client, wave).content.decode())
    assert len(page.images) > 20
    silent = [image for image in page.images if not image["alt"]]
    # only the numbers along an axis say nothing of their own
    assert len(silent) <= 6
    assert all(str(image["src"]).startswith("data:image/svg+xml;base64,") for image in page.images)
    assert page.headings.count("h1") == 1
    assert page.headings[0] == "h1"
    assert len(page.ids) == len(set(page.ids))
    assert page.styled == []


def test_every_drawing_that_is_no_row_of_a_table_has_its_table(staff_client, wave):
    body = open_page(staff_client, wave).content.decode()
    page = open_page(staff_client, wave).context["page"]
    kinds = ["DistributionChart", "TrendChart", "StripChart"]
    apart = [one for one in charts_in(page.chapters) if type(one).__name__ in kinds]
    assert apart
    assert body.count('<details class="figures">') == len(apart)


def test_a_small_complex_shows_nothing_but_where_it_is_counted(staff_client, wave):
    table = CountTable.objects.get(wave=wave, complex__code="C6", subgroup="")
    assert (table.n, table.counts["R1"]["3"][0]) == (7, 7)
    page = open_page(staff_client, wave, "C6")
    body = page.content.decode()
    assert "Te weinig antwoorden om te laten zien." in body
    assert "Kleine complexen" in body
    assert page.context["result"].indicators == ()
    assert page.context["result"].response.n is None
    assert "<img" not in body


def test_a_group_and_the_corporation_have_the_same_page(staff_client, wave):
    small = open_page(staff_client, wave, "C6")
    group_url = small.context["group_url"]
    assert group_url in small.content.decode()
    group = staff_client.get(group_url)
    assert group.context["result"].unit.name == "Kleine complexen"
    assert "5,7" in group.content.decode()
    corporation = staff_client.get(reverse("reports:corporation_results", args=[wave.code]))
    assert corporation.context["result"].response.n == 44 + 58 + 39 + 15
    assert "Woonstichting Zilverbeek" in corporation.content.decode()


def test_what_does_not_exist_is_not_found(staff_client, wave):
    ComplexFactory(code="NIEUW")
    for code in ("NIEUW", "BESTAATNIET"):
        assert open_page(staff_client, wave, code).status_code == 404
    other = ReportingGroupFactory()
    url = reverse("reports:group_results", args=[wave.code, other.pk])
    assert staff_client.get(url).status_code == 404


def test_a_stranger_is_sent_to_sign_in(client, wave):
    for url in (
        reverse("reports:unit_results", args=[wave.code, "C2"]),
        reverse("reports:corporation_results", args=[wave.code]),
    ):
        assert client.get(url).status_code == 302


@pytest.mark.parametrize("others", [0, 2, 299])
def test_page_asks_the_same_number_of_questions_among_few_and_many_complexes(
    staff_client, corporation, django_assert_num_queries, others
):
    complex_ = ComplexFactory(code="C2")
    for year in (2020, 2022):
        wave = closed_wave(
            year,
            {
                complex_: people(40, R1=[6, 7]),
                **{ComplexFactory(): people(12, R1=[6, 7]) for _ in range(others)},
            },
        )
    open_page(staff_client, wave)  # closed waves are read and pictures drawn once
    with django_assert_num_queries(11):
        open_page(staff_client, wave)
