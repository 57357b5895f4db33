"""Weighting: known numbers of all dwellings are entered before closing, add up, and then count."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from surveys.bank import BANK
from surveys.models import Questionnaire, Response, Wave, WaveComplex
from surveys.services.counting import build_count_tables
from surveys.services.margins import set_margins
from surveys.services.refusals import MarginsDoNotFit, NotInThisState
from surveys.services.waves import open_wave
from tests.factories import ComplexFactory, WaveComplexFactory, WaveFactory
from tests.html import errors, seen, seen_again

pytestmark = pytest.mark.django_db
LIST, FORM = "/metingen/W/weging/", "/metingen/W/weging/KH/"
AGES = {"A1-1": "10", "A1-2": "20", "A1-3": "30"}


def wave_with(*, dwellings: int | None = 60, **options) -> WaveComplex:
    """A draft wave with the long form (it asks age and length of tenancy) and one complex."""
    options |= {"questionnaire": Questionnaire.objects.get(name__startswith="Volledig")}
    wave = WaveFactory(code="W", **options)
    complex_ = ComplexFactory(code="KH", name="Korenbloemhof", dwellings=dwellings)
    return WaveComplexFactory(wave=wave, complex=complex_)


def stored(place: WaveComplex) -> dict:
    return WaveComplex.objects.get(pk=place.pk).margins


def text_of(response) -> str:
    return response.content.decode()


def send(client: Client, numbers: dict[str, str], **more):
    """The form as it stands now, filled in."""
    return client.post(FORM, numbers | seen(client, FORM), **more)


def test_margins_that_add_up_are_stored_and_shown_in_the_list(staff_client: Client):
    place = wave_with()
    response = send(staff_client, AGES)
    assert response.url == LIST
    assert stored(place) == {"A1": {"1": 10, "2": 20, "3": 30}}
    page = text_of(staff_client.get(LIST))
    assert "De aantallen van Korenbloemhof zijn bewaard." in page
    assert '<td data-head="Bekend van alle woningen">Leeftijd' in page
    again = text_of(staff_client.get(FORM))
    assert 'name="A1-3" value="30"' in again


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"A1-3": "28"}, "Samen zijn dit 58 woningen; het complex heeft er 60. Er ontbreken er 2."),
        ({"A1-3": "29"}, "Samen zijn dit 59 woningen; het complex heeft er 60. Er ontbreekt er 1."),
        (
            {"A1-3": "31"},
            "Samen zijn dit 61 woningen; het complex heeft er 60. Dat is er 1 te veel.",
        ),
        ({"A1-2": ""}, "Vul ook dit aantal in. Woont er niemand uit deze groep? Vul dan 0 in."),
        ({"A1-1": "60", "A1-2": "0", "A1-3": "0"}, "Iedereen zit in één groep"),
        ({"A1-1": "-1"}, "Vul 0 of een groter getal in."),
        ({"A1-1": "2,5"}, "Vul een heel getal in."),
        ({"A1-1": "veel"}, "Vul een heel getal in."),
        ({"A2-1": "10"}, "Vul ook dit aantal in."),
    ],
)
def test_margins_that_are_not_right_are_told_at_their_field_and_nothing_is_lost(
    staff_client: Client, changes, words
):
    place = wave_with()
    sent = AGES | changes
    page = text_of(send(staff_client, sent))
    assert words in page
    assert 'aria-invalid="true"' in page
    assert stored(place) == {}
    for name, value in sent.items():
        assert f'name="{name}" value="{value}"' in page or not value


def test_second_of_two_at_the_numbers_of_a_complex_is_told_and_loses_nothing(staff_client: Client):
    place = wave_with()
    known = seen(staff_client, FORM)
    mine = {"A1-1": "20", "A1-2": "20", "A1-3": "20"}
    staff_client.post(FORM, AGES | known)

    refused = staff_client.post(FORM, mine | known)

    [said] = errors(refused)
    assert said.startswith("Iemand anders heeft dit intussen gewijzigd.")
    assert said.endswith(", ".join(f"{label} {number}" for label, number in labelled(AGES)) + ".")
    assert 'name="A1-1" value="20"' in text_of(refused)
    assert stored(place) == {"A1": {"1": 10, "2": 20, "3": 30}}
    staff_client.post(FORM, mine | seen_again(refused))
    assert stored(place) == {"A1": {"1": 20, "2": 20, "3": 20}}


def test_second_of_two_hears_that_the_numbers_were_cleared(staff_client: Client):
    place = wave_with()
    send(staff_client, AGES)
    known = seen(staff_client, FORM)
    staff_client.post(FORM, dict.fromkeys(AGES, "") | known)

    refused = staff_client.post(FORM, AGES | known)

    assert errors(refused)[0].endswith(" leeg.")
    assert stored(place) == {}


def labelled(numbers: dict[str, str]) -> list[tuple[str, str]]:
    """The words of each answer with its number."""
    options = {str(option.code): option.says("nl") for option in BANK["A1"].options}
    return [(options[name.split("-")[1]], number) for name, number in numbers.items()]


def test_emptied_fields_end_the_weighting(staff_client: Client):
    place = wave_with()
    send(staff_client, AGES)
    page = text_of(send(staff_client, dict.fromkeys(AGES, ""), follow=True))
    assert "Korenbloemhof wordt niet gewogen." in page
    assert stored(place) == {}


def test_group_in_which_nobody_lives_is_no_cell_and_comes_back_as_nought(staff_client: Client):
    place = wave_with()
    send(staff_client, {"A1-1": "0", "A1-2": "20", "A1-3": "40"})
    assert stored(place) == {"A1": {"2": 20, "3": 40}}
    assert 'name="A1-1" value="0"' in text_of(staff_client.get(FORM))


def test_only_background_and_own_single_questions_can_be_weighted_by(staff_client: Client):
    place = wave_with()
    entrance = {"text_nl": "Bij welke ingang woont u?", "options_nl": ["A", "B"]}
    place.wave.own_questions.create(position=1, kind="single", **entrance)
    place.wave.own_questions.create(position=2, kind="several", **entrance)
    page = text_of(staff_client.get(FORM))
    assert "Bij welke ingang woont u?" in page
    assert page.count('role="group"') == 3  # age, length of tenancy, the entrance
    assert "zeg ik liever niet" not in page
    assert "Voelt u zich wel eens onveilig" not in page


def test_numbers_can_change_while_open_and_are_fixed_once_closing_began(staff_client: Client):
    place = wave_with()
    open_wave(place.wave, now=timezone.now())
    send(staff_client, AGES)
    assert stored(place) == {"A1": {"1": 10, "2": 20, "3": 30}}
    for state in ("closing", "closed"):
        Wave.objects.update(state=state, wrapped_private_key=None)
        for response in (staff_client.get(FORM), staff_client.post(FORM, {})):
            assert response.url == LIST
        with pytest.raises(NotInThisState):
            set_margins(place, {})
    assert stored(place) == {"A1": {"1": 10, "2": 20, "3": 30}}
    assert "Dit ligt vast sinds het sluiten" in text_of(staff_client.get(LIST))


@pytest.mark.parametrize(
    "margins",
    [
        {"A1": {"1": 30, "2": 31}},
        {"A1": {"1": 30, "9": 30}},
        {"A1": {"1": 30, "4": 30}},
        {"A1": {"1": 60}},
        {"A1": {"1": 70, "2": -10}},
        {"A1": {}},
        {"V1": {"1": 30, "2": 30}},
        {"X": {"1": 30, "2": 30}},
    ],
)
def test_numbers_that_fit_nothing_are_refused_by_the_service_too(margins):
    place = wave_with()
    with pytest.raises(MarginsDoNotFit):
        set_margins(place, margins)
    assert stored(place) == {}


def test_wave_does_not_open_with_numbers_that_no_longer_fit():
    place = wave_with()
    set_margins(place, {"A1": {"1": 30, "2": 30}})
    place.complex.dwellings = 61
    place.complex.save()
    with pytest.raises(MarginsDoNotFit, match="Korenbloemhof"):
        open_wave(place.wave, now=timezone.now())
    assert Wave.objects.get().state == "draft"
    set_margins(WaveComplex.objects.get(), {"A1": {"1": 30, "2": 31}})
    assert open_wave(place.wave, now=timezone.now()).state == "open"


def test_wave_that_no_longer_asks_the_question_does_not_open_with_its_numbers():
    place = wave_with()
    set_margins(place, {"A1": {"1": 30, "2": 30}})
    Wave.objects.update(questionnaire=Questionnaire.objects.get(name__startswith="Kort"))
    with pytest.raises(MarginsDoNotFit):
        open_wave(Wave.objects.get(), now=timezone.now())


def test_complex_without_a_known_number_of_dwellings_is_asked_for_that_first(staff_client: Client):
    wave_with(dwellings=None)
    assert "Vul eerst het aantal woningen in." in text_of(staff_client.get(FORM))


def test_wave_without_such_a_question_says_so(staff_client: Client):
    place = wave_with()
    Wave.objects.update(questionnaire=Questionnaire.objects.get(name__startswith="Kort"))
    assert place.wave.pk
    assert "Deze meting stelt geen vraag waarop u kunt wegen." in text_of(staff_client.get(LIST))
    assert "Niets om op te wegen" in text_of(staff_client.get(FORM))


@pytest.mark.parametrize("path", ["/metingen/W/weging/XX/", "/metingen/XX/weging/KH/"])
def test_another_complex_or_wave_does_not_exist(staff_client: Client, path):
    wave_with()
    ComplexFactory(code="XX")
    assert staff_client.get(FORM).status_code == 200
    assert staff_client.get(path).status_code == 404


def test_list_searches_sorts_and_says_what_to_do_when_empty(staff_client: Client):
    place = wave_with()
    WaveComplexFactory(wave=place.wave, complex=ComplexFactory(name="Aronskelk", dwellings=70))
    page = text_of(staff_client.get(LIST + "?sorteer=-woningen"))
    assert page.index("Aronskelk") < page.index("Korenbloemhof")
    assert "Aronskelk" not in text_of(staff_client.get(LIST + "?zoek=koren"))
    assert "Niets gevonden" in text_of(staff_client.get(LIST + "?zoek=nergens"))
    WaveComplex.objects.all().delete()
    assert "Kies eerst welke complexen meedoen." in text_of(staff_client.get(LIST))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_takes_the_same_queries_for_one_and_many(
    staff_client: Client, corporation, number, django_assert_num_queries
):
    place = wave_with()
    for _ in range(number - 1):
        WaveComplexFactory(wave=place.wave, complex=ComplexFactory())
    with django_assert_num_queries(QUERIES):
        staff_client.get(LIST)


QUERIES = 7


def weighted_wave() -> Wave:
    """Forty-four answers of whom a quarter is young; of all 88 dwellings half is."""
    place = wave_with(dwellings=88)
    place.wave = open_wave(place.wave, now=timezone.now())
    set_margins(WaveComplex.objects.select_related("complex").get(), {"A1": {"1": 44, "3": 44}})
    given = [{"A1": 1, "R1": 5.0, "V4": 3}] * 11 + [{"A1": 3, "R1": 8.0, "V4": 1}] * 33
    Response.objects.bulk_create(
        Response(wave=place.wave, complex=place.complex, answers=one) for one in given
    )
    Wave.objects.update(state="closed", wrapped_private_key=None)
    wave = Wave.objects.get()
    build_count_tables(wave)
    return wave


def test_entered_numbers_weigh_and_the_unweighted_figure_stands_beside(
    staff_client: Client, corporation
):
    wave = weighted_wave()
    assert WaveComplex.objects.get().weighted
    page = text_of(staff_client.get(f"/metingen/{wave.code}/uitslag/KH/"))
    assert "Gewogen en ongewogen" in page
    beside = page.split("<caption>Gewogen en ongewogen</caption>")[1].split("</table>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", beside)[1:]
    assert [re.findall(r">([^<>]+)<", row) for row in rows] == [
        ["Rapportcijfer veiligheid", "6,5", "7,3"],
        ["Voelt zich wel eens onveilig", "50%", "25%"],
    ]
    assert "(gewogen)" in text_of(staff_client.get(LIST))
