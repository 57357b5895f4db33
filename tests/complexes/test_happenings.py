"""Measures and incidents: the date that goes with the status, days and months, changing and deleting."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from complexes.models import Complex, Incident, Measure
from tests.factories import ComplexFactory, IncidentFactory, MeasureFactory
from tests.html import errors, heading, words

MEASURE = {"title": "verlichting achterzijde", "kind": "lighting", "place": "achter", "note": ""}
INCIDENT = {"title": "woninginbraken", "kind": "burglary"}


@pytest.fixture
def hof(db) -> Complex:
    return ComplexFactory(code="C2", name="Korenbloemhof")


@pytest.mark.parametrize(
    ("status", "field"),
    [("planned", "planned_on"), ("in_place", "in_place_on"), ("rejected", "rejected_on")],
)
def test_adding_a_measure_stores_the_date_of_its_status(staff_client, hof, status, field):
    sent = MEASURE | {"status": status, field: "10-05-2022"}

    answer = staff_client.post("/complexen/C2/maatregelen/nieuw/", sent, follow=True)

    assert "«verlichting achterzijde» is bewaard." in words(answer.content.decode())
    measure = Measure.objects.get()
    assert (measure.complex, measure.status, measure.date) == (hof, status, date(2022, 5, 10))
    assert [getattr(measure, name) for name in ("planned_on", "in_place_on", "rejected_on")].count(
        None
    ) == 2


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("planned", "Gepland voor"),
        ("in_place", "Uitgevoerd op"),
        ("rejected", "Afgewezen op"),
    ],
)
def test_measure_without_the_date_of_its_status_asks_for_that_date_only(
    staff_client, hof, status, label
):
    others = {"planned_on": "", "in_place_on": "", "rejected_on": ""}

    answer = staff_client.post(
        "/complexen/C2/maatregelen/nieuw/", MEASURE | others | {"status": status}
    )

    assert errors(answer) == [f"{label}: Vul in wanneer. Een schatting is goed."]
    assert answer.context["form"]["title"].value() == "verlichting achterzijde"
    assert not Measure.objects.exists()


@pytest.mark.parametrize(
    ("status", "field"), [("in_place", "in_place_on"), ("rejected", "rejected_on")]
)
def test_measure_done_or_rejected_in_the_future_is_refused(staff_client, hof, status, field):
    today = timezone.localdate()
    path = "/complexen/C2/maatregelen/nieuw/"

    late = staff_client.post(
        path, MEASURE | {"status": status, field: (today + timedelta(days=1)).isoformat()}
    )
    assert "Deze dag moet nog komen." in errors(late)[0]

    assert (
        staff_client.post(path, MEASURE | {"status": status, field: today.isoformat()}).status_code
        == 302
    )


def test_planned_measure_that_gets_done_keeps_the_day_it_was_planned_for(staff_client, hof):
    measure = MeasureFactory(
        complex=hof, status="planned", planned_on="2022-05-01", in_place_on=None
    )
    path = f"/complexen/C2/maatregelen/{measure.pk}/"
    form = staff_client.get(path).context["form"]
    sent = MEASURE | {
        "status": "in_place",
        "planned_on": form["planned_on"].value().isoformat(),
        "in_place_on": "2022-05-10",
        "seen": form["seen"].value(),
    }

    assert staff_client.post(path, sent).status_code == 302

    measure.refresh_from_db()
    assert (measure.planned_on, measure.date) == (date(2022, 5, 1), date(2022, 5, 10))


@pytest.mark.parametrize("status", ["", "misschien"])
def test_measure_with_an_unknown_status_is_refused(staff_client, hof, status):
    answer = staff_client.post(
        "/complexen/C2/maatregelen/nieuw/", MEASURE | {"status": status, "planned_on": "2022-01-01"}
    )

    assert errors(answer)[0].startswith("Hoe staat het ermee?:")
    assert not Measure.objects.exists()


def test_second_of_two_people_at_a_measure_hears_what_the_first_stored(staff_client, hof):
    measure = MeasureFactory(complex=hof, title="camera's", in_place_on="2022-05-10")
    path = f"/complexen/C2/maatregelen/{measure.pk}/"
    seen = staff_client.get(path).context["form"]["seen"].value()
    sent = MEASURE | {"status": "in_place", "in_place_on": "2022-05-10", "seen": seen}
    staff_client.post(path, sent | {"title": "camera's in de hal"})

    refused = staff_client.post(path, sent | {"title": "camera's bij de lift"})

    assert "Nu is opgeslagen:" in errors(refused)[0]
    assert "Maatregel: camera's in de hal" in errors(refused)[0]
    assert refused.context["form"]["title"].value() == "camera's bij de lift"
    measure.refresh_from_db()
    assert measure.title == "camera's in de hal"


# Incidents --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("precision", "starts", "ends", "stored"),
    [
        ("day", "2021-08-14", "", (date(2021, 8, 14), None)),
        ("day", "2021-08-14", "2021-08-14", (date(2021, 8, 14), None)),
        ("day", "2021-08-14", "2021-08-20", (date(2021, 8, 14), date(2021, 8, 20))),
        ("month", "2021-12-15", "", (date(2021, 12, 1), None)),
        ("month", "2021-12-15", "2021-12-02", (date(2021, 12, 1), None)),
        ("month", "2021-12-15", "2022-02-03", (date(2021, 12, 1), date(2022, 2, 28))),
        ("month", "2019-12-15", "2020-02-03", (date(2019, 12, 1), date(2020, 2, 29))),
    ],
)
def test_incident_is_stored_as_precisely_as_it_is_known(
    staff_client, hof, precision, starts, ends, stored
):
    sent = INCIDENT | {"precision": precision, "starts_on": starts, "ends_on": ends}

    assert staff_client.post("/complexen/C2/incidenten/nieuw/", sent).status_code == 302

    incident = Incident.objects.get()
    assert (incident.starts_on, incident.ends_on) == stored
    assert incident.precision == precision


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": "2021-08-13"}, "Tot en met: Deze dag ligt vóór het begin."),
        ({"starts_on": ""}, "Op of vanaf: Dit veld is verplicht."),
        ({"starts_on": "14 augustus"}, "Op of vanaf: Dit is geen datum."),
        ({"starts_on": "2999-01-01"}, "Op of vanaf: Deze dag moet nog komen."),
        ({"kind": "x"}, "Soort: Selecteer een geldige keuze."),
        (
            {"title": "x" * 121},
            "Wat gebeurde er: Zorg dat deze waarde niet meer dan 120 tekens bevat",
        ),
        ({"precision": "hour"}, "Hoe precies weet u het?: Selecteer een geldige keuze."),
    ],
)
def test_incident_with_something_wrong_says_what_at_the_field(staff_client, hof, changes, said):
    sent = INCIDENT | {"precision": "day", "starts_on": "2021-08-14", "ends_on": ""} | changes

    answer = staff_client.post("/complexen/C2/incidenten/nieuw/", sent)

    assert len(errors(answer)) == 1
    assert errors(answer)[0].startswith(said)
    assert not Incident.objects.exists()


# Both -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [MeasureFactory, IncidentFactory])
def test_deleting_asks_first_and_then_deletes_one(staff_client, hof, make):
    thing, other = make(complex=hof, title="eerste"), make(complex=hof, title="tweede")
    part = "maatregelen" if make is MeasureFactory else "incidenten"
    path = f"/complexen/C2/{part}/{thing.pk}/verwijderen/"

    asked = staff_client.get(path)
    assert heading(asked) == "«eerste» verwijderen?"
    assert type(thing).objects.count() == 2

    assert staff_client.post(path).url == "/complexen/C2/"
    assert list(type(thing).objects.all()) == [other]


@pytest.mark.parametrize("make", [MeasureFactory, IncidentFactory])
@pytest.mark.parametrize("tail", ["", "verwijderen/"])
def test_thing_of_another_complex_is_missing_under_this_one(staff_client, hof, make, tail):
    foreign = make()
    part = "maatregelen" if make is MeasureFactory else "incidenten"
    path = f"/complexen/C2/{part}/{foreign.pk}/{tail}"

    assert staff_client.get(path).status_code == 404
    assert staff_client.post(path).status_code == 404
    assert type(foreign).objects.filter(pk=foreign.pk).exists()


def test_title_with_markup_is_shown_as_text(staff_client, hof):
    MeasureFactory(complex=hof, title="<b>camera's</b>")

    html = staff_client.get("/complexen/C2/").content.decode()

    assert "&lt;b&gt;camera&#x27;s&lt;/b&gt;" in html
    assert "<b>camera" not in html
