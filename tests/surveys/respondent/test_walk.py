"""From the code to the thanks, without a browser: what is kept where, and what ends in the urn."""

from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client, override_settings
from django.utils import timezone

from surveys.models import AccessCode, SealedItem, Wave
from surveys.respondent import device, sheet
from surveys.services.responding import submit_response
from surveys.urn import codes, keys, sealing
from tests.surveys.respondent.walking import (
    FULL,
    SHORT_STEPS,
    answer_all,
    begin,
    enter,
    fill,
    kept,
    open_today,
    send,
)

pytestmark = pytest.mark.django_db
VRAGEN = "/vragenlijst/vragen/"


def urn(wave: Wave) -> tuple[list[dict], list[dict]]:
    """(answers, texts) of everything in the urn, opened with the wave's private key."""
    private = keys.check_private_key(
        keys.unwrap(bytes(wave.wrapped_private_key)), public=bytes(wave.public_key)
    )
    items = [
        sealing.open_item(bytes(item.sealed), private_key=private)
        for item in SealedItem.objects.filter(wave=wave)
    ]
    answers = [dict(item.content) for item in items if item.kind == sealing.Kind.ANSWERS]
    texts = [dict(item.content) for item in items if item.kind == sealing.Kind.TEXT]
    return answers, texts


def test_walk_from_code_to_thanks_puts_exactly_what_was_answered_in_the_urn():
    wave, issued = open_today()
    client = begin(issued[0])
    assert client.post("/vragenlijst/privacy/").url == f"{VRAGEN}veiligheid/"
    given = {
        "veiligheid": {"V1": "2", "V2": "", "V3a": "4", "V3c": "6", "V4": "ja", "V4.vaak": "3"},
        "overlast": {"O1": "1", "O6": "3"},
        "samenhang": {"S1": "6"},
        "cijfers": {"R1": "7"},
        "open": {"X1": " De lamp is stuk.\r\nGraag maken. "},
    }
    for number, step in enumerate(SHORT_STEPS):
        response = fill(client, step, given.get(step, {}))
        following = SHORT_STEPS[number + 1] if step != "open" else "controle"
        assert response.url == f"{VRAGEN}{following}/"
    assert send(client).url == "/vragenlijst/bedankt/"
    assert urn(wave) == (
        [{"V1": 2, "V3a": 4, "V3c": 6, "V4": 3, "O1": 1, "O6": 3, "S1": 6, "R1": 7}],
        [{"X1": "De lamp is stuk.\nGraag maken."}],
    )
    assert AccessCode.objects.count() == 11


@pytest.mark.parametrize(
    ("prefix", "words"),
    [("", "Ja, hoe vaak niet gezegd"), ("/en", "Yes, did not say how often")],
)
def test_yes_without_how_often_is_asked_for_once_and_goes_into_the_urn_as_a_yes(prefix, words):
    wave, issued = open_today()
    client = begin(issued[0])
    screen = f"{prefix}{VRAGEN}veiligheid/"
    answer_all(client)
    asked = client.post(screen, {"V4": "ja"}).content.decode()
    assert 'name="V4.gevraagd" value="1"' in asked
    assert 'name="V4" value="ja" data-vraagt-door checked' in asked
    on = client.post(screen, {"V4": "ja", "V4.gevraagd": "1"})
    assert on.url == f"{prefix}{VRAGEN}overlast/"
    assert words in client.get(f"{prefix}{VRAGEN}controle/").content.decode()
    send(client)
    assert urn(wave)[0] == [{"V4": 6}]


def test_how_often_said_after_all_replaces_the_yes_without_it():
    wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client, {"veiligheid": {"V4": "ja", "V4.gevraagd": "1"}})
    fill(client, "veiligheid", {"V4": "ja", "V4.gevraagd": "1", "V4.vaak": "4"})
    send(client)
    assert urn(wave)[0] == [{"V4": 4}]


def test_walk_makes_no_session_and_only_the_two_needed_cookies():
    _wave, issued = open_today()
    client = begin(issued[0])
    client.get("/vragenlijst/privacy/")
    answer_all(client)
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME, device.COOKIE}
    send(client)
    assert client.get("/vragenlijst/bedankt/").status_code == 200
    assert set(client.cookies) == {settings.CSRF_COOKIE_NAME, device.COOKIE}
    assert Session.objects.count() == 0


