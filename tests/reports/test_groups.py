"""The report of a group of small complexes: the same document, and never more than the group as a whole."""

import json
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from complexes.models import Complex, ReportingGroup
from partners.services.access import withdraw
from reports import batch
from reports.content.archive import to_json
from reports.content.building import Issue, report_content
from reports.content.document import Figures, Happenings, Strips
from reports.content.material import NoReport
from reports.layout import LAYOUT_VERSION
from reports.models import Edition, Share
from reports.services import draft_pdf, edition_pdf, is_identical, publish_edition
from reports.sharing import NotGranted, candidates, share_edition
from surveys import results
from surveys.models import Wave, WaveComplex
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    GrantFactory,
    ReportingGroupFactory,
    UserFactory,
    WaveFactory,
)
from tests.html import words
from tests.reports.reporting import place, small_complexes

pytestmark = pytest.mark.django_db
TODAY = date.today()
NOW = datetime(2022, 11, 2, 12, tzinfo=UTC)
FEW = "Te weinig antwoorden om te laten zien."


@pytest.fixture
def wave(corporation) -> Wave:
    return small_complexes()


@pytest.fixture
def group(wave) -> ReportingGroup:
    return ReportingGroup.objects.get()


def said(wave: Wave, subject) -> str:
    return json.dumps(to_json(report_content(wave, subject)), ensure_ascii=False)


def edition_of(wave: Wave, **fields: object) -> Edition:
    """An edition without the second it takes to set its pages."""
    values: dict[str, object] = {
        "wave": wave,
        "number": 1,
        "published_on": TODAY,
        "content": {},
        "content_sha256": "",
        "pdf_sha256": "",
        "layout_version": LAYOUT_VERSION,
    }
    return Edition.objects.create(**values | fields)


def blocks(content, kind):
    return [one for chapter in content.chapters for one in chapter.blocks if isinstance(one, kind)]


def test_report_of_a_group_names_its_complexes_and_what_happened_in_each(wave, group):
    content = report_content(wave, group, Issue(1, date(2022, 11, 2)))

    assert content.front.title == "Kleine complexen"
    assert content.front.facts[1].term == "Groep"
    assert content.front.facts[1].words == "2 complexen · 28 woningen · Hofje 1, Hofje 2"
    assert content.front.running_head == "Kleine complexen · meting 2022"
    assert content.chapters[0].blocks[0].words.startswith("Bewoners van de groep Kleine complexen")
    happened = blocks(content, Happenings)[-1]
    assert [(one.title, one.kind) for one in happened.items] == [
        ("Hofje 1: Nieuwe lampen", "maatregel"),
        ("Hofje 2: Twee branden", "incident"),
    ]
    assert "Dit rapport gaat over deze complexen samen: Hofje 1, Hofje 2." in said(wave, group)


def test_cover_of_a_large_group_counts_what_it_does_not_name(corporation):
    wave = small_complexes(answers=(3, 3, 3, 3, 3, 3), years=(2022,))
    front = report_content(wave, ReportingGroup.objects.get()).front
    assert front.facts[1].words == (
        "6 complexen · 84 woningen · Hofje 1, Hofje 2, Hofje 3, Hofje 4 en 2 andere"
    )


def test_group_stays_what_it_was_when_a_complex_moves_out_of_it_later(wave, group):
    before = report_content(wave, group)
    Complex.objects.filter(code="K2").update(group=None)
    ComplexFactory(code="K3", name="Nieuw hofje", group=group)
    assert report_content(wave, group) == before


def test_report_of_a_group_reveals_no_single_small_complex(wave, group):
    """7 residents gave a 3 and 8 a 4: only what all 15 said together may be read, anywhere in the document."""
    content = report_content(wave, group)
    stored = json.dumps(to_json(content), ensure_ascii=False)
    assert "15 van 28" in stored
    assert blocks(content, Figures)[0].items[0].value == "3,5"  # (7 × 3 + 8 × 4) / 15
    for alone in ("7 van 14", "8 van 14", '"50%"', '"57%"'):
        assert alone not in stored
    for code in ("K1", "K2"):
        assert f'"{code}"' not in stored  # no dot of its own in any picture
        with pytest.raises(NoReport):
            report_content(wave, place(code))


