"""Pages of complexes: list, one, add, change, delete."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complexes.models import Complex, Entrance, Incident, Measure
from tests.factories import (
    ComplexFactory,
    CorporationFactory,
    IncidentFactory,
    MeasureFactory,
    ReportingGroupFactory,
    WaveComplexFactory,
)
from tests.html import column, errors, heading, words

FIELDS = {
    "code": "C2",
    "name": "Korenbloemhof",
    "kind": "portiekflats, 4 lagen",
    "built": "1958",
    "address": "Korenstraat 1-95",
    "postcode": "1234 AB",
    "place": "Oudewaarde",
    "dwellings": "96",
    "group": "",
}


def rows(*entrances: dict[str, object], start: str = "ingang") -> dict[str, str]:
    sent = {f"{start}-TOTAL_FORMS": str(len(entrances)), f"{start}-INITIAL_FORMS": "0"}
    for number, entrance in enumerate(entrances):
        sent |= {f"{start}-{number}-{key}": str(value) for key, value in entrance.items()}
    return sent


def seen(client, path: str) -> str:
    return client.get(path).context["form"]["seen"].value()


# The list ---------------------------------------------------------------------------------------


def test_list_without_complexes_says_what_to_do(staff_client):
    html = staff_client.get("/complexen/").content.decode()

    assert "Nog geen complexen" in html
    assert 'href="/complexen/nieuw/">Eerste complex toevoegen</a>' in html
    assert 'id="zoek"' not in html


def test_list_shows_complexes_by_name_and_sorts_by_column(staff_client):
    ComplexFactory(name="Zilver", code="A", dwellings=9)
    ComplexFactory(name="Akker", code="B", dwellings=100)
    ComplexFactory(name="Meent", code="C", dwellings=50)

    assert column(staff_client.get("/complexen/")) == ["Akker", "Meent", "Zilver"]
    assert column(staff_client.get("/complexen/?sorteer=-woningen")) == ["Akker", "Meent", "Zilver"]
    assert column(staff_client.get("/complexen/?sorteer=woningen")) == ["Zilver", "Meent", "Akker"]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("koren", ["Korenbloemhof"]),
        ("KOREN hof", ["Korenbloemhof"]),
        ("c2", ["Korenbloemhof"]),
        ("oudewaarde", ["Korenbloemhof", "Parkzicht"]),
        ("galerij oudewaarde", ["Parkzicht"]),
        ("zzz", []),
    ],
)
def test_list_finds_complexes_that_hold_every_word(staff_client, search, found):
    ComplexFactory(name="Korenbloemhof", code="C2", place="Oudewaarde")
    ComplexFactory(name="Parkzicht", code="C4", place="Oudewaarde", kind="galerijflat")

    assert column(staff_client.get("/complexen/", {"zoek": search})) == found


def test_list_with_nothing_found_keeps_the_words_and_shows_the_way_back(staff_client):
    ComplexFactory()
    html = staff_client.get("/complexen/", {"zoek": '"><script>'}).content.decode()

    assert "Niets gevonden" in html
    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "<script>" not in html


def test_list_of_many_is_cut_into_pages_that_keep_the_search(staff_client):
    for number in range(30):
        ComplexFactory(name=f"Hof {number:02}")

    first = staff_client.get("/complexen/?zoek=hof")
    second = staff_client.get("/complexen/?zoek=hof&pagina=2")

    assert column(first) == [f"Hof {number:02}" for number in range(25)]
    assert column(second) == [f"Hof {number:02}" for number in range(25, 30)]
    assert 'href="?zoek=hof&amp;pagina=2"' in first.content.decode()


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_five_queries(staff_client, django_assert_num_queries, number):
    for _ in range(number):
        ComplexFactory(group=ReportingGroupFactory())

    with django_assert_num_queries(5):  # session, user, count, rows, corporation
        staff_client.get("/complexen/")


# One complex ------------------------------------------------------------------------------------


def test_page_of_a_complex_tells_facts_and_what_happened(staff_client):
    korenbloemhof = ComplexFactory(
        name="Korenbloemhof",
        code="C2",
        kind="portiekflats",
        built=1958,
        dwellings=96,
        place="Oudewaarde",
    )
    for name in ("Portiek 10", "Portiek 2"):
        Entrance.objects.create(complex=korenbloemhof, name=name, dwellings=8)
    MeasureFactory(
        complex=korenbloemhof, title="verlichting", in_place_on="2022-05-10", place="achter"
    )
    IncidentFactory(
        complex=korenbloemhof,
        title="woninginbraken",
        starts_on="2021-12-01",
        ends_on="2022-02-28",
        precision=Incident.Precision.MONTH,
    )

    answer = staff_client.get("/complexen/C2/")

    assert heading(answer) == "Korenbloemhof"
    text = words(answer.content.decode())
    assert "C2 · Portiekflats, 1958 · 96 woningen, 2 ingangen · Oudewaarde" in text
    assert column(answer, r'<span class="when">(.*?)</span>') == [
        "10 mei 2022",
        "dec 2021 – feb 2022",
    ]
    assert column(answer, r'<span class="what">(.*?)<span class="end">') == [
        "Verlichting maatregel · camera’s · achter",
        "Woninginbraken incident · inbraak",
    ]
    assert text.index("Portiek 2 8 woningen") < text.index("Portiek 10 8 woningen")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Camera's", "Brand"]),
        ("?soort=measure", ["Camera's"]),
        ("?soort=incident", ["Brand"]),
        ("?soort=meeting", ["Camera's", "Brand"]),
        ("?soort=%00'", ["Camera's", "Brand"]),
    ],
)
def test_timeline_shows_one_kind_when_asked(staff_client, query, titles):
    complex_ = ComplexFactory(code="C2")
    MeasureFactory(complex=complex_, title="camera's", in_place_on="2022-05-10")
    IncidentFactory(complex=complex_, title="brand", starts_on="2021-05-10")

    answer = staff_client.get(f"/complexen/C2/{query}")

    assert column(answer, r'<span class="what"><strong>(.*?)</strong>') == titles


def test_page_of_an_empty_complex_invites_to_begin(staff_client):
    ComplexFactory(code="C2", dwellings=None)

    text = words(staff_client.get("/complexen/C2/").content.decode())

    assert "aantal woningen onbekend" in text
    assert "Hier komt te staan wat er gebeurde" in text
    assert "Van dit complex is nog geen uitslag." in text


def test_page_of_an_unknown_complex_is_missing(staff_client):
    assert staff_client.get("/complexen/C9/").status_code == 404
    assert staff_client.get("/complexen/C9/wijzigen/").status_code == 404
    assert staff_client.get("/complexen/C9/verwijderen/").status_code == 404


def test_page_of_a_complex_costs_the_same_with_more_on_it(staff_client):
    CorporationFactory()
    complex_ = ComplexFactory(code="C2", group=ReportingGroupFactory())
    counts = []
    for _ in range(2):
        for number in range(10):
            MeasureFactory(complex=complex_)
            IncidentFactory(complex=complex_)
            Entrance.objects.create(
                complex=complex_, name=f"Deur {Entrance.objects.count()}{number}"
            )
        with CaptureQueriesContext(
            connection,
        ) as queries:
            staff_client.get("/complexen/C2/")
        counts.append(len(queries))

    assert counts[0] == counts[1]


# Adding and changing ----------------------------------------------------------------------------


def test_adding_a_complex_stores_it_with_its_entrances(staff_client):
    sent = FIELDS | rows(
        {"name": "Portiek 1", "dwellings": 8}, {"name": " Portiek 2 "}, {"name": ""}
    )

    answer = staff_client.post("/complexen/nieuw/", sent, follow=True)

    assert answer.redirect_chain == [("/complexen/C2/", 302)]
    assert "Korenbloemhof is bewaard." in words(answer.content.decode())
    stored = Complex.objects.get()
    assert (stored.code, stored.name, stored.built, stored.dwellings, stored.group) == (
        "C2",
        "Korenbloemhof",
        1958,
        96,
        None,
    )
    assert list(stored.entrances.values_list("name", "dwellings")) == [
        ("Portiek 1", 8),
        ("Portiek 2", None),
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, ["Naam: Dit veld is verplicht."]),
        ({"code": "nieuw"}, ["Code: Deze code gebruikt Buurtpeil zelf. Kies een andere."]),
        ({"code": "c1"}, ["Code: Er is al een complex met deze code."]),
        ({"code": "a/b"}, ["Code: Gebruik letters, cijfers, punt, streepje of liggend streepje."]),
        ({"code": "../x"}, ["Code: Gebruik letters, cijfers, punt, streepje of liggend streepje."]),
        ({"built": "71"}, ["Bouwjaar: Schrijf een jaartal van vier cijfers, zoals 1971."]),
        ({"dwellings": "0"}, ["Aantal woningen: Zorg ervoor dat deze waarde minstens 1 is."]),
        ({"dwellings": "veel"}, ["Aantal woningen: Voer een geheel getal in."]),
        ({"group": "99"}, ["Rapportagegroep: Selecteer een geldige keuze."]),
    ],
)  # fmt: skip
def test_adding_a_complex_with_something_wrong_says_what_and_keeps_the_rest(
    staff_client, changes, said
):
    ComplexFactory(code="C1")

    answer = staff_client.post("/complexen/nieuw/", FIELDS | changes | rows({"name": "Hoek"}))

    assert [
        line[: len(expected)] for line, expected in zip(errors(answer), said, strict=True)
    ] == said
    assert answer.context["form"]["address"].value() == "Korenstraat 1-95"
    assert answer.context["rows"].forms[0]["name"].value() == "Hoek"
    assert Complex.objects.count() == 1


def test_asking_for_more_rows_keeps_what_was_typed_and_stores_nothing(staff_client):
    sent = FIELDS | rows({"name": "Hoek"}) | {"meer": "1"}

    answer = staff_client.post("/complexen/nieuw/", sent)

    assert len(answer.context["rows"].forms) == 11
    assert answer.context["rows"].forms[0]["name"].value() == "Hoek"
    assert answer.context["form"]["name"].value() == "Korenbloemhof"
    assert not Complex.objects.exists()


def test_changing_a_complex_renames_adds_and_swaps_entrances(staff_client):
    complex_ = ComplexFactory(code="C2")
    one, two = (Entrance.objects.create(complex=complex_, name=name) for name in ("A", "B"))
    path = "/complexen/C2/wijzigen/"
    entrances = rows({"id": one.pk, "name": "B"}, {"id": two.pk, "name": "A"}, {"name": "C"})

    answer = staff_client.post(path, FIELDS | entrances | {"seen": seen(staff_client, path)})

    assert answer.status_code == 302
    stored = dict(complex_.entrances.values_list("name", "pk"))
    assert (stored["A"], stored["B"], len(stored)) == (two.pk, one.pk, 3)


def test_two_entrances_with_one_name_are_refused_at_the_row(staff_client):
    answer = staff_client.post(
        "/complexen/nieuw/", FIELDS | rows({"name": "Hoek"}, {"name": "hoek"})
    )

    assert answer.context["rows"].forms[1].errors["name"] == [
        "Deze naam is er al. Geef elke ingang een eigen naam."
    ]
    assert "Ga naar de ingangen" in answer.content.decode()
    assert not Complex.objects.exists()


def test_taking_an_entrance_away_is_asked_before_it_is_done(staff_client):
    complex_ = ComplexFactory(code="C2")
    hoek = Entrance.objects.create(complex=complex_, name="Hoek")
    path = "/complexen/C2/wijzigen/"
    sent = FIELDS | rows({"id": hoek.pk, "name": "Hoek", "remove": "on"})
    sent["seen"] = seen(staff_client, path)

    asked = staff_client.post(path, sent)

    assert "U haalt deze ingangen weg: Hoek" in words(asked.content.decode())
    assert complex_.entrances.exists()

    assert staff_client.post(path, sent | {"zeker": "on"}).status_code == 302
    assert not complex_.entrances.exists()


def test_entrance_of_another_complex_cannot_be_touched(staff_client):
    ComplexFactory(code="C2")
    foreign = Entrance.objects.create(complex=ComplexFactory(), name="Van een ander")
    path = "/complexen/C2/wijzigen/"
    sent = FIELDS | rows({"id": foreign.pk, "name": "Gestolen", "remove": "on"}) | {"zeker": "on"}

    staff_client.post(path, sent | {"seen": seen(staff_client, path)})

    foreign.refresh_from_db()
    assert foreign.name == "Van een ander"


def test_second_of_two_people_is_told_and_loses_nothing(staff_client):
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)
    path = "/complexen/C2/wijzigen/"
    first, second = seen(staff_client, path), seen(staff_client, path)
    staff_client.post(path, FIELDS | rows() | {"dwellings": "97", "seen": first})

    refused = staff_client.post(path, FIELDS | rows() | {"dwellings": "98", "seen": second})

    assert errors(refused) == [
        "Iemand anders heeft dit intussen gewijzigd. Wat u invulde staat hieronder nog; bewaar nog "
        "eens om het toch zo op te slaan. Nu is opgeslagen: Aantal woningen: 97."
    ]
    assert refused.context["form"]["dwellings"].value() == "98"
    complex_.refresh_from_db()
    assert complex_.dwellings == 97

    again = refused.context["form"]["seen"].value()
    answer = staff_client.post(path, FIELDS | rows() | {"dwellings": "98", "seen": again})
    assert answer.status_code == 302
    complex_.refresh_from_db()
    assert complex_.dwellings == 98


def test_entrance_added_by_somebody_else_stays_and_is_told(staff_client):
    complex_ = ComplexFactory(code="C2")
    path = "/complexen/C2/wijzigen/"
    mine = seen(staff_client, path)
    Entrance.objects.create(complex=complex_, name="Van de ander")

    refused = staff_client.post(path, FIELDS | rows({"name": "Van mij"}) | {"seen": mine})
    assert "Iemand anders heeft dit intussen gewijzigd." in errors(refused)[0]

    again = refused.context["form"]["seen"].value()
    staff_client.post(path, FIELDS | rows({"name": "Van mij"}) | {"seen": again})
    assert list(complex_.entrances.values_list("name", flat=True)) == ["Van de ander", "Van mij"]


# Deleting ---------------------------------------------------------------------------------------


def test_deleting_a_complex_asks_and_then_takes_everything_along(staff_client):
    complex_ = ComplexFactory(code="C2", name="Korenbloemhof")
    MeasureFactory(complex=complex_)
    IncidentFactory(complex=complex_)

    asked = staff_client.get("/complexen/C2/verwijderen/")
    assert "verdwijnen ook 1 maatregelen, 1 incidenten en 0 ingangen" in asked.content.decode()
    assert Complex.objects.exists()

    answer = staff_client.post("/complexen/C2/verwijderen/")
    assert answer.url == "/complexen/"
    assert (Complex.objects.count(), Measure.objects.count(), Incident.objects.count()) == (0, 0, 0)


def test_deleting_a_complex_that_a_wave_holds_is_refused_with_a_way_on(staff_client):
    complex_ = WaveComplexFactory(complex__code="C2").complex
    MeasureFactory(complex=complex_)

    answer = staff_client.post("/complexen/C2/verwijderen/")

    assert answer.status_code == 409
    assert "Dit complex kan niet weg" in words(answer.content.decode())
    assert "Terug naar het complex" in words(answer.content.decode())
    assert (Complex.objects.count(), Measure.objects.count()) == (1, 1)