def test_device_cookie_is_http_only_same_site_on_every_path_and_lasts_until_the_wave_closes():
    wave, issued = open_today()
    cookie = begin(issued[0]).cookies[device.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["domain"] == ""
    left = wave.closes_on - timezone.localdate()
    assert timedelta(seconds=cookie["max-age"]) <= left + timedelta(days=1)
    assert timedelta(seconds=cookie["max-age"]) > left - timedelta(hours=2)


def test_device_cookie_tells_neither_code_nor_answers():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "open", {"X1": "mijn geheim"})
    value = client.cookies[device.COOKIE].value
    assert kept(client).data["open"] == {"X1": ["mijn geheim"]}
    packed = urlsafe_b64decode(value + "=" * (-len(value) % 4))
    for secret in (issued[0], codes.pretty(issued[0]), "mijn geheim", '"X1"'):
        assert secret not in value
        assert secret.encode() not in packed


def test_device_cookie_of_a_full_form_with_the_longest_text_fits_in_four_kilobytes():
    _wave, issued = open_today(FULL, measures=20)
    client = begin(issued[0])
    page = sheet.sheet_for(kept(client).place)
    all_measures = [str(number) for number in page.measures]
    # Signs outside the basic plane, all different: nothing to compress, four bytes each.
    worst = "".join(chr(0x1F300 + 7 * number % 1000) for number in range(500))
    for step in page.steps(page.measures.keys()):
        answers = {}
        for question in step.questions:
            for variable in question.variables():
                codes_ = [str(option.code) for option in question.options if not option.alone]
                several = all_measures if question.code == "M1" else codes_[: question.max_choices]
                answers[variable.name] = several if question.kind == "several" else codes_[-1:]
        if "V4" in answers:
            answers |= {"V4": "ja", "V4.vaak": "4"}
        assert fill(client, step.name, {"X1": worst} if step.name == "open" else answers).url
    cookie = client.cookies[device.COOKIE]
    assert kept(client).data["open"] == {"X1": [worst]}
    assert len(device.COOKIE) + len(cookie.value) < 4000
    assert send(client).url == "/vragenlijst/bedankt/"


def test_resident_goes_on_where_they_stopped_with_the_answers_they_gave():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "veiligheid", {"V1": "5"})
    assert fill(client, "overlast", {"O1": "3"}, then="later").url == "/vragenlijst/later/"
    start = client.get("/vragenlijst/").content.decode()
    assert "U was al begonnen" in start
    assert client.post("/vragenlijst/privacy/").url == f"{VRAGEN}overlast/"
    page = client.get(f"{VRAGEN}overlast/").content.decode()
    assert 'name="O1" value="3" checked' in page
    assert page.count("checked") == 1


def test_scanning_the_same_code_again_keeps_the_answers_and_another_code_begins_anew():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "veiligheid", {"V1": "5"})
    enter(client, issued[0].lower())
    assert kept(client).data == {"veiligheid": {"V1": ["5"]}}
    enter(client, issued[1])
    assert (kept(client).data, kept(client).code) == ({}, codes.pretty(issued[1]))


def test_wiping_asks_first_and_then_leaves_nothing():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "veiligheid", {"V1": "5"})
    assert "Ja, wis alles" in client.get("/vragenlijst/wissen/").content.decode()
    assert kept(client).data == {"veiligheid": {"V1": ["5"]}}
    response = client.post("/vragenlijst/wissen/")
    assert response.url == "/vragenlijst/?nu=gewist"
    assert client.cookies[device.COOKIE].value == ""
    assert client.cookies[device.COOKIE]["max-age"] == 0
    assert "Uw antwoorden zijn gewist" in client.get(response.url).content.decode()


def test_back_button_in_the_page_keeps_what_was_filled_in_even_when_it_is_not_right_yet():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "veiligheid")
    assert fill(client, "overlast", {"O2": "2"}, then="terug").url == f"{VRAGEN}veiligheid/"
    assert kept(client).data["overlast"] == {"O2": ["2"]}
    back = fill(client, "veiligheid", {"V4": "ja"}, then="terug")
    assert back.url == f"{VRAGEN}veiligheid/"
    assert kept(client).data["veiligheid"] == {"V4": ["ja"]}


def test_two_tabs_each_keep_their_own_screen():
    _wave, issued = open_today()
    client = begin(issued[0])
    client.get(f"{VRAGEN}cijfers/")
    client.get(f"{VRAGEN}veiligheid/")
    fill(client, "cijfers", {"R1": "8"})
    fill(client, "veiligheid", {"V1": "1"})
    assert kept(client).data == {"cijfers": {"R1": ["8"]}, "veiligheid": {"V1": ["1"]}}