def test_group_with_one_small_complex_among_larger_gives_that_one_away_to_nobody(corporation):
    """40 + 7 answers: the larger one is hidden too, or subtracting it would leave the seven."""
    wave = small_complexes(answers=(40, 7), years=(2022,))
    group = ReportingGroup.objects.get()
    assert "47" in said(wave, group)
    for code in ("K1", "K2"):
        with pytest.raises(NoReport, match="tellen mee in „Kleine complexen”"):
            report_content(wave, place(code))
    assert [str(one) for one in batch.reportable(wave)] == [
        "Flat 1",
        "Flat 2",
        "Flat 3",
        "Kleine complexen",
    ]


def test_group_does_not_stand_beside_its_own_complexes(corporation):
    wave = small_complexes(answers=(12, 14), years=(2022,))
    WaveComplex.objects.filter(wave=wave).update(dwellings=40)
    results.reading.forget()
    group = ReportingGroup.objects.get()
    assert len(results.strip(wave, "R1").points) == 6  # both small ones, alone, and their group
    strips = blocks(report_content(wave, group), Strips)
    assert [len(row.chart.others) for row in strips[0].rows if row.chart] == [3] * len(
        strips[0].rows
    )


def test_group_with_too_few_answers_is_refused_on_every_page_in_plain_words(
    staff_client, corporation
):
    wave = small_complexes(answers=(4, 5), years=(2022,))
    group = ReportingGroup.objects.get()
    with pytest.raises(NoReport, match="Van de groep Kleine complexen zijn er te weinig"):
        draft_pdf(group, wave)
    with pytest.raises(NoReport):
        publish_edition(group, wave, user=None, now=NOW)
    page = staff_client.get(reverse("reports:group_results", args=["2022", group.pk]))
    assert FEW in page.content.decode()
    assert "Rapport maken" not in page.content.decode()
    query = {"meting": "2022", "groep": str(group.pk)}
    create = reverse("reports:edition_create")
    confirm = words(staff_client.get(create, query).content.decode())
    assert "Te weinig antwoorden voor een rapport" in confirm
    assert "Rapport uitgeven" not in confirm
    staff_client.post(create, query)
    draft = reverse("reports:group_preview", args=["2022", group.pk])
    refused = staff_client.get(draft, follow=True).content.decode()
    assert "Van de groep Kleine complexen zijn er te weinig antwoorden voor een rapport." in refused
    assert group not in batch.reportable(wave)
    assert not Edition.objects.exists()


