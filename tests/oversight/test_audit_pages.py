"""The page Logboek and its export."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from proof.audit import record
from proof.models import AuditEntry, Verb
from tests.factories import ComplexFactory, UserFactory
from tests.html import text_of

LIST_QUERIES = 7  # session, user, corporation, people and kinds to choose from, count, page


def lines(number: int) -> None:
    now = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now - timedelta(minutes=minute),
            actor_name=f"Medewerker {minute}",
            verb=Verb.EXPORTED,
            kind="wave",
            key="1",
            words=f"Meting {minute}",
            details={"file": "cijfers.csv"},
        )
        for minute in range(number)
    )


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_the_same_queries_whatever_its_length(
    client, number, django_assert_num_queries, corporation
):
    lines(number)
    client.get("/logboek/")

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get("/logboek/")

    assert f"{number} regel" in text_of(page)


# Very many lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", ["", "-wanneer", "wanneer", "-wie", "-soort"])
def test_pages_go_on_beyond_the_lines_that_are_counted_and_show_each_line_once(
    client, sort, corporation
):
    lines(10_030)
    shown = [
        client.get("/logboek/", {"pagina": page, "sorteer": sort}) for page in (1, 400, 401, 402)
    ]

    first, last_counted, beyond, _end = shown
    assert "Meer dan 10.000 regels" in text_of(first)
    assert "Bladzijde 1 van meer dan 400" in text_of(first)
    assert "Bladzijde 401 van meer dan 400" in text_of(beyond)
    assert [page.context["listing"].page.has_next() for page in shown] == [True, True, True, False]
    found = [entry.pk for page in shown for entry in page.context["listing"].page]
    assert len(found) == len(set(found)) == 25 + 25 + 25 + 5
    far = client.get("/logboek/", {"pagina": 403, "sorteer": sort})
    assert [entry.pk for entry in far.context["listing"].page] == found[25:50]
    assert last_counted.context["listing"].total == 10_000


def test_ten_thousand_lines_are_counted_to_the_end(client):
    lines(10_000)

    page = client.get("/logboek/?pagina=400")

    assert "10.000 regels" in text_of(page)
    assert "Meer dan" not in text_of(page)
    assert "Bladzijde 400 van 400" in text_of(page)
    assert not page.context["listing"].page.has_next()
    assert client.get("/logboek/?pagina=401").context["listing"].page.number == 400


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "audit_by_moment"),
        ("?sorteer=wanneer", "audit_by_moment"),
        ("?sorteer=wie", "audit_by_name"),
        ("?sorteer=-wie", "audit_by_name"),
        ("?sorteer=wat", "audit_by_verb"),
        ("?sorteer=-wat", "audit_by_verb"),
        ("?sorteer=soort", "audit_by_kind"),
        ("?sorteer=-soort", "audit_by_kind"),
        ("?wat=exported", "audit_by_verb"),
        ("?soort=wave", "audit_by_kind"),
        ("?soort=wave&van=2020-01-01", "audit_by_kind"),
        ("?wie=systeem", "audit_by_actor"),
        ("?van=2020-01-01&tot=2090-01-01", "audit_by_moment"),
    ],
)
def test_list_reads_an_index_from_end_to_end_and_sorts_nothing(client, query, index):
    if connection.vendor != "sqlite":
        pytest.skip("the plan is told in SQLite's words")
    lines(30)
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/logboek/{query}")
    [ids] = [one["sql"] for one in asked if "LIMIT 10001" in one["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {ids}")
        plan = " / ".join(row[-1] for row in cursor.fetchall())

    assert f"USING COVERING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
    assert not any("COUNT(" in one["sql"] or "DISTINCT" in one["sql"] for one in asked)


def test_kinds_to_choose_from_are_those_of_the_lines(client, three):
    choices = client.get("/logboek/").context["form"].fields["soort"].choices

    assert choices == [("", "alles"), ("complex", "complex"), ("user", "medewerker")]
    assert AuditEntry.objects.kinds() == ["complex", "user"]


def test_line_is_told_in_dutch(client, administrator):
    record(administrator, Verb.EXPORTED, ComplexFactory(name="Korenbloemhof"), file="cijfers.csv")

    told = text_of(client.get("/logboek/"))

    assert "Noor Demo maakte een export van Korenbloemhof" in told
    assert "bestand: cijfers.csv" in told
    assert "complex" in told


def test_empty_log_says_what_will_stand_here(client):
    assert "Nog niets gebeurd" in text_of(client.get("/logboek/"))


def words_shown(client: Client, query: str) -> list[str]:
    page = client.get(f"/logboek/{query}")
    return [entry.words for entry in page.context["listing"].page]


@pytest.fixture
def three(administrator):
    other = UserFactory(name="Bram Voorbeeld")
    now = timezone.make_aware(timezone.datetime(2026, 6, 1, 0, 30))
    record(administrator, Verb.EXPORTED, ComplexFactory(name="Aa"), now=now)
    record(other, Verb.CHANGED_RIGHTS, administrator, words="Bb", now=now + timedelta(days=1))
    record(None, Verb.CLOSED_WAVE, words="Cc", now=now + timedelta(days=2))
    return other


def test_filters_narrow_down_who_what_kind_and_when(client, three):
    assert words_shown(client, f"?wie={three.pk}") == ["Bb"]
    assert words_shown(client, "?wie=systeem") == ["Cc"]
    assert words_shown(client, "?wat=exported") == ["Aa"]
    assert words_shown(client, "?soort=user") == ["Bb"]
    assert words_shown(client, "?van=2026-06-02") == ["Cc", "Bb"]
    assert words_shown(client, "?van=2026-06-01&tot=2026-06-01") == ["Aa"]
    assert words_shown(client, "?tot=02-06-2026&sorteer=wanneer") == ["Aa", "Bb"]
    assert words_shown(client, f"?wie={three.pk}&wat=exported") == []


def test_search_finds_names_and_things(client, three):
    assert words_shown(client, "?zoek=bram") == ["Bb"]
    assert words_shown(client, "?zoek=cc") == ["Cc"]
    assert words_shown(client, "?zoek=bram+cc") == []


@pytest.mark.parametrize("sort", ["wanneer", "wie", "wat", "soort"])
def test_every_column_sorts_both_ways(client, three, sort):
    up, down = words_shown(client, f"?sorteer={sort}"), words_shown(client, f"?sorteer=-{sort}")

    assert sorted(up) == ["Aa", "Bb", "Cc"]
    assert up == down[::-1]


@pytest.mark.parametrize(
    "query", ["?wie=x", "?wie=999999", "?wat=niets", "?soort=%00", "?van=ooit", "?pagina=-1", "?tot=2026-13-99",
              "?van=0001-01-01", "?tot=9999-12-31"]
)  # fmt: skip
def test_nonsense_in_the_address_gives_a_page(client, three, query):
    assert client.get(f"/logboek/{query}").status_code == 200


def exported(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=";"))


def test_export_holds_the_filtered_lines_and_is_a_line_itself(client, three, administrator):
    rows = exported(client.get("/logboek/logboek.csv?wat=closed_wave"))

    assert rows == [
        ["wanneer", "wie", "deed", "waarvan", "soort", "bijzonderheden"],
        ["2026-06-03 00:30:00", "het systeem", "sloot", "Cc", "", ""],
    ]
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.actor, entry.verb, entry.words) == (administrator, "exported", "het logboek")
    assert entry.details == {"lines": 1}


def test_export_guards_cells_that_a_spreadsheet_would_run(client):
    record(None, Verb.IMPORTED, words="=HYPERLINK(1)", file="+31")

    row = exported(client.get("/logboek/logboek.csv"))[-1]

    assert row[3] == "'=HYPERLINK(1)"


def test_log_is_shown_to_administrators_only(staff_client, staff):
    staff.is_administrator = False
    staff.save()

    assert staff_client.get("/logboek/").status_code == 403
    assert staff_client.get("/logboek/logboek.csv").status_code == 403
