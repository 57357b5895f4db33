"""The public page of a meeting: what everybody may know of it, and nothing before it is announced."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from meetings.models import Meeting, Minutes, Passage
from meetings.summaries.moments import hours, spoken_hours
from tests.factories import ContactFactory
from tests.factories.meetings import (
    FeedbackFactory,
    MeetingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    RegistrationFactory,
    VenueFactory,
    amsterdam,
)
from tests.judges import ical_js, libical

pytestmark = pytest.mark.django_db
EVENING = amsterdam(2031, 1, 20)


def page_of(meeting, prefix="") -> str:
    response = Client().get(f"{prefix}/bijeenkomst/{meeting.token}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_meeting_that_is_not_announced_is_as_unknown_as_one_that_is_not_there(prefix):
    planned = MeetingFactory()
    silent = MeetingFactory(cancelled=True)  # called off before anybody heard of it
    paths = ("", "aanmelden/", "vraag/", "agenda.ics")

    answers = {
        (answer.status_code, answer.content)
        for token in (planned.token, silent.token, "abcdefghjk")
        for path in paths
        for answer in [Client().get(f"{prefix}/bijeenkomst/{token}/{path}")]
    }

    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


@pytest.mark.parametrize(
    "typed", [str.upper, lambda token: token.replace("1", "l").replace("0", "O")]
)
def test_token_typed_from_a_poster_is_understood(typed):
    meeting = MeetingFactory(announced=True, token="a1b0c2d3e4")

    assert Client().get(f"/bijeenkomst/{typed(meeting.token)}/").status_code == 200


def test_page_says_what_when_and_where_in_words():
    venue = VenueFactory(name="De Linde", step_free=True, toilet=False, transport="Bus 12")
    meeting = MeetingFactory(
        announced=True, title="Veilig de hal in", starts_at=EVENING, venue=venue
    )

    page = page_of(meeting)

    for words in (
        "Veilig de hal in",
        "maandag 20 januari 2031",
        "van 19.30 tot 21.00 uur",
        "half acht tot negen uur ’s avonds",
        "De Linde",
        "Parkweg 1, Oudewaarde",
        "Zonder drempels of trap: <strong>ja</strong>",
        "Toilet voor rolstoelen: <strong>nee</strong>",
        "Ringleiding voor slechthorenden: <strong>weten wij nog niet</strong>",
        "Bus 12",
        "U hoeft zich niet aan te melden.",
    ):
        assert words in page, words
    assert "aanmelden/" not in page


def test_page_in_english_keeps_what_the_organiser_wrote_and_marks_it_as_dutch():
    meeting = MeetingFactory(open_to_residents=True, title="Veilig de hal in", starts_at=EVENING)

    page = page_of(meeting, "/en")

    assert '<h1 lang="nl">Veilig de hal in</h1>' in page
    assert "Monday 20 January 2031" in page
    assert "from 19:30 to 21:00" in page
    assert "half past seven to nine o’clock in the evening" in page
    assert "I am coming: sign me up" in page


def test_page_shows_the_public_programme_at_its_times_and_nothing_else():
    meeting = MeetingFactory(announced=True, starts_at=EVENING)
    ProgrammeItemFactory(meeting=meeting, position=1, title="Welkom", minutes=15)
    ProgrammeItemFactory(
        meeting=meeting, position=2, title="Onder ons", minutes=20, is_public=False
    )
    ProgrammeItemFactory(meeting=meeting, position=3, title="De lift", words="<b>Wanneer?</b>")

    page = page_of(meeting)

    assert page.index("19.30</span>") < page.index("Welkom")
    assert page.index("20.05</span>") < page.index("De lift")
    assert "Onder ons" not in page
    assert "&lt;b&gt;Wanneer?&lt;/b&gt;" in page


def test_page_names_organisations_that_come_once_and_no_person():
    meeting = MeetingFactory(announced=True)
    police = ContactFactory(partner__name="Politie Oudewaarde", name="Agent Van Dam")
    colleague = ContactFactory(partner=police.partner)
    ParticipationFactory(meeting=meeting, contact=police, answer="comes")
    ParticipationFactory(
        meeting=meeting, contact=colleague, answer="stand_in", stand_in_name="Collega Kok"
    )
    for name, more in (
        ("Zegt niets", {}),
        ("Zegt nee", {"answer": "absent"}),
        ("Weg", {"answer": "comes", "taken_off_at": timezone.now()}),
    ):
        ParticipationFactory(meeting=meeting, contact=ContactFactory(partner__name=name), **more)

    page = page_of(meeting)

    assert page.count("Politie Oudewaarde") == 1
    for hidden in ("Van Dam", "Kok", colleague.name, "Zegt niets", "Zegt nee", "Weg"):
        assert hidden not in page


def test_cancelled_meeting_says_so_and_why_and_takes_nobody():
    meeting = MeetingFactory(open_to_residents=True)
    Meeting.objects.filter(pk=meeting.pk).update(
        state="cancelled", cancelled_at=timezone.now(), cancel_reason="De zaal is niet vrij."
    )

    page = page_of(meeting)

    assert "Deze bijeenkomst gaat niet door." in page
    assert "De zaal is niet vrij." in page
    assert f'<meta property="og:title" content="Gaat niet door: {meeting.title}">' in page
    assert "aanmelden/" not in page
    assert "vraag/" not in page


@pytest.mark.parametrize(
    "more", [{"held": True}, {"announced": True, "starts_at": EVENING.replace(year=2020)}]
)
def test_meeting_that_is_over_says_so_and_asks_nothing(more):
    page = page_of(MeetingFactory(takes_registrations=True, **more))

    assert "Deze bijeenkomst is geweest." in page
    assert "aanmelden/" not in page


def test_meeting_that_is_over_leads_to_the_three_questions_and_to_what_became_of_it():
    recent = MeetingFactory(held=True, announced_at=timezone.now())
    complex_ = recent.complexes.get()
    ask, read = f"/bijeenkomst/{recent.token}/mening/", f"/complex/{complex_.code}/wij-doen/"
    hidden = FeedbackFactory(complex=complex_, meeting=recent)

    page = page_of(recent)
    assert f'href="{ask}"' in page
    assert read not in page
    hidden.published_at = timezone.now()
    hidden.save()
    assert f'href="{read}"' in page_of(recent)
    assert f'href="/en{read}"' in page_of(recent, "/en")

    long_ago = timezone.now() - timedelta(days=15)
    past = MeetingFactory(held=True, announced_at=long_ago, starts_at=long_ago)
    coming = MeetingFactory(announced=True)
    for meeting in (past, coming):
        assert "/mening/" not in page_of(meeting)


def test_full_and_closed_meetings_say_what_can_still_be_done():
    full = MeetingFactory(open_to_residents=True, capacity=2)
    Meeting.objects.filter(pk=full.pk).update(seats_taken=2)
    closed = MeetingFactory(
        open_to_residents=True, register_until=timezone.localdate() - timedelta(days=1)
    )

    assert "Zet mij op de wachtlijst" in page_of(full)
    assert "Wilt u toch komen? Bel 000 - 000 00 00." in page_of(closed)


def test_page_can_be_shared_and_asks_no_other_site_for_anything():
    meeting = MeetingFactory(announced=True, title="Koffie & <taart>")

    page = page_of(meeting)

    assert '<meta property="og:title" content="Koffie &amp; &lt;taart&gt;">' in page
    assert f"/bijeenkomst/{meeting.token}/" in page
    assert 'src="http' not in page
    assert 'rel="stylesheet" href="http' not in page


def test_page_costs_the_same_queries_however_long_the_programme(django_assert_num_queries):
    for number in (0, 1, 20):
        meeting = MeetingFactory(announced=True)
        for position in range(number):
            ProgrammeItemFactory(meeting=meeting, position=position)
            ParticipationFactory(meeting=meeting, answer="comes")
        page_of(meeting)  # the corporation is remembered now
        with django_assert_num_queries(3):
            page_of(meeting)


@pytest.mark.parametrize(
    ("start", "minutes", "dutch", "english"),
    [
        ((10, 0), 120, "tien uur ’s ochtends tot twaalf uur ’s middags",
         "ten o’clock in the morning to twelve o’clock in the afternoon"),
        ((19, 45), 90, "kwart voor acht tot kwart over negen ’s avonds",
         "quarter to eight to quarter past nine in the evening"),
        ((15, 25), 60, "vijf voor half vier tot vijf voor half vijf ’s middags",
         "twenty-five past three to twenty-five past four in the afternoon"),
        ((23, 30), 60, "half twaalf ’s avonds tot half een ’s nachts",
         "half past eleven in the evening to half past twelve in the night"),
        ((19, 32), 60, "", ""),
    ],
)  # fmt: skip
def test_hours_are_said_as_people_say_them(start, minutes, dutch, english):
    starts_at = amsterdam(2031, 6, 3, *start)
    meeting = MeetingFactory.build(
        starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), venue=None
    )

    assert spoken_hours(meeting) == dutch
    with override("en"):
        assert spoken_hours(meeting) == english


def test_hours_are_those_of_amsterdam_on_both_sides_of_the_clock_change():
    for starts_at in (amsterdam(2031, 3, 29), amsterdam(2031, 3, 30), amsterdam(2031, 10, 26)):
        meeting = MeetingFactory.build(starts_at=starts_at, venue=None)
        assert hours(meeting) == "van 19.30 tot 21.00 uur"


@pytest.mark.parametrize("judge", [libical, ical_js])
def test_calendar_download_is_the_meeting_without_anybody_or_anything_personal(judge):
    meeting = MeetingFactory(open_to_residents=True, title="Veilig de hal in", starts_at=EVENING)
    RegistrationFactory(meeting=meeting, name="Anna Demo")

    answer = Client().get(f"/bijeenkomst/{meeting.token}/agenda.ics")

    text = answer.content.decode()
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert judge.read(text)
    for hidden in ("METHOD", "ATTENDEE", "ORGANIZER", "Anna", "aanmelding"):
        assert hidden not in text
    assert f"/bijeenkomst/{meeting.token}/" in text.replace("\r\n ", "")


def test_calendar_download_of_a_cancelled_meeting_says_so():
    meeting = MeetingFactory(cancelled=True, announced_at=timezone.now())

    text = Client().get(f"/bijeenkomst/{meeting.token}/agenda.ics").content.decode()

    assert "STATUS:CANCELLED" in text


def test_minutes_are_read_once_they_are_shared_and_partners_layer_never():
    meeting = MeetingFactory(held=True)
    minutes = Minutes.objects.create(meeting=meeting, summary="Wij spraken over de lift.")
    said = {"meeting": meeting, "speaker": "corporation"}
    Passage.objects.create(**said, text="De lift is klaar in mei.", layer="residents")
    Passage.objects.create(**said, text="Alleen voor partners.", layer="partners")
    assert "de lift" not in page_of(meeting)
    minutes.shared_with_residents_at = timezone.now()
    minutes.save()

    page = page_of(meeting)

    assert "Wij spraken over de lift." in page
    assert "De lift is klaar in mei." in page
    assert "Alleen voor partners." not in page
    assert "What was discussed?" in page_of(meeting, "/en")