def test_staff_go_from_the_result_of_a_group_to_its_edition(staff_client, staff, wave, group):
    page = staff_client.get(reverse("reports:group_results", args=["2022", group.pk]))
    query = f"meting=2022&amp;groep={group.pk}"
    text = page.content.decode()
    assert f'href="/rapporten/nieuw/?{query}">Rapport maken</a>' in text
    assert "Hofje 1: Nieuwe lampen" in text
    asked = {"meting": "2022", "groep": str(group.pk)}
    confirm = staff_client.get("/rapporten/nieuw/", asked)
    assert "Eerste uitgave" in confirm.content.decode()
    draft = staff_client.get(confirm.context["draft_url"])
    assert draft["Content-Disposition"] == (
        'attachment; filename="groep-kleine-complexen-2022-concept.pdf"'
    )
    done = staff_client.post("/rapporten/nieuw/", asked, follow=True).content.decode()
    assert "Kleine complexen Meting 2022, uitgave 1 is uitgegeven" in words(done)
    edition = Edition.objects.get()
    assert (edition.group, edition.complex, edition.number) == (group, None, 1)
    assert (edition.published_by, edition.layout_version) == (staff, LAYOUT_VERSION)
    got = staff_client.get(reverse("reports:edition_download", args=[edition.pk]))
    assert got["Content-Disposition"] == (
        'attachment; filename="groep-kleine-complexen-2022-uitgave-1.pdf"'
    )
    assert is_identical(edition, got.content)
    assert edition_pdf(edition) == got.content


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"complex": "L1", "groep": "own"}, "Kies een complex of een groep, niet allebei."),
        ({}, "Kies een complex of een groep."),
        ({"groep": "other"}, "Kies een groep uit de lijst."),
        ({"groep": "<b>"}, "Kies een groep uit de lijst."),
        ({"meting": "2024", "groep": "own"}, "Deze groep deed niet mee aan deze meting."),
    ],
)
def test_wrong_choice_of_a_group_is_told_at_its_field(staff_client, wave, group, asked, problem):
    WaveFactory(code="2024", state="closed")
    keys = {"own": str(group.pk), "other": str(ReportingGroupFactory().pk)}
    query = {"meting": "2022"} | {name: keys.get(value, value) for name, value in asked.items()}
    url = reverse("reports:edition_create")
    assert problem in staff_client.get(url, query).content.decode()
    staff_client.post(url, query)
    assert not Edition.objects.exists()


def test_numbers_count_per_wave_and_per_complex_or_group(wave, group):
    edition_of(wave, group=group)
    edition_of(wave, complex=place("K1"))
    edition_of(Wave.objects.get(code="2020"), group=group)
    assert Edition.objects.about(group, wave).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        edition_of(wave, group=group)


@pytest.mark.parametrize("both", [True, False])
def test_edition_about_both_or_nothing_is_refused_by_the_database(wave, group, both):
    about = {"group": group, "complex": place("K1")} if both else {}
    with pytest.raises(IntegrityError, match="edition_is_about_a_complex_or_a_group"):
        edition_of(wave, **about)


def test_list_sorts_and_finds_groups_among_complexes(staff_client, wave, group):
    edition_of(wave, group=group)
    edition_of(wave, complex=place("L1"))
    edition_of(wave, complex=place("K1"))
    url = reverse("reports:edition_list")
    page = staff_client.get(url, {"sorteer": "complex"})
    names = [str(one.subject) for one in page.context["listing"].page]
    assert names == ["Flat 1", "Hofje 1", "Kleine complexen"]
    found = staff_client.get(url, {"zoek": "kleine 2022"})
    assert [one.subject for one in found.context["listing"].page] == [group]


def test_list_says_when_a_later_layout_sets_the_same_words(staff_client, wave, group):
    older = edition_of(wave, group=group, layout_version=LAYOUT_VERSION - 1)
    note = "zelfde woorden en cijfers, opgemaakt door een nieuwere versie"
    url = reverse("reports:edition_list")
    confirm = f"{reverse('reports:edition_create')}?meting=2022&groep={group.pk}"
    assert note in staff_client.get(url).content.decode()
    assert note in staff_client.get(confirm).content.decode()
    Edition.objects.filter(pk=older.pk).update(layout_version=LAYOUT_VERSION)
    assert note not in staff_client.get(url).content.decode()
    assert note not in staff_client.get(confirm).content.decode()


def test_zip_and_command_hold_groups_after_complexes(wave, group):
    edition_of(wave, group=group, number=2)
    assert [job.name for job in batch.jobs(wave)] == [
        "L1-2022-concept.pdf",
        "L2-2022-concept.pdf",
        "L3-2022-concept.pdf",
        "groep-kleine-complexen-2022-uitgave-2.pdf",
    ]


