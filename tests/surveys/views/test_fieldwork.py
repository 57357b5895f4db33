"""Staff steps from opening to closing: each asks first, shows codes once, and says how to go on."""

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from surveys.models import AccessCode, Response, Wave
from surveys.services.responding import Outcome, find_open_code, submit_response
from surveys.urn import codes, keys
from tests.factories import ComplexFactory, WaveComplexFactory, WaveFactory
from tests.factories.urn import open_wave_with_codes
from tests.html import errors, seen, seen_again
from ui.numbers import day
from ui.progress import forget_progress

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{5}")


def draft(**fields) -> Wave:
    wave = WaveFactory(code="W", **fields)
    WaveComplexFactory(wave=wave, complex=ComplexFactory(code="C", dwellings=9))
    return wave


def open_now(**fields) -> tuple[Wave, list[str]]:
    today = timezone.localdate()
    dates = {"opens_on": today, "closes_on": today + timedelta(days=9)}
    wave, issued = open_wave_with_codes(
        **({"code": "W", "dwellings": 12, "now": timezone.now()} | dates | fields)
    )
    return wave, [code for _place, code in issued]


def text(answer) -> str:
    return answer.content.decode()


def test_wave_open_asks_first_and_then_leads_to_the_codes(staff_client):
    draft()
    assert "Terug naar concept kan niet" in text(staff_client.get("/metingen/W/openen/"))
    assert Wave.objects.get().state == "draft"
    assert staff_client.post("/metingen/W/openen/")["Location"] == "/metingen/W/codes/"
    assert Wave.objects.get().state == "open"


def test_wave_open_that_cannot_says_why_and_how_to_go_on(staff_client):
    WaveFactory(code="W")
    answer = staff_client.post("/metingen/W/openen/")
    assert answer.status_code == 409
    assert "Kies eerst minstens één complex voor deze meting." in text(answer)


def test_wave_open_with_a_custodian_opens_only_when_the_key_is_handed_back(staff_client):
    draft()
    path = "/metingen/W/openen/?sleutel=bewaarder"
    page = staff_client.get(path)
    assert "no-store" in page["Cache-Control"]
    shown = re.search(r"sleutel: (\S+)", text(page)).group(0)
    for wrong in ("", "sleutel: niets", "x" * 3000):
        assert staff_client.post(path, {"key": wrong}).status_code == 200
        assert Wave.objects.get().state == "draft"
    staff_client.post(path, {"key": shown})
    wave = Wave.objects.get()
    assert (wave.state, wave.wrapped_private_key) == ("open", None)
    keys.check_private_key(keys.from_file(shown), public=bytes(wave.public_key))
    assert staff_client.get(path).status_code == 200  # a fresh key, of no use to this wave


def test_wave_codes_are_downloaded_once(staff_client, corporation):
    draft()
    staff_client.post("/metingen/W/openen/")
    answer = staff_client.post("/metingen/W/codes/")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:
        made = CODE.findall(archive.read("C-codes.csv").decode("utf-8-sig"))
    assert answer["Content-Disposition"] == 'attachment; filename="codes-W.zip"'
    assert "no-store" in answer["Cache-Control"]
    assert len(set(made)) == 9
    assert find_open_code(made[0], timezone.localdate())
    again = staff_client.post("/metingen/W/codes/", follow=True)
    assert "De codes zijn al gemaakt en niet bewaard." in text(again)
    assert not CODE.findall(text(again))
    assert AccessCode.objects.count() == 9


def test_wave_codes_anew_only_when_asked_and_nobody_answered(staff_client, corporation):
    _wave, made = open_now()
    answer = staff_client.post("/metingen/W/codes/", {"opnieuw": "ja"})
    assert answer["Content-Type"] == "application/zip"
    b"".join(answer.streaming_content)
    assert find_open_code(made[0], timezone.localdate()) is None
    fresh = AccessCode.objects.count()
    _other, others = open_now(code="W2")
    submit_response(others[0], answers={}, texts={}, now=timezone.now())
    refused = staff_client.post("/metingen/W2/codes/", {"opnieuw": "ja"}, follow=True)
    assert "Er zijn al antwoorden binnen." in text(refused)
    assert find_open_code(others[1], timezone.localdate())
    assert AccessCode.objects.filter(wave_complex__wave__code="W").count() == fresh


