"""Staff pages of questionnaires: choosing, seeing, copying, changing and removing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.bank import BANK
from surveys.models import OwnQuestion, Questionnaire, Wave
from surveys.services.waves import open_wave
from tests.factories import ComplexFactory, MeasureFactory, WaveComplexFactory, WaveFactory
from tests.html import errors, seen, seen_again
from tests.surveys.respondent.walking import FULL, SHORT, open_today

pytestmark = pytest.mark.django_db
OWN, SEEN = "/metingen/W1/eigen-vragen/", "vraag-seen"


def places(*codes: str) -> dict[str, int]:
    return {f"plaats_{code}": number for number, code in enumerate(codes, start=1)}


def make(name: str = "Eigen keuze", codes: tuple[str, ...] = ("V1", "R1")) -> Questionnaire:
    return Questionnaire.objects.create(name=name, codes=list(codes))


def text_of(response) -> str:
    return response.content.decode()


def test_strangers_are_sent_to_the_door(client):
    one = make()
    for path in ("", "nieuw/", "vragen/", f"{one.pk}/", f"{one.pk}/wijzigen/", f"{one.pk}/papier/"):
        assert client.get(f"/vragenlijsten/{path}").url.startswith("/inloggen/")
    for path in ("eigen-vragen/", "papier/", "vragenlijst/", "vragenlijst/papier/"):
        assert client.get(f"/metingen/x/{path}").url.startswith("/inloggen/")


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_the_same_queries_for_one_and_many(
    staff_client, number, django_assert_num_queries
):
    for count in range(number):
        make(f"Lijst {count:02}")
    with django_assert_num_queries(4):  # session, user, questionnaires, corporation
        page = text_of(staff_client.get("/vragenlijsten/"))
    assert "Lijst 00" in page
    assert ("Bladzijde 1 van 13" in page) is (number == 300)


def test_list_is_searched_by_name_and_code_and_sorted(staff_client):
    make("Alleen overlast", ("O1", "O2", "O3"))
    make("Cijfers", ("R1",))
    names = re.compile(r'<th scope="row"><a[^>]*>([^<]*)')
    assert names.findall(text_of(staff_client.get("/vragenlijsten/?zoek=overlast"))) == [
        "Alleen overlast"
    ]
    assert names.findall(text_of(staff_client.get("/vragenlijsten/?sorteer=-vragen"))) == [
        FULL, SHORT, "Alleen overlast", "Cijfers",
    ]  # fmt: skip
    assert "Niets gevonden" in text_of(staff_client.get("/vragenlijsten/?zoek=bestaatniet"))


def test_numbers_make_the_order(staff_client):
    sent = {"name": "Mijn lijst", "plaats_R1": 1, "plaats_V2": 7, "plaats_V1": 7, "plaats_O1": 3}
    response = staff_client.post("/vragenlijsten/nieuw/", sent)
    made = Questionnaire.objects.get(name="Mijn lijst")
    assert response.url == f"/vragenlijsten/{made.pk}/"
    assert (made.codes, made.shipped) == (["R1", "O1", "V1", "V2"], False)


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Kies minstens één vraag"),
        (places("A1", "A2", "A3", "R1"), "Kies hoogstens twee vragen over de bewoner zelf"),
        (places("M2"), "Kies dan ook M1"),
        ({"plaats_V1": "-1"}, "minstens 1"),
        ({"plaats_V1": "x"}, "geheel getal"),
        ({"plaats_V1": 1, "name": SHORT}, "bestaat al"),
        ({"plaats_V1": 1, "name": ""}, "verplicht"),
    ],
)
def test_wrong_choice_is_told_and_nothing_is_stored(staff_client, sent, words):
    before = Questionnaire.objects.count()
    page = text_of(staff_client.post("/vragenlijsten/nieuw/", {"name": "Mijn lijst"} | sent))
    assert words in page
    assert 'role="alert"' in page
    assert Questionnaire.objects.count() == before


def test_shipped_questionnaire_can_only_be_copied(staff_client):
    shipped = Questionnaire.objects.get(name=SHORT)
    detail = text_of(staff_client.get(f"/vragenlijsten/{shipped.pk}/"))
    assert "Kopie maken" in detail
    assert "/wijzigen/" not in detail
    page = text_of(staff_client.get(f"/vragenlijsten/{shipped.pk}/wijzigen/", follow=True))
    assert "hoort bij Buurtpeil en verandert niet" in page
    refused = staff_client.post(f"/vragenlijsten/{shipped.pk}/verwijderen/")
    assert (refused.status_code, Questionnaire.objects.filter(pk=shipped.pk).exists()) == (
        409,
        True,
    )
    for name in ("Kort (15 vragen) (kopie)", "Kort (15 vragen) (kopie 2)"):
        response = staff_client.post(f"/vragenlijsten/{shipped.pk}/kopie/")
        copy = Questionnaire.objects.get(name=name)
        assert response.url == f"/vragenlijsten/{copy.pk}/wijzigen/"
        assert (copy.codes, copy.shipped) == (shipped.codes, False)


def test_questionnaire_of_an_open_wave_cannot_be_changed(staff_client):
    one = make()
    today = timezone.localdate()
    wave = WaveFactory(questionnaire=one, opens_on=today, closes_on=today + timedelta(days=5))
    WaveComplexFactory(wave=wave)
    assert staff_client.get(f"/vragenlijsten/{one.pk}/wijzigen/").status_code == 200
    open_wave(wave, now=timezone.now())
    sent = {"name": "Anders"} | places("O1")
    page = text_of(staff_client.post(f"/vragenlijsten/{one.pk}/wijzigen/", sent, follow=True))
    assert "Een meting met deze vragenlijst is nu open." in page
    one.refresh_from_db()
    assert one.codes == ["V1", "R1"]


def test_two_people_do_not_overwrite_each_other(staff_client):
    one = make()
    page = text_of(staff_client.get(f"/vragenlijsten/{one.pk}/wijzigen/"))
    seen = re.search(r'name="seen" value="([^"]+)"', page).group(1)
    Questionnaire.objects.filter(pk=one.pk).update(codes=["O1"])
    sent = {"name": one.name, "seen": seen} | places("V2")
    page = text_of(staff_client.post(f"/vragenlijsten/{one.pk}/wijzigen/", sent))
    assert "Iemand anders heeft dit intussen gewijzigd" in page
    one.refresh_from_db()
    assert one.codes == ["O1"]


def test_removing_asks_and_a_chosen_questionnaire_stays(staff_client):
    one = make()
    assert "Dit kunt u niet terugdraaien" in text_of(
        staff_client.get(f"/vragenlijsten/{one.pk}/verwijderen/")
    )
    WaveFactory(questionnaire=one, title="Najaar")
    page = staff_client.post(f"/vragenlijsten/{one.pk}/verwijderen/")
    assert (page.status_code, "gekozen in: Najaar" in text_of(page)) == (409, True)
    Wave.objects.all().delete()
    assert staff_client.post(f"/vragenlijsten/{one.pk}/verwijderen/").url == "/vragenlijsten/"
    assert not Questionnaire.objects.filter(pk=one.pk).exists()


def test_bank_shows_every_question_with_version_and_points(staff_client):
    page = text_of(staff_client.get("/vragenlijsten/vragen/"))
    for code, question in BANK.items():
        assert f'<th scope="row">{code}<br>' in page
        assert question.text["en"].replace("'", "&#x27;") in page
    assert "versie 2" in page
    assert "6,7 punten" in page
    found = text_of(staff_client.get("/vragenlijsten/vragen/?zoek=berging"))
    assert re.findall(r'<th scope="row">(\w+)', found) == ["V3"]


@pytest.mark.parametrize(("language", "words"), [("nl", "Heel veilig"), ("en", "Very safe")])
@pytest.mark.parametrize("kind", ["", "papier/"])
def test_preview_shows_what_residents_see_in_both_languages(staff_client, kind, language, words):
    full = Questionnaire.objects.get(name=FULL)
    page = text_of(staff_client.get(f"/vragenlijsten/{full.pk}/{kind}?taal={language}"))
    assert words in page
    assert (
        page.count("nieuwe verlichting in de berging")
        + page.count("Nieuwe verlichting in de berging")
        >= 2
    )


def test_preview_of_a_wave_has_its_own_questions_and_the_measures_of_the_chosen_complex(
    staff_client,
):
    wave = WaveFactory(code="W1", questionnaire=Questionnaire.objects.get(name=FULL))
    for number in (1, 2):
        place = WaveComplexFactory(wave=wave, complex=ComplexFactory(code=f"K{number}"))
        MeasureFactory(complex=place.complex, title=f"slagboom {number}")
    OwnQuestion.objects.create(
        wave=wave, position=1, kind="single", text_nl="Komt u in de tuin?", options_nl=["ja", "nee"]
    )
    for kind in ("vragenlijst/", "vragenlijst/papier/"):
        page = text_of(staff_client.get(f"/metingen/W1/{kind}?complex=K2"))
        assert "Komt u in de tuin?" in page
        assert "Slagboom 2" in page
        assert "lagboom 1" not in page


def own(*questions: dict) -> dict:
    sent = {"vraag-TOTAL_FORMS": 5, "vraag-INITIAL_FORMS": 0}
    for number in range(5):
        given = {"kind": "single"} | (questions[number] if number < len(questions) else {})
        sent |= {f"vraag-{number}-{name}": value for name, value in given.items()}
    return sent


def test_own_questions_are_kept_in_order_and_replaced(staff_client):
    wave = WaveFactory(code="W1")
    garden = {
        "text_nl": "Komt u in de tuin?", "text_en": "Do you use the garden?",
        "options_nl": "ja\r\n nee \r\n\r\n", "options_en": "yes\nno",
    }  # fmt: skip
    mark = {"kind": "mark", "text_nl": "Welk cijfer krijgt de tuin?", "options_nl": "x"}
    staff_client.post(OWN, own({}, garden, mark) | seen(staff_client, OWN, SEEN))
    kept = list(wave.own_questions.values_list("position", "kind", "text_nl", "options_nl"))
    assert kept == [
        (1, "single", "Komt u in de tuin?", ["ja", "nee"]),
        (2, "mark", "Welk cijfer krijgt de tuin?", []),
    ]
    page = text_of(staff_client.get(OWN))
    assert "ja\nnee</textarea>" in page
    staff_client.post(OWN, own() | seen(staff_client, OWN, SEEN))
    assert wave.own_questions.count() == 0


def test_second_of_two_at_a_wave_s_own_questions_is_told_and_loses_nothing(staff_client):
    wave = WaveFactory(code="W1")
    known = seen(staff_client, OWN, SEEN)
    mine, theirs = (
        own({"text_nl": words, "options_nl": "ja\nnee"}) for words in ("Tuin?", "Lift?")
    )
    kept = lambda: list(wave.own_questions.values_list("text_nl", flat=True))  # noqa: E731
    staff_client.post(OWN, theirs | known)

    refused = staff_client.post(OWN, mine | known)

    [said] = errors(refused)
    assert said.startswith("Iemand anders heeft dit intussen gewijzigd.")
    assert said.endswith("Nu is opgeslagen: vraag 1 «Lift?».")
    assert 'value="Tuin?"' in text_of(refused)
    assert kept() == ["Lift?"]
    staff_client.post(OWN, mine | seen_again(refused, SEEN))
    assert kept() == ["Tuin?"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text_nl": "?", "options_nl": "ja"}, "Geef 2 tot 10 antwoorden"),
        ({"text_nl": "?", "options_nl": "\n".join("abcdefghijk")}, "Geef 2 tot 10 antwoorden"),
        ({"text_nl": "?", "options_nl": "ja\nJa"}, "Twee antwoorden zijn gelijk"),
        ({"text_nl": "?", "options_nl": "ja\n" + "x" * 81}, "hoogstens 80 tekens"),
        ({"text_nl": "?", "options_nl": "ja\nnee", "options_en": "yes"}, "evenveel antwoorden"),
        ({"text_en": "?", "options_nl": "ja\nnee"}, "Schrijf de vraag ook in het Nederlands"),
    ],
)
def test_wrong_own_question_is_told_at_its_field_and_nothing_is_stored(staff_client, given, words):
    wave = WaveFactory(code="W1")
    page = text_of(staff_client.post(OWN, own(given) | seen(staff_client, OWN, SEEN)))
    assert words in page
    assert 'role="alert"' in page
    assert wave.own_questions.count() == 0


def test_own_questions_cannot_be_changed_once_the_wave_has_opened(staff_client):
    wave, _issued = open_today(code="W1")
    page = text_of(
        staff_client.post(
            "/metingen/W1/eigen-vragen/",
            own({"text_nl": "?", "options_nl": "ja\nnee"}),
            follow=True,
        )
    )
    assert "al open geweest" in page
    assert wave.own_questions.count() == 0
