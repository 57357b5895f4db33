"""The corporation's settings and its colour as a style sheet."""

import pytest
from django.test import Client

from complexes.models import Corporation
from proof.models import AuditEntry
from tests.factories import CorporationFactory
from tests.html import errors, words

FIELDS = {
    "name": "Woonstichting Zilverbeek",
    "municipality": "Oudewaarde",
    "accent": "#0a4f8f",
    "phone": "000 - 000 00 00",
    "help_place": "de huismeester, dinsdag van 10 tot 12 uur",
    "privacy_contact": "privacy@zilverbeek.example",
    "email": "hulp@zilverbeek.example",
    "envelope": "right",
    "disclosure": "standard",
}


def test_first_settings_make_the_one_corporation(staff_client):
    staff_client.post("/instellingen/", FIELDS)
    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()
    staff_client.post("/instellingen/", FIELDS | {"name": "Zilverbeek", "seen": seen})

    stored = Corporation.objects.get()
    assert (stored.pk, stored.name, stored.help_place) == (
        1,
        "Zilverbeek",
        "de huismeester, dinsdag van 10 tot 12 uur",
    )


@pytest.mark.parametrize(
    ("accent", "accepted"),
    [
        ("#767676", True),  # 4.54 : 1
        ("#777777", False),  # 4.48 : 1
        ("#FFCC00", False),
        ("#ffffff", False),
        ("#0A4F8F", True),
    ],
)
def test_accent_must_be_readable_on_white(staff_client, accent, accepted):
    answer = staff_client.post("/instellingen/", FIELDS | {"accent": accent})

    assert (answer.status_code == 302) is accepted
    assert [one.accent for one in Corporation.objects.all()] == (
        [accent.lower()] if accepted else []
    )


def test_accent_too_light_suggests_a_darker_one_that_is_accepted(staff_client):
    answer = staff_client.post("/instellingen/", FIELDS | {"accent": "#ffcc00"})

    said = errors(answer)[0]
    assert said.startswith("Accentkleur: Deze kleur is te licht")
    assert "contrast 1,5, nodig is 4,5" in said
    darker = said.split(": ")[-1].rstrip(".")
    assert staff_client.post("/instellingen/", FIELDS | {"accent": darker}).status_code == 302


@pytest.mark.parametrize("accent", ["rood", "#fff", "#0a4f8f;}", "#0a4f8g", ""])
def test_accent_that_is_no_colour_is_refused(staff_client, accent):
    answer = staff_client.post("/instellingen/", FIELDS | {"accent": accent})

    assert errors(answer)[0].startswith("Accentkleur: ")
    assert not Corporation.objects.exists()


def test_looking_first_shows_the_colour_and_stores_nothing(staff_client):
    CorporationFactory(accent="#0a4f8f")
    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()

    answer = staff_client.post(
        "/instellingen/", FIELDS | {"accent": "#7a1f5c", "seen": seen, "bekijken": "1"}
    )

    assert "/huisstijl.css?kleur=7a1f5c" in answer.content.decode()
    assert "Er is nog niets bewaard." in words(answer.content.decode())
    assert Corporation.objects.get().accent == "#0a4f8f"


def test_looking_first_shows_a_resident_and_a_cover_as_they_would_be(staff_client):
    CorporationFactory()
    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()

    answer = staff_client.post(
        "/instellingen/",
        FIELDS
        | {"name": "Zilverbeek Nieuw", "email": "nieuw@zilverbeek.example", "seen": seen}
        | {"bekijken": "1"},
    )

    seen = words(answer.content.decode())
    assert seen.count("Zilverbeek Nieuw") == 2
    assert "Bel 000 - 000 00 00 · nieuw@zilverbeek.example" in seen
    assert Corporation.objects.get().name == "Woonstichting Zilverbeek"
    assert not AuditEntry.objects.exists()


def test_change_of_settings_stands_in_the_log_with_its_fields_and_no_values(staff_client, staff):
    CorporationFactory(phone="111")
    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()
    staff_client.post("/instellingen/", FIELDS | {"phone": "222", "envelope": "left", "seen": seen})

    (entry,) = AuditEntry.objects.filter(verb="changed_settings")
    assert entry.actor == staff
    assert {"phone", "envelope"} <= set(entry.details["fields"])
    assert "222" not in str(entry.details)

    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()
    same = {"phone": "222", "envelope": "left", "seen": seen}
    staff_client.post("/instellingen/", FIELDS | same)
    assert AuditEntry.objects.count() == 1


def test_window_of_the_envelope_is_left_or_right(staff_client):
    answer = staff_client.post("/instellingen/", FIELDS | {"envelope": "midden"})

    assert errors(answer)[0].startswith("Envelop voor brieven: ")


def test_second_of_two_administrators_is_told(staff_client):
    CorporationFactory(phone="111")
    seen = staff_client.get("/instellingen/").context["form"]["seen"].value()
    staff_client.post("/instellingen/", FIELDS | {"phone": "222", "seen": seen})

    refused = staff_client.post("/instellingen/", FIELDS | {"phone": "333", "seen": seen})

    assert "Telefoon voor hulp: 222" in errors(refused)[0]
    assert Corporation.objects.get().phone == "222"


# The style sheet --------------------------------------------------------------------------------


def test_house_style_gives_the_accent_for_light_and_dark_screens(db):
    CorporationFactory(accent="#0a4f8f")

    answer = Client().get("/huisstijl.css")

    sheet = answer.content.decode()
    assert answer["Content-Type"] == "text/css"
    light, dark = sheet.split("@media screen and (prefers-color-scheme: dark)")
    assert "--accent: #0a4f8f;" in light
    assert "--on-accent: #ffffff;" in light
    assert "--accent: #0a4f8f;" not in dark
    assert "--on-accent: #10151c;" in dark


def test_house_style_is_kept_until_the_colour_changes(db):
    CorporationFactory(accent="#0a4f8f")
    first = Client().get("/huisstijl.css")

    same = Client().get("/huisstijl.css", headers={"if-none-match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["Cache-Control"] == first["Cache-Control"] == "public, max-age=300"

    Corporation.objects.update(accent="#7a1f5c")
    changed = Client().get("/huisstijl.css", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "--accent: #7a1f5c" in changed.content.decode()


def test_house_style_with_its_colour_in_the_address_needs_no_query(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get("/huisstijl.css?kleur=7A1F5C")

    assert "--accent: #7a1f5c" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=31536000"


@pytest.mark.parametrize("asked", ["", "rood", "7a1f5", "7a1f5c;}body{}", "7a1f5c%0a", "</style>"])
def test_house_style_with_a_wrong_colour_falls_back_to_the_corporation(db, asked):
    CorporationFactory(accent="#0a4f8f")

    answer = Client().get(f"/huisstijl.css?kleur={asked}")

    assert "--accent: #0a4f8f" in answer.content.decode()
    assert answer["Cache-Control"] == "public, max-age=300"


def test_house_style_survives_a_colour_that_slipped_past_the_form(db):
    CorporationFactory(accent="};x{a:b")

    assert "--accent: #0a4f8f" in Client().get("/huisstijl.css").content.decode()
