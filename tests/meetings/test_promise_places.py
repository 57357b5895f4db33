"""Where promises are found: ledgers, files, home pages, the search, and pages of complexes and partners."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from accounts.roles import Role
from meetings.models import Minutes, Promise
from proof.models import AuditEntry
from tests.factories import ComplexFactory, ContactFactory, PartnerFactory, UserFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    PromiseFactory,
)
from tests.html import column, text_of
from tests.meetings.scenes import client_as, client_of

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew each time: a run may go on past midnight
DAY = timedelta(days=1)


def some_years(**more) -> None:
    """Two kept, one late, one dropped, one open and one overdue, in two years."""
    before = today() - 500 * DAY
    done = {"state": "done", "made_on": before - DAY, "due_on": before}
    PromiseFactory(what="Op tijd", ended_on=before, **done, **more)
    PromiseFactory(
        what="Verzet en te laat",
        **done | {"due_on": before + 90 * DAY, "first_due_on": before},
        ended_on=before + 5 * DAY,
        **more,
    )
    PromiseFactory(what="Kan niet", state="cannot", reason="Zo.", ended_on=today(), **more)
    PromiseFactory(what="Nog open", **more)
    PromiseFactory(what="Over de dag", overdue=True, **more)


# Ledgers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["complex", "partner"])
def test_ledger_counts_all_years_and_says_how(of):
    complex_, partner = ComplexFactory(name="Hof"), PartnerFactory(name="Politie Noord")
    some_years(complex=complex_, partner=partner)
    PromiseFactory(what="Van een ander")
    path = {
        "complex": f"/afspraken/complex/{complex_.code}/",
        "partner": f"/afspraken/partner/{partner.pk}/",
    }[of]

    answer = client_of(Role.READER).get(path)

    years = sorted({(today() - 501 * DAY).year, (today() - 30 * DAY).year}, reverse=True)
    assert [row.year for row in answer.context["years"]] == years
    cells = column(answer, r'<td class="number"[^>]*>(.*?)</td>')
    assert cells[-5:] == ["1", "1", "1", "1", "1"]
    page = text_of(answer)
    assert "Een dag verzetten maakt een afspraak dus niet op tijd." in page
    assert "Van een ander" not in page
    for what in ("Op tijd", "Verzet en te laat", "Kan niet", "Nog open", "Over de dag"):
        assert what in page


def test_ledger_of_who_promised_nothing_says_so():
    partner = PartnerFactory()

    page = text_of(client_of(Role.READER).get(f"/afspraken/partner/{partner.pk}/"))

    assert "Nog geen afspraken" in page
    assert "Wat ervan terechtkwam" not in page


def test_ledger_of_a_complex_is_where_the_next_promise_about_it_begins():
    complex_ = ComplexFactory(code="C7", name="Hof")
    client = client_of(Role.ORGANISER)

    page = client.get("/afspraken/complex/C7/").content.decode()

    assert 'href="/afspraken/nieuw/?complex=C7"' in page
    assert "Over Hof." in text_of(client.get("/afspraken/nieuw/?complex=C7"))
    assert complex_.promises.count() == 0


def test_ledger_of_what_does_not_exist_is_not_there():
    client = client_of(Role.READER)

    assert client.get("/afspraken/complex/nergens/").status_code == 404
    assert client.get("/afspraken/partner/0/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 300])
def test_ledger_costs_as_many_queries_for_three_hundred_as_for_one(
    staff_client, django_assert_num_queries, number
):
    complex_ = ComplexFactory()
    PromiseFactory.bulk(number, complex=complex_)

    with django_assert_num_queries(8):
        staff_client.get(f"/afspraken/complex/{complex_.code}/")


# Files ------------------------------------------------------------------------------------------------


def lines(answer) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_file_holds_what_the_list_shows_and_is_written_in_the_log():
    partner = PartnerFactory(name="Politie Noord")
    some_years(partner=partner)
    client = client_of(Role.ORGANISER)

    found = lines(client.get(f"/afspraken/export/?stand=vervallen&partner={partner.pk}"))

    assert [(row["afspraak"], row["organisatie"], row["want"], row["uitkomst"]) for row in found] == [
        ("Kan niet", "Politie Noord", "Zo.", "kan niet of vervallen")
    ]  # fmt: skip
    entry = AuditEntry.objects.get(verb="exported")
    assert (entry.words, entry.details) == ("afspraken", {"lines": 1})
    assert len(lines(client.get("/afspraken/export/"))) == 5
    assert len(lines(client.get("/afspraken/export/?zoek=verzet"))) == 1


def test_file_for_a_spreadsheet_never_runs_what_somebody_typed():
    PromiseFactory(what="=HYPERLINK(1)")
    client = client_of(Role.ORGANISER)

    assert lines(client.get("/afspraken/export/"))[0]["afspraak"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(client.get("/afspraken/export/?soort=xlsx").content))
    assert book["Afspraken"]["B2"].value == "'=HYPERLINK(1)"


# Home pages and search --------------------------------------------------------------------------------


def test_home_shows_what_is_overdue_or_due_this_week_to_who_keeps_promises():
    PromiseFactory(what="Over de dag", overdue=True)
    PromiseFactory(what="Deze week", due_on=today() + 7 * DAY)
    PromiseFactory(what="Later", due_on=today() + 8 * DAY)
    PromiseFactory(what="Gedaan", done=True, due_on=today())

    page = text_of(client_of(Role.ORGANISER).get("/"))

    assert page.index("Over de dag") < page.index("Deze week")
    assert "Later" not in page
    assert "Gedaan" not in page


def test_home_of_a_colleague_who_keeps_no_promises_shows_their_own():
    colleague = UserFactory(roles=[Role.FIELD_STAFF])
    client = client_as(colleague)
    PromiseFactory(what="Van mij", overdue=True, colleague=colleague)
    PromiseFactory(what="Van een ander", overdue=True)

    page = text_of(client.get("/"))

    assert "Van mij" in page
    assert "Van een ander" not in page


def test_home_says_when_there_are_more_than_it_shows():
    PromiseFactory.create_batch(7, overdue=True)

    assert "Er zijn er meer die nu aandacht vragen." in text_of(client_of(Role.ORGANISER).get("/"))


def test_home_of_an_administrator_has_no_promises():
    PromiseFactory(what="Over de dag", overdue=True)

    assert "Over de dag" not in text_of(client_of(Role.ADMINISTRATOR).get("/"))


def test_search_finds_promises_whatever_became_of_them_and_only_for_who_may_see_them():
    PromiseFactory(what="Sloten vervangen", done=True)

    assert "Sloten vervangen" in text_of(client_of(Role.READER).get("/zoeken/?zoek=sloten"))
    assert "Sloten vervangen" not in text_of(
        client_of(Role.ADMINISTRATOR).get("/zoeken/?zoek=sloten")
    )


def test_home_of_a_partner_shows_own_promises_and_shared_minutes_only():
    here, other = ParticipationFactory(meeting__title="Bewonersavond Hof"), ContactFactory()
    PromiseFactory(what="Vaker langskomen", partner=here.contact.partner, overdue=True)
    PromiseFactory(what="Lampen plaatsen", partner=other.partner)
    Minutes.objects.create(meeting=here.meeting, shared_with_partners_at=timezone.now())
    unshared = ParticipationFactory(meeting=MeetingFactory(held=True), contact=here.contact)
    Minutes.objects.create(meeting=unshared.meeting)

    answer = client_as(here.contact.user).get("/mijn/")

    page = text_of(answer)
    assert "Vaker langskomen te laat" in page
    assert "Lampen plaatsen" not in page
    html = answer.content.decode()
    assert f"/mijn/bijeenkomsten/{here.meeting.pk}/verslag/" in html
    assert f"/mijn/bijeenkomsten/{unshared.meeting.pk}/verslag/" not in html
    elsewhere = text_of(client_as(other.user).get("/mijn/"))
    assert "Vaker langskomen" not in elsewhere
    assert "Verslagen" not in elsewhere


# Pages of a complex and a partner -----------------------------------------------------------------------


def test_page_of_a_complex_tells_its_promises_on_the_timeline_and_in_the_ledger():
    complex_ = ComplexFactory()
    some_years(complex=complex_)

    answer = client_of(Role.READER).get(complex_.get_absolute_url())

    kinds = {
        entry.title: (entry.pill, entry.tone)
        for entry in answer.context["entries"]
        if entry.kind == "promise"
    }
    assert kinds == {
        "Op tijd": ("op tijd gedaan", "neutral"),
        "Verzet en te laat": ("te laat gedaan", "neutral"),
        "Kan niet": ("kan niet of vervallen", "neutral"),
        "Nog open": ("open", "neutral"),
        "Over de dag": ("te laat", "worse"),
    }
    page = text_of(answer)
    assert "1 op tijd gedaan, 1 te laat gedaan, 1 open, 1 te laat, 1 kan niet of vervallen" in page
    assert f"/afspraken/complex/{complex_.code}/" in answer.content.decode()


def test_page_of_a_partner_tells_what_they_still_have_to_keep():
    partner = PartnerFactory()
    PromiseFactory(what="Vaker langskomen", partner=partner, overdue=True)
    PromiseFactory(what="Gedaan", partner=partner, done=True, due_on=today())

    answer = client_of(Role.ORGANISER).get(partner.get_absolute_url())

    card = answer.context["cards"][0]
    assert [(row.title, row.pill) for row in card.rows] == [
        ("1 op tijd gedaan, 1 te laat", ""),
        ("Vaker langskomen", "te laat"),
    ]
    assert f"/afspraken/partner/{partner.pk}/" in answer.content.decode()


def test_who_may_not_see_promises_finds_none_on_the_page_of_a_complex_or_partner():
    complex_, partner = ComplexFactory(), PartnerFactory()
    PromiseFactory(what="Vaker langskomen", partner=partner, complex=complex_)
    client = client_of(Role.ADMINISTRATOR)

    for path in (complex_.get_absolute_url(), partner.get_absolute_url()):
        page = text_of(client.get(path))
        assert "Vaker langskomen" not in page
        assert "Alle afspraken" not in page
    assert Promise.objects.exists()