def test_wave_codes_progress_follows_the_download(staff_client, corporation):
    forget_progress(f"codes-{draft().pk}")  # of a wave of another test that had the same number
    staff_client.post("/metingen/W/openen/")
    ask = {"path": "/metingen/W/codes/voortgang/", "headers": {"accept": "application/json"}}
    assert staff_client.get(**ask).json()["state"] == "waiting"
    pieces = iter(staff_client.post("/metingen/W/codes/").streaming_content)
    assert staff_client.get(**ask).json()["words"] == "De kaarten worden opgemaakt."
    next(pieces)
    told = staff_client.get(**ask).json()
    assert told == {"state": "running", "percentage": 100, "words": "9 van 9 codes gemaakt"}
    list(pieces)
    assert staff_client.get(**ask).json()["state"] == "done"
    assert not CODE.findall(str(staff_client.get(**ask).json()))


def test_wave_codes_download_that_stops_halfway_says_so_once_and_how_to_go_on(
    staff_client, corporation
):
    draft()
    staff_client.post("/metingen/W/openen/")
    answer = staff_client.post("/metingen/W/codes/")
    next(iter(answer.streaming_content))
    for close in answer._resource_closers:  # what a server does when the browser goes away
        close()
    words = "Het downloaden is afgebroken en het bestand is niet volledig. Maak alle codes opnieuw."
    page = text(staff_client.get("/metingen/W/codes/"))
    assert words in page
    assert "Ja, alle codes opnieuw maken" in page
    assert words not in text(staff_client.get("/metingen/W/codes/"))


def test_wave_codes_of_a_draft_are_not_made(staff_client):
    draft()
    answer = staff_client.post("/metingen/W/codes/", follow=True)
    assert "Dit kan niet in deze stand van de meting." in text(answer)
    assert not AccessCode.objects.exists()


def test_wave_replacement_is_shown_once_and_capped(staff_client):
    wave, _made = open_now()
    path = f"/metingen/W/vervangende-code/{wave.wave_complexes.get().complex.code}/"
    assert not CODE.findall(text(staff_client.get(path)))
    shown = [CODE.findall(text(staff_client.post(path)))[0] for _time in range(5)]
    assert len(set(shown)) == 5
    assert all(find_open_code(code, timezone.localdate()) for code in shown)
    refused = staff_client.post(path)
    assert refused.status_code == 409
    assert "alle vervangende codes al gebruikt" in text(refused)
    assert not CODE.findall(text(staff_client.get(path)))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_replacements_takes_the_same_queries_for_one_and_many(
    staff_client, corporation, number, django_assert_num_queries
):
    open_now(dwellings=1, complexes=number)
    # session, user, wave, count, dwellings, answers or their counts, corporation, page
    with django_assert_num_queries(9):
        page = staff_client.get("/metingen/W/codes/")
    assert page.context["listing"].total == number


def test_wave_replacement_for_a_complex_of_another_wave_does_not_exist(staff_client):
    open_now()
    other = ComplexFactory(code="ANDERS")
    assert staff_client.post(f"/metingen/W/vervangende-code/{other.code}/").status_code == 404


def test_wave_extend_to_an_earlier_day_says_so_at_the_field(staff_client):
    wave, _made = open_now()
    path = "/metingen/W/verlengen/"
    known = seen(staff_client, path)
    answer = staff_client.post(path, known | {"closes_on": wave.closes_on.isoformat()})
    assert "Verlengen kan alleen naar een latere datum" in text(answer)
    later = wave.closes_on + timedelta(days=7)
    staff_client.post(path, known | {"closes_on": later.strftime("%d-%m-%Y")})
    assert Wave.objects.get().closes_on == later


