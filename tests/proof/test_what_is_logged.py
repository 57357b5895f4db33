"""Everything that must be accounted for leaves one line, and no line holds what was read or written."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proof.models import AuditEntry, Verb
from surveys.models import CallRequest, FreeText, Wave
from surveys.services.calls import ask_for_call
from surveys.services.closing import close_wave
from surveys.services.codes import issue_codes, issue_replacement
from surveys.services.texts import release_text, undo_text, withhold_text
from surveys.services.waves import extend_wave, open_wave
from tests.factories import ComplexFactory, WaveComplexFactory, WaveFactory
from tests.factories.closed import closed_wave, people
from tests.factories.urn import NOON, open_wave_with_codes

SECRET = "korenbloem-fluistert-om-middernacht"
pytestmark = pytest.mark.django_db


def logged() -> list[tuple[str, str, str, dict]]:
    """(who, did, of which thing, facts), oldest first; and no line holds anything of a resident's."""
    entries = list(AuditEntry.objects.order_by("pk"))
    told = repr([(one.words, one.details, one.key) for one in entries])
    assert SECRET not in told
    assert "06 12" not in told
    return [(one.actor_name, one.verb, one.words, one.details) for one in entries]


@pytest.fixture
def wave() -> Wave:
    complex_ = ComplexFactory(name="Korenbloemhof", code="C1")
    return closed_wave(2022, {complex_: people(30, R1=[6, 7, 8])}, texts={complex_: [SECRET]})


def test_life_of_a_wave_is_logged_with_numbers_only(staff):
    wave = WaveFactory(code="W1", title="Meting", opens_on=NOON.date())
    place = WaveComplexFactory(wave=wave, complex=ComplexFactory(name="Korenbloemhof"))
    later = wave.closes_on + timedelta(days=7)

    open_wave(wave, now=NOON, by=staff)
    issued = issue_codes(wave, today=NOON.date(), by=staff)
    place.refresh_from_db()
    code = issue_replacement(place, by=staff)
    extend_wave(wave, closes_on=later, now=NOON, by=staff)

    assert logged() == [
        (staff.name, Verb.OPENED_WAVE, "Meting", {}),
        (staff.name, Verb.ISSUED_CODES, "Meting", {"codes": 60}),
        (
            staff.name,
            Verb.ISSUED_CODES,
            "Meting",
            {"replacement": True, "complex": "Korenbloemhof"},
        ),
        (staff.name, Verb.EXTENDED_WAVE, "Meting", {"closes_on": later.isoformat()}),
    ]
    told = repr(list(AuditEntry.objects.values()))
    assert all(one not in told for one in (code, *(code for _place, code in issued)))


@pytest.mark.django_db(transaction=True)
def test_closing_is_logged_once_however_often_it_is_run(staff):
    wave, _codes = open_wave_with_codes(dwellings=3)
    AuditEntry.objects.count()

    for _again in range(2):
        close_wave(wave, now=NOON, by=staff)

    closed = [one for one in logged() if one[1] == Verb.CLOSED_WAVE]
    assert closed == [(staff.name, Verb.CLOSED_WAVE, wave.title, {})]


def test_refused_step_leaves_no_line(staff, wave):
    with pytest.raises(Exception, match="stand van de meting"):
        open_wave(wave, now=NOON, by=staff)

    assert logged() == []


def test_reading_and_judging_texts_is_logged_without_a_word_of_them(staff, staff_client, wave):
    FreeText.objects.update(state="unread", released_text="")
    text = FreeText.objects.get()

    staff_client.get("/metingen/2022/teksten/")
    staff_client.get(f"/metingen/2022/teksten/{text.pk}/")
    release_text(text, words=SECRET, by=staff)
    undo_text(text, by=staff)
    withhold_text(text, by=staff)

    assert [(verb, words, facts) for _who, verb, words, facts in logged()] == [
        (Verb.READ_TEXTS, "Meting 2022", {}),
        (Verb.READ_TEXTS, "Meting 2022", {}),
        (Verb.JUDGED_TEXT, "Meting 2022", {"outcome": "vrijgegeven"}),
        (Verb.JUDGED_TEXT, "Meting 2022", {"outcome": "nog niet gelezen"}),
        (Verb.JUDGED_TEXT, "Meting 2022", {"outcome": "niet gebruiken"}),
    ]


@pytest.mark.parametrize("name", ["cijfers.csv", "verdelingen.csv"])
def test_export_is_logged(staff, staff_client, wave, name):
    b"".join(staff_client.get(f"/metingen/2022/export/{name}").streaming_content)

    assert logged() == [(staff.name, Verb.EXPORTED, "Meting 2022", {"file": name})]


def test_export_that_does_not_exist_is_not_logged(staff_client, wave):
    assert staff_client.get("/metingen/2022/export/alles.csv").status_code == 404
    assert logged() == []


@pytest.mark.slow
def test_report_is_logged_as_draft_as_published_and_each_time_it_is_opened(
    staff, staff_client, wave, corporation
):
    staff_client.get("/metingen/2022/uitslag/C1/concept/")
    staff_client.post("/rapporten/nieuw/", {"meting": "2022", "complex": "C1"})
    pk = wave.editions.get().pk
    staff_client.get(f"/rapporten/{pk}/")
    staff_client.get(f"/rapporten/{pk}/")

    edition = "Korenbloemhof Meting 2022, uitgave 1"
    assert logged() == [
        (staff.name, Verb.OPENED_REPORT, "Korenbloemhof Meting 2022", {"draft": True}),
        (staff.name, Verb.PUBLISHED, edition, {"number": 1}),
        (staff.name, Verb.OPENED_REPORT, edition, {}),
        (staff.name, Verb.OPENED_REPORT, edition, {}),
    ]


def test_changed_settings_are_logged_by_field_and_never_by_content(
    staff, staff_client, corporation
):
    page = staff_client.get("/instellingen/")
    sent = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    staff_client.post("/instellingen/", sent | {"phone": "06 12 34 56 78"})

    (line,) = logged()
    assert line[:2] == (staff.name, Verb.CHANGED_SETTINGS)
    assert len(line[3]["fields"]) == 1


def test_looking_at_who_wants_to_be_called_is_logged_without_names(staff, staff_client):
    ask_for_call(name=SECRET, phone="06 12 34 56 78", topic="", now=timezone.now())

    staff_client.get("/terugbelverzoeken/")
    staff_client.post(f"/terugbelverzoeken/{CallRequest.objects.get().pk}/wissen/")

    assert [(verb, words) for _who, verb, words, _facts in logged()] == [
        (Verb.LOOKED_AT, "terugbelverzoeken"),
        (Verb.REMOVED, "een terugbelverzoek"),
    ]


def test_nothing_a_resident_does_is_ever_logged(settings):
    _wave, issued = open_wave_with_codes(dwellings=2)
    before = AuditEntry.objects.count()
    resident = Client()

    resident.get("/vragenlijst/")
    resident.post("/vragenlijst/", {"code": issued[0][1]}, follow=True)

    assert AuditEntry.objects.count() == before