def test_sending_twice_stores_once_and_says_that_it_was_received():
    wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client, {"cijfers": {"R1": "8"}})
    before = client.cookies[device.COOKIE].value
    assert send(client).url == "/vragenlijst/bedankt/"
    assert "Dank u wel" in client.get("/vragenlijst/bedankt/").content.decode()
    client.cookies[device.COOKIE] = before  # the reply was lost: the device still has everything
    assert send(client).url == "/vragenlijst/bedankt/"
    page = client.get("/vragenlijst/bedankt/").content.decode()
    assert "Uw antwoorden zijn al ontvangen" in page
    assert "Uw antwoorden zijn verstuurd" not in page
    assert urn(wave)[0] == [{"R1": 8}]


def test_thanks_tell_when_the_outcome_is_heard_whom_to_call_and_what_in_danger(corporation):
    _wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client)
    send(client)
    page = client.get("/vragenlijst/bedankt/").content.decode()
    assert "In januari hoort u de uitslag" in page
    assert "Bel 112" in page
    assert "Bel 000 - 000 00 00" in page
    assert kept(client).document() == {"place": kept(client).place, "lang": "nl", "sent": "stored"}


def test_thanks_without_having_sent_lead_back_to_the_start():
    assert Client().get("/vragenlijst/bedankt/").url == "/vragenlijst/?nu=opnieuw"


def test_wave_closed_meanwhile_says_so_and_stores_nothing():
    wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client)
    Wave.objects.filter(pk=wave.pk).update(closes_on=wave.opens_on)
    assert send(client).url == "/vragenlijst/bedankt/"  # the sheet is remembered for a minute
    assert "De vragenlijst is gesloten" in client.get("/vragenlijst/bedankt/").content.decode()
    sheet.forget()
    assert SealedItem.objects.count() == 0
    assert begin_refused(client, issued[1])


def begin_refused(client: Client, code: str) -> bool:
    return "Deze code kunnen wij niet gebruiken" in enter(client, code).content.decode()


def test_cookie_of_a_wave_that_is_over_starts_again_politely():
    wave, issued = open_today()
    client = begin(issued[0])
    Wave.objects.filter(pk=wave.pk).update(closes_on=wave.opens_on)
    sheet.forget()
    response = client.get(f"{VRAGEN}veiligheid/")
    assert response.url == "/vragenlijst/?nu=opnieuw"
    assert "Begin opnieuw met uw code" in client.get(response.url).content.decode()
    assert client.cookies[device.COOKIE].value == ""


@pytest.mark.parametrize("value", ["", "x", "AAAA", "A" * 400, "é", "{}"])
def test_foreign_cookie_starts_again_politely(value):
    client = Client()
    client.cookies[device.COOKIE] = value
    for path in ("veiligheid/", "controle/", "bestaat-niet/"):
        assert client.get(VRAGEN + path).url == "/vragenlijst/?nu=opnieuw"
        assert client.post(VRAGEN + path).url == "/vragenlijst/?nu=opnieuw"
    assert client.get("/vragenlijst/").status_code == 200


def test_every_tampered_sign_of_the_cookie_is_noticed():
    _wave, issued = open_today()
    client = begin(issued[0])
    value = client.cookies[device.COOKIE].value
    for place in range(0, len(value) - 1, 7):
        other = "A" if value[place] != "A" else "B"
        client.cookies[device.COOKIE] = value[:place] + other + value[place + 1 :]
        assert client.get(f"{VRAGEN}veiligheid/").status_code == 302


def test_cookie_sealed_with_a_former_key_still_opens_and_with_a_strangers_does_not():
    _wave, issued = open_today()
    with override_settings(SECRET_KEY="de sleutel van vorig jaar, lang genoeg"):
        client = begin(issued[0])
    assert client.get(f"{VRAGEN}veiligheid/").status_code == 302
    with override_settings(SECRET_KEY="de sleutel van vorig jaar, lang genoeg"):
        client = begin(issued[0])
    with override_settings(SECRET_KEY_FALLBACKS=["de sleutel van vorig jaar, lang genoeg"]):
        assert client.get(f"{VRAGEN}veiligheid/").status_code == 200


