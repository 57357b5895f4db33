"""Staff pages of waves: the list, the draft, its complexes."""

import re
from datetime import date, timedelta
from math import isnan

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from surveys.models import Questionnaire, Wave
from surveys.services import outlook
from surveys.statistics.detectable import detectable_change
from surveys.statistics.families import first_level
from tests.factories import (
    ComplexFactory,
    ReportingGroupFactory,
    WaveComplexFactory,
    WaveFactory,
)
from tests.factories.urn import open_wave_with_codes
from tests.html import errors, seen, seen_again
from ui.numbers import day

pytestmark = pytest.mark.django_db

PATHS = [
    "/metingen/", "/metingen/nieuw/", "/metingen/W/", "/metingen/W/wijzigen/",
    "/metingen/W/complexen/", "/metingen/W/verwijderen/", "/metingen/W/openen/",
    "/metingen/W/codes/", "/metingen/W/vervangende-code/C/", "/metingen/W/verlengen/",
    "/metingen/W/sluiten/", "/metingen/W/voortgang/",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_waves_is_closed_to_strangers(path):
    WaveComplexFactory(wave=WaveFactory(code="W"), complex=ComplexFactory(code="C"))
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("account_login"))
    assert Wave.objects.get().state == "draft"


def test_wave_list_without_waves_says_what_to_do(staff_client):
    page = staff_client.get("/metingen/").content.decode()
    assert "Nog geen metingen" in page
    assert reverse("surveys:wave_create") in page


@pytest.mark.parametrize("number", [1, 3, 300])
def test_wave_list_takes_the_same_queries_for_one_and_many(
    staff_client, corporation, number, django_assert_num_queries
):
    for _wave in range(number):
        WaveFactory()
    with django_assert_num_queries(5):  # session, user, corporation, count, page
        page = staff_client.get("/metingen/").content.decode()
    assert page.count('<th scope="row">') == min(number, 25)


def test_wave_list_searches_and_sorts(staff_client):
    WaveFactory(code="2022", title="Meting 2022", opens_on=date(2022, 9, 1))
    WaveFactory(code="2024", title="Herhaling", opens_on=date(2024, 9, 1))
    found = staff_client.get("/metingen/?zoek=herhal").content.decode()
    assert "Herhaling" in found
    assert "Meting 2022" not in found
    rising = staff_client.get("/metingen/?sorteer=periode").content.decode()
    assert rising.index("Meting 2022") < rising.index("Herhaling")


def facts(**changes) -> dict:
    today = timezone.localdate()
    return {
        "title": "Meting najaar",
        "code": "2026",
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=20)).isoformat(),
        "questionnaire": Questionnaire.objects.get(name="Kort (15 vragen)").pk,
        "english": "on",
        "key_indicators": ["R1", "V4"],
    } | changes


def test_wave_create_makes_a_draft_and_goes_to_its_complexes(staff_client):
    complex_ = ComplexFactory(code="KH")
    answer = staff_client.post("/metingen/nieuw/?complex=KH", facts())
    assert answer["Location"] == "/metingen/2026/complexen/"
    wave = Wave.objects.get()
    assert (wave.state, wave.languages, wave.key_indicators) == (
        "draft",
        ["nl", "en"],
        ["R1", "V4"],
    )
    assert [place.complex for place in wave.wave_complexes.all()] == [complex_]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"closes_on": "2020-01-01"}, "closes_on", "De sluitdatum ligt vóór de openingsdatum."),
        ({"closes_on": "2036-01-01"}, "closes_on", "Een meting duurt ten hoogste drie maanden."),
        ({"outcome_on": "2020-01-01"}, "outcome_on", "De uitslag komt pas nadat"),
        ({"opens_on": "morgen"}, "opens_on", "Dit is geen datum."),
        ({"code": "nieuw"}, "code", "Deze code gebruikt Buurtpeil zelf."),
        ({"code": "a/b"}, "code", "Gebruik letters, cijfers, punt, streepje of liggend streepje."),
        ({"questionnaire": ""}, "questionnaire", "verplicht"),
        ({"key_indicators": ["V1", "V2", "V4", "S1", "R1", "O1"]}, "key_indicators", "ten hoogste vijf"),
        ({"key_indicators": ["L1", "R2"]}, "key_indicators", "Niet in deze vragenlijst: L1, R2."),
        ({"key_indicators": ["DROP"]}, "key_indicators", "DROP"),
    ],
)  # fmt: skip
def test_wave_create_with_a_mistake_says_so_at_the_field_and_stores_nothing(
    staff_client, changes, field, words
):
    answer = staff_client.post("/metingen/nieuw/", facts(**changes))
    assert answer.status_code == 200
    assert words in " ".join(answer.context["form"].errors[field])
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Wave.objects.exists()


