"""Paper forms typed by staff: the same urn, clear answers, nothing of earlier forms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from surveys.models import AccessCode, SealedItem, Wave
from tests.factories import ComplexFactory, WaveComplexFactory
from tests.surveys.respondent.test_walk import urn
from tests.surveys.respondent.walking import FULL, begin, fill, open_today

pytestmark = pytest.mark.django_db
PAPER = "/metingen/W1/papier/"


def text_of(response) -> str:
    return response.content.decode()


def test_paper_form_ends_in_the_same_urn_and_the_page_is_empty_again(staff_client):
    wave, issued = open_today(code="W1")
    sent = {"code": issued[0].lower(), "V1": "2", "V4": "ja", "V4.vaak": "2", "R1": "10",
            "X1": "Meer licht"}  # fmt: skip
    page = text_of(staff_client.post(PAPER, sent, follow=True))
    assert "Opgeslagen. Pak het volgende formulier." in page
    assert urn(wave) == ([{"V1": 2, "V4": 2, "R1": 10}], [{"X1": "Meer licht"}])
    assert "checked" not in page
    for secret in (issued[0].lower(), "Meer licht"):
        assert secret not in page
    assert AccessCode.objects.count() == 11


def test_yes_ticked_on_paper_without_how_often_is_asked_for_once_and_stored_as_a_yes(staff_client):
    wave, issued = open_today(code="W1")
    sent = {"code": issued[0], "V4": "ja"}
    page = text_of(staff_client.post(PAPER, sent))
    assert "U zei “ja”. Hoe vaak is dat?" in page
    assert urn(wave) == ([], [])
    staff_client.post(PAPER, sent | {"V4.gevraagd": "1"})
    assert urn(wave)[0] == [{"V4": 6}]


def test_same_form_twice_is_told_and_stored_once_with_nothing_lost_on_the_page(staff_client):
    wave, issued = open_today(code="W1")
    sent = {"code": issued[0], "R1": "4"}
    staff_client.post(PAPER, sent)
    page = text_of(staff_client.post(PAPER, sent))
    assert "Deze code is niet geldig" in page
    assert f'value="{issued[0]}"' in page
    assert 'name="R1" value="4" checked' in page
    assert urn(wave)[0] == [{"R1": 4}]


@pytest.mark.parametrize("code", ["", "x", "7K3MQ0PZ4T9XV"])
def test_wrong_code_stores_nothing_and_says_so_at_the_field(staff_client, code):
    open_today(code="W1")
    page = text_of(staff_client.post(PAPER, {"code": code, "R1": "4"}))
    assert 'aria-describedby="code_error"' in page
    assert "Nog niet opgeslagen" in page
    assert SealedItem.objects.count() == 0


def test_code_of_another_wave_is_not_used_up(staff_client):
    open_today(code="W1")
    _other, issued = open_today(code="W2")
    page = text_of(staff_client.post(PAPER, {"code": issued[0], "R1": "4"}))
    assert "Deze code is niet geldig" in page
    assert AccessCode.objects.count() == 24


def test_complex_is_chosen_first_and_a_code_of_another_complex_is_sent_there(staff_client):
    wave, issued = open_today(code="W1")
    elsewhere = WaveComplexFactory(wave=wave, complex=ComplexFactory(code="K9", dwellings=3))
    assert "Van welk complex zijn de formulieren?" in text_of(staff_client.get(PAPER))
    page = text_of(staff_client.post(f"{PAPER}?complex=K9", {"code": issued[0], "R1": "4"}))
    assert "Deze code hoort bij De Wilgenhof" in page
    assert SealedItem.objects.count() == 0
    assert elsewhere.codes.count() == 0
    here = wave.wave_complexes.exclude(pk=elsewhere.pk).get().complex.code
    staff_client.post(f"{PAPER}?complex={here}", {"code": issued[0], "R1": "4"})
    assert SealedItem.objects.count() == 2


def test_follow_up_counts_only_for_measures_that_were_ticked(staff_client):
    wave, issued = open_today(FULL, measures=2, code="W1")
    first, second = (measure["id"] for measure in wave.wave_complexes.get().measures)
    sent = {"code": issued[0], "M1": [first], f"M2.{first}": "1", f"M2.{second}": "3"}
    staff_client.post(PAPER, sent)
    assert urn(wave)[0] == [{"M1": [first], f"M2.{first}": 1}]


def test_contradiction_on_paper_is_asked_about_before_anything_is_stored(staff_client):
    _wave, issued = open_today(FULL, code="W1")
    page = text_of(staff_client.post(PAPER, {"code": issued[0], "P2": ["1", "7"], "R1": "6"}))
    assert "Dat kan niet samen" in page
    assert 'name="R1" value="6" checked' in page
    assert SealedItem.objects.count() == 0


def test_paper_and_screen_answers_look_the_same_in_the_urn(staff_client):
    wave, issued = open_today(code="W1")
    staff_client.post(PAPER, {"code": issued[0], "R1": "6", "S1": "2"})
    resident = begin(issued[1])
    for step in ("veiligheid", "overlast", "vertrouwen", "open"):
        fill(resident, step)
    fill(resident, "samenhang", {"S1": "2"})
    fill(resident, "cijfers", {"R1": "6"})
    resident.post("/vragenlijst/vragen/controle/")
    answers, _texts = urn(wave)
    assert answers == [{"R1": 6, "S1": 2}] * 2
    lengths = {len(item.sealed) for item in SealedItem.objects.all()}
    assert lengths == {wave.item_length}


@pytest.mark.parametrize("state", ["draft", "over"])
def test_wave_that_takes_no_answers_takes_none_on_paper(staff_client, state):
    wave, issued = open_today(code="W1")
    changes = {"state": "draft"} if state == "draft" else {"closes_on": wave.opens_on}
    Wave.objects.filter(pk=wave.pk).update(
        **changes, **({"opens_on": wave.opens_on - timedelta(days=3)} if state == "over" else {})
    )
    assert timezone.localdate() > wave.opens_on
    page = staff_client.post(PAPER, {"code": issued[0], "R1": "6"}, follow=True)
    assert "neemt nu geen antwoorden aan" in text_of(page)
    assert SealedItem.objects.count() == 0