def test_groups_whose_names_differ_in_signs_only_get_files_of_their_own(wave, group):
    other = ReportingGroupFactory(name="Kleine complexen!")
    WaveComplex.objects.filter(wave=wave, complex__code__in=["L1", "L2"]).update(group=other)
    results.reading.forget()
    found = [job.name for job in batch.jobs(wave)]
    assert sorted(name for name in found if "groep" in name) == sorted(
        [
            "groep-kleine-complexen-2022-concept.pdf",
            f"{other.pk}-groep-kleine-complexen-2022-concept.pdf",
        ]
    )


@pytest.mark.parametrize("named", ["name", "pk"])
def test_command_writes_the_report_of_a_group(wave, group, tmp_path, named):
    out = tmp_path / "report.pdf"
    asked = str(getattr(group, named))
    call_command("complex_report", group=asked, wave="2022", out=out, publish=named == "name")
    assert out.read_bytes().startswith(b"%PDF-1.7")
    assert Edition.objects.filter(group=group).exists() is (named == "name")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--group", "99"], "There is no reporting group 99."),
        (["--group", "Niets"], "There is no reporting group Niets."),
        (["--group", "²"], "There is no reporting group ²."),
        (["--group", "Kleine complexen", "--complex", "L1"], "not allowed with argument"),
        ([], "one of the arguments --complex --group is required"),
    ],
)
def test_command_says_what_is_wrong_with_a_group(wave, tmp_path, options, problem):
    out = tmp_path / "report.pdf"
    with pytest.raises(CommandError, match=problem):
        call_command("complex_report", "--wave", "2022", "--out", str(out), *options)
    assert not out.exists()


def test_stranger_gets_no_report_of_a_group(client, staff_client, wave, group):
    draft = reverse("reports:group_preview", args=["2022", group.pk])
    assert client.get(draft)["Location"].startswith("/inloggen/")
    other = ReportingGroupFactory()
    for args in (["2022", other.pk], ["2022", 999], ["1999", group.pk]):
        assert staff_client.get(reverse("reports:group_preview", args=args)).status_code == 404


@pytest.fixture
def contact(wave):
    """Somebody of a partner who may see both complexes of the group."""
    found = ContactFactory(email="bo@politie.example")
    for code in ("K1", "K2"):
        GrantFactory(partner=found.partner, complex=place(code))
    return found


def test_group_is_shared_only_with_who_may_see_every_complex_of_it(wave, group, contact):
    edition = edition_of(wave, group=group)
    half = GrantFactory(complex=place("K1")).partner

    assert [one.partner for one in candidates(edition, TODAY)] == [contact.partner]
    with pytest.raises(NotGranted, match="geen toegang tot Kleine complexen"):
        share_edition(edition, [contact.partner, half], by=None)
    assert not Share.objects.exists()
    [share] = share_edition(edition, [contact.partner], by=None)

    assert set(Share.objects.for_contact(contact.user, TODAY)) == {share}
    withdraw(contact.partner.grants.get(complex__code="K2"), by=UserFactory())
    assert set(Share.objects.for_contact(contact.user, TODAY)) == set()


def test_partner_opens_a_shared_report_of_a_group_until_one_grant_is_gone(wave, group, contact):
    edition = publish_edition(group, wave, user=None, now=NOW)
    [share] = share_edition(edition, [contact.partner], by=None)
    client = Client()
    client.force_login(contact.user)
    assert "Kleine complexen" in client.get(reverse("reports:shared_list")).content.decode()
    url = reverse("reports:shared_download", args=[share.pk])
    assert is_identical(edition, client.get(url).content)
    withdraw(contact.partner.grants.get(complex__code="K1"), by=UserFactory())
    assert client.get(url).status_code == 404


def test_group_has_no_resident_sheet(staff_client, wave, group):
    edition = edition_of(wave, group=group)
    share_page = staff_client.get(reverse("reports:edition_share", args=[edition.pk]))
    assert "Bewonersblad" not in share_page.content.decode()
    assert staff_client.get(reverse("reports:sheet_publish", args=[edition.pk])).status_code == 404