def test_wave_create_with_a_code_that_exists_in_another_case_is_refused(staff_client):
    WaveFactory(code="najaar")
    answer = staff_client.post("/metingen/nieuw/", facts(code="NAJAAR"))
    assert answer.context["form"].errors["code"] == ["Er is al een meting met deze code."]


def test_wave_edit_and_delete_exist_for_a_draft_only(staff_client):
    wave, _issued = open_wave_with_codes()
    for path in ("wijzigen", "complexen", "verwijderen"):
        assert staff_client.get(f"/metingen/{wave.code}/{path}/").status_code == 404
        assert staff_client.post(f"/metingen/{wave.code}/{path}/", facts()).status_code == 404
    assert Wave.objects.get().title == wave.title


def test_wave_delete_asks_first(staff_client):
    wave = WaveFactory()
    path = f"/metingen/{wave.code}/verwijderen/"
    assert "Dit kunt u niet terugdraaien" in staff_client.get(path).content.decode()
    assert Wave.objects.exists()
    assert staff_client.post(path)["Location"] == "/metingen/"
    assert not Wave.objects.exists()


def test_wave_complexes_keeps_other_pages_and_takes_all_or_none_of_what_was_found(staff_client):
    wave = WaveFactory(code="W")
    north = [ComplexFactory(name=f"Noord {number}") for number in range(3)]
    south = ComplexFactory(name="Zuid")
    chosen = lambda: set(wave.wave_complexes.values_list("complex_id", flat=True))  # noqa: E731
    staff_client.post("/metingen/W/complexen/?zoek=noord", {"alles": "ja"})
    assert chosen() == {complex_.pk for complex_ in north}
    staff_client.post("/metingen/W/complexen/", {"was": [north[0].pk], "chosen": [south.pk]})
    assert chosen() == {north[1].pk, north[2].pk, south.pk}
    staff_client.post("/metingen/W/complexen/", {"was": [999_999], "chosen": ["x"]})
    assert chosen() == {north[1].pk, north[2].pk, south.pk}
    staff_client.post("/metingen/W/complexen/?zoek=noord", {"niets": "ja"})
    assert chosen() == {south.pk}


def test_choices_of_two_people_at_one_list_of_complexes_are_both_kept(staff_client):
    wave = WaveFactory(code="W")
    mine, theirs, out, stays = (WaveComplexFactory(wave=wave).complex for _number in range(4))
    wave.wave_complexes.filter(complex__in=[mine, theirs]).delete()
    page = staff_client.get("/metingen/W/complexen/").content.decode()
    was = [int(pk) for pk in re.findall(r'name="was" value="(\d+)"', page)]
    assert set(was) == {out.pk, stays.pk}

    staff_client.post("/metingen/W/complexen/", {"was": was, "chosen": [*was, theirs.pk]})
    staff_client.post("/metingen/W/complexen/", {"was": was, "chosen": [stays.pk, mine.pk]})

    chosen = set(wave.wave_complexes.values_list("complex_id", flat=True))
    assert chosen == {stays.pk, mine.pk, theirs.pk}


def test_second_of_two_at_one_wave_is_told_also_of_key_figures_and_days(staff_client):
    WaveFactory(code="W", key_indicators=["R1"])
    path = "/metingen/W/wijzigen/"
    mine = facts(code="W", key_indicators=["V1"]) | seen(staff_client, path)
    earlier = timezone.localdate() - timedelta(days=3)
    theirs = mine | {"key_indicators": ["R1", "V4"], "opens_on": earlier.isoformat()}
    assert staff_client.post(path, theirs).status_code == 302

    refused = staff_client.post(path, mine)

    [said] = errors(refused)
    assert f"Opent op: {day(earlier)}" in said
    assert "Kerncijfers: R1 · " in said
    assert "V4 · " in said
    assert Wave.objects.get().key_indicators == ["R1", "V4"]
    assert refused.context["form"]["key_indicators"].value() == ["V1"]
    staff_client.post(path, mine | seen_again(refused))
    assert Wave.objects.get().key_indicators == ["V1"]


@pytest.mark.parametrize("number", [1, 3, 300])
def test_wave_detail_takes_the_same_queries_for_one_complex_and_many(
    staff_client, corporation, number, django_assert_num_queries
):
    wave, _issued = open_wave_with_codes(dwellings=1, complexes=number)
    with django_assert_num_queries(7):  # session, user, wave, total, count, page, corporation
        page = staff_client.get(f"/metingen/{wave.code}/")
    assert page.context["listing"].total == number


