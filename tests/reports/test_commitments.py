"""Meetings and promises in the report of a complex."""

from datetime import date

import pytest

from complexes.models import Complex
from meetings.models import CheckIn
from reports.content.building import Issue, report_content
from reports.content.document import Heading, Paragraph, PlainTable
from reports.services import draft_pdf, publish_edition
from tests.factories import PartnerFactory
from tests.factories.meetings import MeetingFactory, PromiseFactory, TopicFactory, amsterdam
from tests.reports.reporting import korenbloemhof, opened, place, small_complexes

pytestmark = pytest.mark.django_db
ISSUE = Issue(1, date(2022, 12, 8))


@pytest.fixture
def wave():
    return korenbloemhof((2020, 2022))


def told(wave, subject, issue=ISSUE):
    """Heading → rows of the chapter; {} when there is none."""
    found = [one for one in report_content(wave, subject, issue).chapters if one.key == "afspraken"]
    rows, heading = {}, ""
    for block in found[0].blocks if found else ():
        match block:
            case Heading():
                heading = block.words
            case PlainTable():
                rows[heading] = block.rows
            case Paragraph():
                rows["totals"] = block.words
    return rows


def held(complex_: Complex, day, title="Buurttent", **fields):
    return MeetingFactory(
        held=True, complexes=[complex_], starts_at=amsterdam(*day), title=title, **fields
    )


def promised(complex_, what, **fields):
    dates = {"made_on": date(2022, 3, 24), "due_on": date(2022, 5, 1)}
    return PromiseFactory(complex=complex_, what=what, **dates | fields)


def test_report_without_meetings_and_promises_has_no_such_chapter(wave):
    assert told(wave, place()) == {}


def test_report_tells_meetings_held_since_the_wave_before(wave):
    own = place()
    schouw = held(own, (2022, 3, 24), "Schouw")
    for rank, label in ((2, "deuren"), (1, "donkere hoeken")):
        TopicFactory(meeting=schouw, label=label, rank=rank)
    TopicFactory(meeting=schouw, label="post")
    CheckIn.objects.create(meeting=schouw, people=8)
    CheckIn.objects.create(meeting=schouw, people=1, undone=True)
    held(own, (2020, 10, 14), "Op de dag van sluiten")
    held(own, (2022, 12, 8), "Op de dag van uitgeven")
    held(own, (2022, 12, 9), "Later")
    held(place("C1"), (2022, 3, 24), "Elders")
    MeetingFactory(complexes=[own], starts_at=amsterdam(2022, 4, 1), title="Niet gehouden")

    assert told(wave, own) == {
        "Bijeenkomsten": (
            ("Schouw", "24 mrt 2022", "donkere hoeken, deuren", "8"),
            ("Op de dag van uitgeven", "8 dec 2022", "–", "niet geteld"),
        )
    }


def test_report_tells_what_became_of_every_public_promise(wave):
    own, gemeente = place(), PartnerFactory(name="Gemeente Oudewaarde")
    promised(own, "struiken snoeien", partner=gemeente, state="done", ended_on=date(2022, 7, 4))
    promised(own, "lantaarns", state="done", due_on=date(2022, 5, 15), ended_on=date(2022, 5, 15))
    promised(own, "sloten", state="underway", due_on=date(2022, 12, 15))
    promised(own, "hek", due_on=date(2022, 12, 7), first_due_on=date(2022, 6, 1))
    promised(
        own, "camera’s", state="cannot", reason="de VvE wil het niet", ended_on=date(2022, 6, 1)
    )
    promised(own, "geheim", is_public=False)
    promised(own, "oud", made_on=date(2019, 1, 1), state="done", ended_on=date(2020, 10, 14))
    promised(place("C1"), "elders")

    found = told(wave, own)

    assert sorted(found["Afspraken"]) == [
        ("Camera’s", "1 mei 2022", "Buurtpeil", "kan niet, want de VvE wil het niet"),
        ("Hek", "7 dec 2022", "Buurtpeil", "te laat, nog niet klaar; eerst 1 jun 2022"),
        ("Lantaarns", "15 mei 2022", "Buurtpeil", "klaar op 15 mei 2022"),
        ("Sloten", "15 dec 2022", "Buurtpeil", "loopt"),
        ("Struiken snoeien", "1 mei 2022", "Gemeente Oudewaarde", "klaar op 4 jul 2022, te laat"),
    ]
    assert found["totals"].startswith(
        "Op 8 december 2022: 1 op tijd gedaan; 1 te laat gedaan; 1 loopt nog; 1 is te laat; "
        "1 gaat niet door."
    )


def test_edition_keeps_what_was_told_when_promises_change(wave):
    promise = promised(place(), "hek", due_on=date(2030, 1, 1))
    edition = publish_edition(place(), wave, user=None)
    before = edition.content
    promise.what = "iets anders"
    promise.save()
    edition.refresh_from_db()

    assert edition.content == before
    assert "Hek" in str(edition.content)


def test_words_with_a_percent_sign_are_told_as_they_are(wave):
    promised(
        place(), "50% meer licht", state="cannot", reason="100% te duur", ended_on=date(2022, 6, 1)
    )

    assert told(wave, place())["Afspraken"][0][3] == "kan niet, want 100% te duur"


def test_report_of_a_group_says_which_complex_a_promise_is_of():
    wave = small_complexes()
    one = place("K1")
    promised(one, "lamp")
    held(one, (2022, 3, 24), "Koffie")

    found = told(wave, one.group)

    assert found["Afspraken"][0][0] == "Hofje 1: Lamp"
    assert found["Bijeenkomsten"][0][0] == "Hofje 1: Koffie"


def test_report_with_ten_promises_stays_within_nine_pages(wave):
    for number in range(10):
        promised(place(), f"een afspraak over iets met een lange naam nummer {number}")
    for month in (1, 2, 3):
        held(place(), (2022, month, 3))

    with opened(draft_pdf(place(), wave)) as document:
        assert len(document.pages) <= 9
