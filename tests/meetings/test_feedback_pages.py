"""Making a letter on the pages of staff, and what residents read."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from complexes import beside, timeline
from meetings.models import Feedback, FeedbackLine
from meetings.services import feedback as services
from meetings.services.evaluating import give_opinion
from tests.factories import ComplexFactory, CorporationFactory, PartnerFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    FeedbackFactory,
    MeetingFactory,
    PromiseFactory,
    TopicFactory,
    evening_in,
)
from tests.html import column, errors, heading, text_of
from tests.meetings.scenes import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    CorporationFactory(name="Woonstichting Zilverbeek", phone="000 - 000 00 00")
    return ComplexFactory(code="C2", name="Korenbloemhof", dwellings=96)


@pytest.fixture
def client():
    return client_of(Role.ORGANISER)


@pytest.fixture
def letter(place):
    feedback = FeedbackFactory(complex=place, intro="Dank u wel.")
    promise = PromiseFactory(
        complex=place, what="nieuwe sloten", partner=PartnerFactory(name="Gemeente")
    )
    feedback.lines.create(said="De sloten zijn slecht.", promise=promise)
    feedback.lines.create(said="Camera’s.", answer="Dat doen wij nu niet.", position=1)
    return feedback


def published(feedback):
    return services.publish(feedback, by=UserFactory(), now=timezone.now())


def at(letter, part=""):
    return f"/u-zei-wij-doen/{letter.pk}/{part}"


def test_letter_from_topic_to_public_page(client, place):
    closed_wave(2022, {place: people(44, R1=[6])})
    meeting = MeetingFactory(held=True, complexes=[place], title="Buurttent Korenbloemhof")
    topic = TopicFactory(meeting=meeting, label="donkere hoeken", rank=1)
    promise = PromiseFactory(complex=place, meeting=meeting, what="lampen achter")
    tab = client.get(f"/bijeenkomsten/{meeting.pk}/bewoners-terug/")
    assert "Korenbloemhof nog geen brief" in text_of(tab)

    answer = client.post("/u-zei-wij-doen/nieuw/", {"complex": "C2", "meeting": meeting.pk})
    feedback = Feedback.objects.get()
    assert answer.url == at(feedback, "opstellen/")
    page = client.get(answer.url)
    assert f"?van=onderwerp-{topic.pk}" in page.content.decode()
    assert f"?afspraak={promise.pk}" in page.content.decode()

    new = client.get(at(feedback, f"regel/?van=onderwerp-{topic.pk}"))
    assert new.context["form"]["said"].value() == "donkere hoeken"
    client.post(at(feedback, "regel/"), {"said": "donkere hoeken", "promise": promise.pk})
    look = client.get(at(feedback, "openbaar/"))
    assert heading(look) == "Brief openbaar maken?"
    assert "De brief past op één bladzijde." in text_of(look)
    client.post(at(feedback, "openbaar/"), {"seen": look.context["seen"]})

    public = Client().get("/complex/C2/wij-doen/")
    assert "U zei: Donkere hoeken Wij doen: Lampen achter. Klaar op" in text_of(public)
    assert "openbaar sinds" in text_of(client.get(f"/bijeenkomsten/{meeting.pk}/bewoners-terug/"))


def test_public_page_does_not_exist_before_publishing_nor_after_withdrawing(client, letter):
    assert Client().get("/complex/C2/wij-doen/").status_code == 404
    published(letter)
    assert Client().get("/complex/C2/wij-doen/").status_code == 200
    assert "Brief weghalen?" in heading(client.get(at(letter, "weghalen/")))
    assert Client().get("/complex/C2/wij-doen/").status_code == 200
    client.post(at(letter, "weghalen/"))
    assert Client().get("/complex/C2/wij-doen/").status_code == 404


def test_public_page_in_english_keeps_the_words_of_staff_in_dutch(letter):
    published(letter)

    html = Client().get("/en/complex/C2/wij-doen/").content.decode()

    assert '<b>You said:</b> <span lang="nl">De sloten zijn slecht.</span>' in html
    assert '<b>Gemeente will do:</b> <span lang="nl">Nieuwe sloten.</span>' in html
    assert 'href="/complex/C2/wij-doen/"' in html


def test_public_page_keeps_earlier_letters_below_the_newest(place, letter):
    services.publish(letter, by=None, now=timezone.now() - timedelta(days=300))
    newer = FeedbackFactory(complex=place)
    newer.lines.create(said="Nieuw.", answer="Ja.")
    published(newer)

    told = text_of(Client().get("/complex/C2/wij-doen/"))

    assert (
        told.index("Nieuw.") < told.index("Eerdere brieven") < told.index("De sloten zijn slecht.")
    )


def test_letter_that_changed_while_it_was_read_over_is_not_published(client, letter):
    seen = client.get(at(letter, "openbaar/")).context["seen"]
    letter.lines.create(said="Nog iets.", answer="Ja.", position=7)

    answer = client.post(at(letter, "openbaar/"), {"seen": seen}, follow=True)

    assert "De brief is intussen gewijzigd." in text_of(answer)
    assert not Feedback.objects.public().exists()


def test_letter_that_is_too_long_says_so_before_it_is_published(client, letter):
    for place in range(12):
        letter.lines.create(said="Zo " * 90, answer="Wij " * 90, position=place)

    look = client.get(at(letter, "openbaar/"))

    assert "Kies minder regels of schrijf korter." in text_of(look)
    assert "Ja, openbaar maken" not in text_of(look)
    again = client.get(at(letter, "brief.pdf"), follow=True)
    assert "Kies minder regels of schrijf korter." in text_of(again)


def test_line_without_promise_or_answer_is_refused_and_keeps_what_was_typed(client, letter):
    answer = client.post(at(letter, "regel/"), {"said": "Te weinig licht."})

    assert errors(answer) == ["Afspraak: Kies een afspraak, of schrijf hieronder een antwoord."]
    assert "Te weinig licht." in answer.content.decode()
    assert letter.lines.count() == 2


def test_promise_that_residents_may_not_read_or_of_elsewhere_cannot_be_chosen(
    client, place, letter
):
    hidden = PromiseFactory(complex=place, is_public=False)
    elsewhere = PromiseFactory()

    for promise in (hidden, elsewhere):
        answer = client.post(at(letter, "regel/"), {"said": "x", "promise": promise.pk})
        assert len(errors(answer)) == 1
        opened = client.get(at(letter, f"regel/?afspraak={promise.pk}"))
        assert opened.context["form"]["promise"].value() is None
    assert letter.lines.count() == 2


def test_line_of_another_letter_is_not_found(client, letter):
    other = FeedbackFactory()
    line = letter.lines.first()

    for part in ("", "plaats/", "weg/"):
        assert client.post(at(other, f"regel/{line.pk}/{part}")).status_code == 404
    assert FeedbackLine.objects.count() == 2


def test_lines_move_with_buttons_and_go_only_after_asking(client, letter):
    first, second = letter.lines.all()
    client.post(at(letter, f"regel/{second.pk}/plaats/"), {"naar": "omhoog"})
    assert list(letter.lines.all()) == [second, first]
    client.post(at(letter, f"regel/{second.pk}/plaats/"), {"naar": "omlaag"})
    assert list(letter.lines.all()) == [first, second]

    assert heading(client.get(at(letter, f"regel/{first.pk}/weg/"))) == "Regel weghalen?"
    assert letter.lines.count() == 2
    client.post(at(letter, f"regel/{first.pk}/weg/"))
    assert list(letter.lines.all()) == [second]


def test_pages_that_change_a_public_letter_lead_back_to_it(client, letter):
    line = letter.lines.first()
    published(letter)

    for part in (
        "opstellen/",
        "regel/",
        f"regel/{line.pk}/",
        f"regel/{line.pk}/weg/",
        "weggooien/",
    ):
        for answer in (client.get(at(letter, part)), client.post(at(letter, part), {"said": "x"})):
            assert answer.url == at(letter), part
    assert client.post(at(letter, f"regel/{line.pk}/plaats/")).url == at(letter)
    assert letter.lines.count() == 2


def test_start_for_a_complex_that_the_meeting_was_not_for_is_refused(client, place):
    meeting = MeetingFactory(held=True)

    answer = client.post("/u-zei-wij-doen/nieuw/", {"complex": "C2", "meeting": meeting.pk})

    assert errors(answer) == [
        "Complex: De bijeenkomst was niet voor dit complex. Kies een ander complex."
    ]
    assert not Feedback.objects.exists()


def test_draft_is_thrown_away_after_asking(client, letter):
    assert heading(client.get(at(letter, "weggooien/"))) == "Brief weggooien?"
    client.post(at(letter, "weggooien/"))
    assert not Feedback.objects.exists()


def test_letter_is_a_pdf_named_after_its_complex(client, letter):
    answer = client.get(at(letter, "brief.pdf"))

    assert answer.content.startswith(b"%PDF")
    assert (
        f"u-zei-wij-doen-C2-{timezone.localdate():%Y-%m-%d}-brief.pdf"
        in answer["Content-Disposition"]
    )


@pytest.mark.parametrize("many", [1, 3, 30])
def test_list_costs_the_same_for_any_number_of_letters(client, django_assert_num_queries, many):
    for number in range(many):
        place = ComplexFactory(name=f"Hof {number}")
        FeedbackFactory(complex=place, meeting=MeetingFactory(complexes=[place]))

    with django_assert_num_queries(LIST_QUERIES):
        answer = client.get("/u-zei-wij-doen/")

    newest = [f"Hof {number}" for number in reversed(range(many))]
    assert column(answer) == newest[:25]


LIST_QUERIES = 5


def test_list_is_searched_and_says_what_to_do_when_empty(client, letter):
    assert "Niets gevonden" in text_of(client.get("/u-zei-wij-doen/?zoek=bestaat+niet"))
    assert column(client.get("/u-zei-wij-doen/?zoek=c2")) == ["Korenbloemhof"]
    Feedback.objects.all().delete()
    assert "Nog geen brieven" in text_of(client.get("/u-zei-wij-doen/"))


def test_page_of_a_complex_has_a_card_and_a_line_on_its_timeline(place, letter):
    reader, stranger = UserFactory(roles=[Role.READER]), UserFactory(roles=[Role.ADMINISTRATOR])
    published(letter)

    [card] = [one for one in beside.cards(place, reader) if one.key == "u-zei-wij-doen"]
    assert [(row.title, row.pill) for row in card.rows] == [("Brief aan bewoners", "openbaar")]
    assert card.url == ""
    letters = [one for one in timeline.entries(place, reader) if one.link == "brief"]
    assert [one.title for one in letters] == ["Brief ‘U zei – wij doen’"]
    assert not any(one.key == "u-zei-wij-doen" for one in beside.cards(place, stranger))
    assert timeline.entries(place, stranger) == []


def test_page_for_residents_of_a_complex_exists_once_something_is_public(place, letter):
    assert Client().get("/complex/C2/").status_code == 404
    MeetingFactory(complexes=[place], title="Nog geheim")
    MeetingFactory(
        complexes=[place],
        title="Voorbij",
        announced=True,
        starts_at=evening_in(-2),
    )
    MeetingFactory(complexes=[place], title="Gaat niet door", cancelled=True)
    MeetingFactory(title="Ergens anders", announced=True)
    assert Client().get("/complex/C2/").status_code == 404

    MeetingFactory(complexes=[place], title="Bewonersavond", announced=True)
    told = text_of(Client().get("/complex/C2/"))
    assert "Bewonersavond" in told
    for title in ("Nog geheim", "Voorbij", "Gaat niet door", "Ergens anders", "Lees verder"):
        assert title not in told

    published(letter)
    assert 'href="/complex/C2/wij-doen/"' in Client().get("/complex/C2/").content.decode()
    assert 'href="/en/complex/C2/wij-doen/"' in Client().get("/en/complex/C2/").content.decode()


def test_tab_shows_how_many_answered_and_nothing_of_the_answers_while_it_is_asked(client, place):
    meeting = MeetingFactory(complexes=[place], held=True, starts_at=timezone.now())
    for _ in range(12):
        give_opinion(
            meeting,
            {"heard": 5, "clear": 5, "again": 5},
            key=uuid.uuid4(),
            today=timezone.localdate(),
        )

    told = text_of(client.get(f"/bijeenkomsten/{meeting.pk}/bewoners-terug/"))

    assert "12 formulieren ingevuld." in told
    assert "Er is naar mij geluisterd" not in told
    assert "%" not in told