def test_second_of_two_who_extend_a_wave_is_told_until_when_it_is_open_now(staff_client):
    wave, _made = open_now()
    path = "/metingen/W/verlengen/"
    known = seen(staff_client, path)
    theirs, mine = (wave.closes_on + timedelta(days=days) for days in (7, 14))
    staff_client.post(path, known | {"closes_on": theirs.isoformat()})

    refused = staff_client.post(path, known | {"closes_on": mine.isoformat()})

    assert errors(refused) == [
        "Iemand anders heeft dit intussen gewijzigd. Wat u invulde staat hieronder nog; bewaar nog eens "
        f"om het toch zo op te slaan. Nu is opgeslagen: Nieuwe sluitdatum: {day(theirs)}."
    ]
    assert refused.context["form"]["closes_on"].value() == mine.isoformat()
    assert Wave.objects.get().closes_on == theirs
    staff_client.post(path, {"closes_on": mine.isoformat()} | seen_again(refused))
    assert Wave.objects.get().closes_on == mine


def test_wave_close_asks_first_closes_and_shows_progress(staff_client, corporation):
    _wave, made = open_now()
    submit_response(made[0], answers={"V1": 1}, texts={}, now=timezone.now())
    asked = text(staff_client.get("/metingen/W/sluiten/"))
    assert "Een gesloten meting gaat nooit meer open." in asked
    assert "De meting loopt nog tot en met" in asked
    assert Wave.objects.get().state == "open"
    assert staff_client.post("/metingen/W/sluiten/")["Location"] == "/metingen/W/voortgang/"
    assert Wave.objects.get().state == "closed"
    assert Response.objects.count() == 1
    progress = staff_client.get("/metingen/W/voortgang/", headers={"accept": "application/json"})
    assert progress.json()["state"] == "done"
    assert progress.json()["percentage"] == 100


def test_wave_close_with_the_key_at_a_custodian_asks_for_it_and_takes_no_other(staff_client):
    draft()
    pair = keys.new_key_pair()
    file = keys.to_file(pair.private, wave_code="W")
    staff_client.post("/metingen/W/openen/?sleutel=bewaarder", {"key": file})
    other = keys.to_file(keys.new_key_pair().private, wave_code="W")
    for wrong, words in (
        (other, "Deze sleutel past niet"),
        ("brief", "geen sleutel van Buurtpeil"),
    ):
        answer = staff_client.post("/metingen/W/sluiten/", {"key": wrong})
        assert words in text(answer)
        assert answer.context["form"].errors.keys() == {"key"}
        assert Wave.objects.get().state == "open"
        assert not list((Path(settings.VAR_DIR) / "custody").glob("*"))
    staff_client.post("/metingen/W/sluiten/", {"key": file})
    assert not list((Path(settings.VAR_DIR) / "custody").glob("*"))
    assert Wave.objects.get().state == "closed"


def test_wave_close_under_a_changed_urn_key_says_how_to_go_on(staff_client, settings):
    _wave, made = open_now()
    settings.URN_KEY = "another key of more than thirty-two characters!"
    answer = staff_client.post("/metingen/W/sluiten/")
    assert "BUURTPEIL_URN_KEY" in text(answer)
    assert Wave.objects.get().state == "open"
    sent = submit_response(made[0], answers={}, texts={}, now=timezone.now())
    assert sent is Outcome.STORED


def test_wave_progress_shows_neither_codes_nor_answers(staff_client, corporation):
    _wave, made = open_now()
    submit_response(made[0], answers={"V1": 1}, texts={"X1": "Spoor"}, now=timezone.now())
    staff_client.post("/metingen/W/sluiten/")
    page = text(staff_client.get("/metingen/W/voortgang/"))
    assert "Spoor" not in page
    assert codes.pretty(made[0]) not in page