@pytest.mark.parametrize("number", [1, 3, 300])
def test_choice_of_complexes_takes_the_same_queries_for_one_and_many(
    staff_client, corporation, number, django_assert_num_queries
):
    wave = WaveFactory()
    for _complex in range(number):
        WaveComplexFactory(wave=wave, complex__group=ReportingGroupFactory())
    # session, user, wave, count, page, the chosen ones, corporation
    with django_assert_num_queries(7):
        page = staff_client.get(f"/metingen/{wave.code}/complexen/")
    assert page.context["listing"].total == number


def test_wave_detail_says_before_fieldwork_what_can_be_seen(staff_client):
    wave = WaveFactory()
    WaveComplexFactory(wave=wave, complex=ComplexFactory(name="Korenbloemhof", dwellings=150))
    WaveComplexFactory(wave=wave, complex=ComplexFactory(name="Het Anker", dwellings=12))
    page = staff_client.get(f"/metingen/{wave.code}/?verwacht=40").content.decode()
    assert "kans van 8 op 10 dat een stijging van 30% naar 61% aantoonbaar is" in page
    assert (
        "Dit geldt bij 5 kerncijfers; met minder kerncijfers mag de stijging kleiner zijn." in page
    )
    assert "31 punten" in page[page.index("Korenbloemhof</a>") :]  # 40% of 150 is those 60
    assert "Het Anker heeft minder dan 20 woningen" in page


@pytest.mark.parametrize(("keys", "points"), [(1, 25), (4, 30), (5, 31)])
def test_visible_change_grows_with_the_number_of_key_figures(keys, points):
    wave = WaveFactory(key_indicators=[f"V{number}" for number in range(keys)])
    assert outlook.points_visible(wave, 60) == points
    assert outlook.example(wave) == outlook.Example(60, 30, 30 + points)


@pytest.mark.parametrize(
    ("dwellings", "rate", "expected"),
    [
        (150, 40, outlook.Outlook(60, True, 31)),
        (150, 20, outlook.Outlook(30, True, 43)),
        (60, 40, outlook.Outlook(24, True, None)),  # told, but no change can be promised
        (20, 40, outlook.Outlook(8, False, None)),
        (19, 100, outlook.Outlook(19, False, None)),
        (None, 40, outlook.Outlook(0, False, None)),
    ],
)
def test_outlook_of_a_complex_promises_only_what_its_answers_can_show(dwellings, rate, expected):
    complex = ComplexFactory.build()
    complex.asked = dwellings
    wave = WaveFactory.build(key_indicators=["R1", "V1", "V2", "V3", "V4"])
    assert outlook.of_complex(wave, complex, rate) == expected


def test_complex_of_a_group_with_enough_answers_for_figures_is_not_said_to_be_told_in_the_group_only(
    staff_client,
):
    group = ReportingGroupFactory()
    wave = WaveFactory()
    for name, dwellings in (("Korenbloemhof", 60), ("Het Anker", 12)):
        place = ComplexFactory(name=name, dwellings=dwellings, group=group)
        WaveComplexFactory(wave=wave, complex=place)
    page = staff_client.get(f"/metingen/{wave.code}/?verwacht=40").content.decode()
    assert "te weinig" in page[page.index("Korenbloemhof</a>") :]
    anchor = page[page.index("Het Anker</a>") : page.index("Korenbloemhof</a>")]
    assert "alleen in de groep" in anchor
    assert "alleen in de groep" not in page[page.index("Korenbloemhof</a>") :]


def test_wave_detail_of_an_open_wave_shows_no_count_below_ten_nor_of_today(staff_client):
    from surveys.services.responding import submit_response

    today = timezone.localdate()
    wave, issued = open_wave_with_codes(
        dwellings=20, now=timezone.now(), opens_on=today - timedelta(days=3), closes_on=today
    )
    yesterday = timezone.now() - timedelta(days=1)
    for _place, code in issued[:9]:
        submit_response(code, answers={}, texts={}, now=yesterday)
    for _place, code in issued[9:17]:
        submit_response(code, answers={}, texts={}, now=timezone.now())
    page = staff_client.get(f"/metingen/{wave.code}/").content.decode()
    assert "minder dan 10" in page
    assert ">9<" not in page
    assert ">17<" not in page


@pytest.mark.parametrize("keys", [1, 4, 5])
def test_fall_can_be_promised_from_some_ninety_answers_on_and_is_then_found_sooner_than_a_rise(
    keys,
):
    level = float(first_level(keys))
    few, many = (detectable_change(n, n, level, untold=outlook.UNTOLD) for n in (70, 90))
    assert isnan(few.fall)
    assert many.fall < many.rise