def test_shared_tablet_keeps_nothing_between_two_residents():
    _wave, issued = open_today()
    client = Client()
    assert 'name="tent" value="1"' in client.get("/vragenlijst/?tent=1").content.decode()
    enter(client, issued[0], tent="1")
    assert client.cookies[device.COOKIE]["max-age"] == ""  # ends with the browser
    fill(client, "veiligheid", {"V1": "1"})
    page = client.get(f"{VRAGEN}overlast/").content.decode()
    assert "Stop en wis alles" in page
    assert "Later verder" not in page
    page = client.get("/vragenlijst/?tent=1").content.decode()
    assert "U was al begonnen" not in page
    assert client.cookies[device.COOKIE].value == ""


def test_shared_tablet_offers_the_next_resident_a_clean_start():
    _wave, issued = open_today()
    client = Client()
    enter(client, issued[0], tent="1")
    answer_all(client)
    send(client)
    assert "/vragenlijst/?tent=1" in client.get("/vragenlijst/bedankt/").content.decode()


def test_last_look_lists_every_answer_in_words_with_a_way_to_change_it():
    _wave, issued = open_today()
    client = begin(issued[0])
    answer_all(
        client, {"veiligheid": {"V1": "2", "V4": "ja", "V4.vaak": "3"}, "cijfers": {"R1": "0"}}
    )
    page = client.get(f"{VRAGEN}controle/").content.decode()
    for words in ("Veilig", "Ja, soms", "Geen mening", "Overgeslagen"):
        assert f">{words}</dd>" in page
    assert f'href="{VRAGEN}veiligheid/?dan=controle"' in page
    assert fill(client, "veiligheid", {"V1": "1"}, then="controle").url == f"{VRAGEN}controle/"
    assert kept(client).data["veiligheid"] == {"V1": ["1"]}


def test_sending_with_a_screen_never_seen_leads_to_that_screen():
    _wave, issued = open_today()
    client = begin(issued[0])
    fill(client, "veiligheid")
    assert send(client).url == f"{VRAGEN}overlast/"
    assert SealedItem.objects.count() == 0


def test_measures_seen_are_asked_about_on_a_screen_of_their_own():
    wave, issued = open_today(FULL, measures=2)
    client = begin(issued[0])
    first, second = (measure["id"] for measure in wave.wave_complexes.get().measures)
    url = fill(client, "maatregelen", {"M1": [str(first)], "M3": ["1", "2"]}).url
    assert url == f"{VRAGEN}maatregelen-veiliger/"
    page = client.get(url).content.decode()
    assert f'name="M2.{first}"' in page
    assert f'name="M2.{second}"' not in page
    assert fill(client, "maatregelen-veiliger", {f"M2.{first}": "3"}).url == f"{VRAGEN}cijfers/"
    for step in ("veiligheid", "overlast", "samenhang", "slachtofferschap", "vertrouwen",
                 "cijfers", "achtergrond", "open"):  # fmt: skip
        fill(client, step)
    send(client)
    assert urn(wave)[0] == [{"M1": [first], f"M2.{first}": 1 + 2, "M3": [1, 2]}]


def test_measure_no_longer_ticked_takes_its_follow_up_along():
    wave, issued = open_today(FULL, measures=1)
    client = begin(issued[0])
    only = wave.wave_complexes.get().measures[0]["id"]
    fill(client, "maatregelen", {"M1": [str(only)]})
    fill(client, "maatregelen-veiliger", {f"M2.{only}": "1"})
    assert fill(client, "maatregelen", {"M1": ["-1"]}).url == f"{VRAGEN}cijfers/"
    for step in ("veiligheid", "overlast", "samenhang", "slachtofferschap", "vertrouwen",
                 "cijfers", "achtergrond", "open"):  # fmt: skip
        fill(client, step)
    send(client)
    assert urn(wave)[0] == [{"M1": [-1]}]


def test_complex_without_measures_is_not_asked_which_it_saw():
    _wave, issued = open_today(FULL)
    client = begin(issued[0])
    page = client.get(f"{VRAGEN}maatregelen/").content.decode()
    assert "M1" not in page
    assert 'name="M3"' in page


def test_code_used_on_paper_meanwhile_is_told_at_sending():
    wave, issued = open_today()
    client = begin(issued[0])
    answer_all(client, {"cijfers": {"R1": "2"}})
    submit_response(issued[0], answers={"R1": 9.0}, texts={}, now=timezone.now())
    send(client)
    assert "al ontvangen" in client.get("/vragenlijst/bedankt/").content.decode()
    assert urn(wave)[0] == [{"R1": 9}]
