"""Partners and contacts from a file; the pages are those of complexes (tests/complexes/test_intakes.py)."""

import pytest

from accounts.models import User
from complexes.imports.intakes import intake_of
from complexes.imports.services import NothingToDo, bring_in
from partners.models import Contact, Grant, Partner
from sheets.reading import table_from_bytes
from sheets.tables import Wish

HEADS = "Partner;Soort;Contactpersoon;Functie;E-mailadres;Telefoon\n"


def plan_of(text: str):
    return intake_of("partners").plan(table(text))


def table(text: str):
    return table_from_bytes((HEADS + text).encode(), name="partners.csv", wish=Wish())


def run(text: str):
    return bring_in(intake_of("partners"), table(text), seal=None, user=None)


def contacts() -> list[tuple]:
    fields = "partner__name", "partner__kind", "name", "function", "email", "phone"
    return list(Contact.objects.order_by("partner__name", "name").values_list(*fields))


@pytest.mark.django_db
def test_rows_make_a_partner_once_with_all_its_contacts_and_no_way_in():
    plan = run(
        "Politie Oudewaarde;politie;An Agent;wijkagent;an@politie.example;\n"
        "politie oudewaarde;;Bo Agent;;;06\n"
        "Vereniging;VvE;;;;\n"
    )

    assert [step.is_new for step in plan.steps] == [True, True, True]
    assert contacts() == [
        ("Politie Oudewaarde", "police", "An Agent", "wijkagent", "an@politie.example", ""),
        ("Politie Oudewaarde", "police", "Bo Agent", "", "", "06"),
    ]
    assert set(Partner.objects.values_list("name", "kind")) == {
        ("Politie Oudewaarde", "police"),
        ("Vereniging", "owners"),
    }
    assert (User.objects.count(), Grant.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_contact_is_known_by_address_and_only_filled_cells_change():
    text = "Gemeente;gemeente;An Voorbeeld;beleid;an@gemeente.example;010\n"
    run(text)
    with pytest.raises(NothingToDo):
        run(text)

    plan = run("Gemeente;welzijn;An Nieuwenaam;;an@gemeente.example;-\n")

    assert [(d.label, d.old, d.new) for d in plan.changed[0].differences] == [
        ("soort", "gemeente", "welzijn"),
        ("naam", "An Voorbeeld", "An Nieuwenaam"),
        ("telefoon", "010", "leeg"),
    ]
    assert contacts() == [
        ("Gemeente", "welfare", "An Nieuwenaam", "beleid", "an@gemeente.example", "")
    ]


@pytest.mark.django_db
def test_every_bad_row_is_named_and_nothing_is_stored():
    text = (
        "Politie;agenten;An;;;\n"
        "Zorg;;Bo;;;\n"
        ";zorg;Co;;;\n"
        "Gemeente;gemeente;;beleid;;\n"
        "Gemeente;gemeente;Di;;geen-adres;\n"
        "Welzijn;welzijn;Ed;;ed@samen.example;\n"
        "Buren;anders;Ed;;ED@samen.example;\n"
    )

    problems = [(each.line, each.column, each.value) for each in plan_of(text).problems]

    assert problems == [
        (2, "Soort", "agenten"),
        (3, "Soort", ""),
        (4, "Partner", ""),
        (5, "Contactpersoon", ""),
        (6, "E-mailadres", "geen-adres"),
        (8, "E-mailadres", "ED@samen.example"),
    ]
    with pytest.raises(NothingToDo):
        run(text)
    assert Partner.objects.count() == 0


@pytest.mark.django_db
def test_address_that_somebody_signs_in_with_is_not_changed_by_a_file():
    run("Gemeente;gemeente;An;;an@gemeente.example;\n")
    contact = Contact.objects.get()
    contact.user = User.objects.create_user(contact.email, kind=User.Kind.PARTNER, name="An")
    contact.save()

    refused = plan_of("Gemeente;;An;;ander@gemeente.example;\n").problems
    run("Gemeente;;An;adviseur;an@gemeente.example;\n")

    assert [(each.column, each.value) for each in refused] == [
        ("E-mailadres", "ander@gemeente.example")
    ]

    assert Contact.objects.get().user == contact.user
    assert Contact.objects.get().function == "adviseur"
