"""Reporting groups: making, filling, emptying and deleting."""

import pytest

from complexes.models import ReportingGroup
from tests.factories import ComplexFactory, ReportingGroupFactory, WaveComplexFactory
from tests.html import column, errors, words


def test_list_explains_what_groups_are_for_and_invites(staff_client):
    text = words(staff_client.get("/rapportagegroepen/").content.decode())

    assert "Een klein complex krijgt geen eigen uitslag" in text
    assert "Eerste groep maken" in text


def test_list_counts_complexes_and_dwellings(staff_client):
    centre = ReportingGroupFactory(name="Centrum")
    ReportingGroupFactory(name="Leeg")
    ComplexFactory(group=centre, dwellings=12)
    ComplexFactory(group=centre, dwellings=1100)
    ComplexFactory(group=centre, dwellings=None)

    answer = staff_client.get("/rapportagegroepen/?sorteer=-woningen")

    assert column(answer, r"<tr>\s*(<th scope=\"row\">.*?)</tr>") == ["Centrum 3 1.112", "Leeg 0 0"]


@pytest.mark.parametrize(
    ("search", "found"),
    [("centrum", ["Centrum"]), ("sluis", ["Centrum"]), ("c6", ["Centrum"]), ("x", [])],
)
def test_list_finds_groups_by_name_and_by_their_complexes(staff_client, search, found):
    centre = ReportingGroupFactory(name="Centrum")
    ComplexFactory(group=centre, name="De Sluiswachter", code="C6")
    ComplexFactory(group=centre, name="De Sluismeester", code="C7")
    ReportingGroupFactory(name="Noord")

    assert column(staff_client.get("/rapportagegroepen/", {"zoek": search})) == found


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_five_queries(staff_client, django_assert_num_queries, number):
    for _ in range(number):
        ComplexFactory(group=ReportingGroupFactory())

    with django_assert_num_queries(5):  # session, user, count, rows, corporation
        staff_client.get("/rapportagegroepen/")


def test_making_a_group_and_adding_complexes_by_code_or_name(staff_client):
    by_code, by_name = ComplexFactory(code="C6"), ComplexFactory(name="De Sluismeester")
    staff_client.post("/rapportagegroepen/nieuw/", {"name": "Centrum"})
    group = ReportingGroup.objects.get()
    path = f"/rapportagegroepen/{group.pk}/leden/"

    staff_client.post(path, {"complex": "c6"})
    staff_client.post(path, {"complex": " de sluismeester "})

    assert set(group.complexes.all()) == {by_code, by_name}

    staff_client.post(path, {"eruit": "C6"})
    assert list(group.complexes.all()) == [by_name]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Dit veld is verplicht."),
        ("C9", "Er is geen complex met deze code of naam."),
        ("Hof", "Er zijn meer complexen met deze naam. Gebruik de code."),
    ],
)
def test_adding_an_unclear_complex_says_why(staff_client, typed, said):
    ComplexFactory.create_batch(2, name="Hof")
    group = ReportingGroupFactory()

    answer = staff_client.post(f"/rapportagegroepen/{group.pk}/leden/", {"complex": typed})

    assert errors(answer) == [f"Code of naam van het complex: {said}"]
    assert not group.complexes.exists()


def test_two_groups_cannot_share_a_name(staff_client):
    ReportingGroupFactory(name="Centrum")

    answer = staff_client.post("/rapportagegroepen/nieuw/", {"name": "Centrum"})

    assert errors(answer) == ["Naam: Er bestaat al een Rapportagegroep met eenzelfde Naam."]


@pytest.mark.parametrize("holder", ["complex", "wave"])
def test_deleting_a_group_in_use_is_refused(staff_client, holder):
    group = ReportingGroupFactory()
    if holder == "complex":
        ComplexFactory(group=group)
    else:
        WaveComplexFactory(group=group)

    answer = staff_client.post(f"/rapportagegroepen/{group.pk}/verwijderen/")

    assert answer.status_code == 409
    assert "Deze groep kan niet weg" in answer.content.decode()
    assert ReportingGroup.objects.filter(pk=group.pk).exists()


def test_deleting_an_unused_group_asks_first(staff_client):
    group = ReportingGroupFactory()
    path = f"/rapportagegroepen/{group.pk}/verwijderen/"

    assert "Ja, verwijderen" in staff_client.get(path).content.decode()
    assert ReportingGroup.objects.exists()
    assert staff_client.post(path).url == "/rapportagegroepen/"
    assert not ReportingGroup.objects.exists()


def test_members_are_changed_by_post_only(staff_client):
    group = ReportingGroupFactory()

    assert staff_client.get(f"/rapportagegroepen/{group.pk}/leden/").status_code == 405
    assert staff_client.get("/rapportagegroepen/99/").status_code == 404
