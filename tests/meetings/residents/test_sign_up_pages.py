"""Signing up on the web: the form, what can be wrong, the own page, withdrawing; and nothing for strangers."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from mail.models import OutgoingMail
from meetings.models import AdvanceQuestion, Meeting, Registration
from meetings.residents.frame import SIGN_UPS
from tests.factories.meetings import MeetingFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
ANNA = {"name": "Anna Demo", "email": "anna@voorbeeld.example", "people": "2"}


@pytest.fixture
def meeting():
    return MeetingFactory(open_to_residents=True, capacity=10)


def path(meeting, rest="", prefix="") -> str:
    return f"{prefix}/bijeenkomst/{meeting.token}/{rest}"


def html_of(response) -> str:
    return response.content.decode()


def form_of(client, meeting) -> dict[str, str]:
    """The hidden fields of a fresh form."""
    page = html_of(client.get(path(meeting, "aanmelden/")))
    return {"key": re.search(r'name="key" value="([^"]+)"', page)[1]}


def send(meeting, said, *, client=None, prefix=""):
    client = client or Client()
    return client.post(path(meeting, "aanmelden/", prefix), form_of(client, meeting) | said)


def kept() -> list[tuple]:
    return list(Registration.objects.values_list("name", "email", "phone", "people", "state"))


def test_resident_signs_up_and_lands_on_the_own_page(meeting):
    response = send(meeting, ANNA | {"wheelchair": "on", "interpreter": "Pools", "children": "1"})

    made = Registration.objects.get()
    assert response.url == path(meeting, f"aanmelding/{made.pk}/?nu=aangemeld")
    assert kept() == [("Anna Demo", "anna@voorbeeld.example", "", 2, "seated")]
    assert (made.needs.wheelchair, made.needs.interpreter, made.needs.children) == (
        True,
        "Pools",
        1,
    )
    page = html_of(Client().get(response.url))
    assert "U bent aangemeld" in page
    assert "U komt met 2 mensen, uzelf meegeteld. Tot dan!" in page


@pytest.mark.parametrize(
    ("prefix", "people", "words"),
    [
        ("", "1", "U komt alleen."),
        ("", "3", "U komt met 3 mensen, uzelf meegeteld."),
        ("/en", "1", "You are coming alone."),
        ("/en", "3", "3 people are coming, including you."),
    ],
)
def test_resident_reads_with_how_many_on_the_page_and_in_the_mail(meeting, prefix, people, words):
    response = send(meeting, ANNA | {"people": people}, prefix=prefix)

    assert words in html_of(Client().get(response.url))
    assert words in OutgoingMail.objects.get().text


def test_resident_signs_up_in_english(meeting):
    response = send(meeting, ANNA, prefix="/en")

    assert response.url.startswith("/en/bijeenkomst/")
    assert Registration.objects.get().language == "en"
    assert "You are signed up" in html_of(Client().get(response.url))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": " "}, "Vul een naam in."),
        ({"email": "", "phone": ""}, "Vul een e-mailadres of een telefoonnummer in."),
        ({"email": "anna@"}, "Dit e-mailadres klopt niet."),
        ({"email": "anna@voorbeeld.example\nBcc: x@y.example"}, "Dit e-mailadres klopt niet."),
        ({"phone": "bel mij"}, "Kijk uw nummer nog eens na."),
        ({"people": "0"}, "Kies een aantal van 1 tot en met 8."),
        ({"people": "9"}, "Kies een aantal van 1 tot en met 8."),
        ({"people": "veel"}, "Kies een aantal van 1 tot en met 8."),
        ({"people": ""}, "Kies met hoeveel mensen u komt."),
        ({"children": "3"}, "Tel de kinderen ook mee"),
        ({"children": "-1"}, "Kies een aantal van 0 tot en met 8."),
    ],
)
def test_what_is_wrong_is_said_on_top_and_at_the_field_and_nothing_is_lost(meeting, said, words):
    page = html_of(send(meeting, ANNA | {"interpreter": "Tigrinya"} | said))

    assert page.count(words) == 2
    assert 'value="Tigrinya"' in page
    assert "name" in said or 'value="Anna Demo"' in page
    assert kept() == []


def test_form_with_a_broken_key_is_shown_again_with_a_good_one(meeting):
    client = Client()

    page = html_of(client.post(path(meeting, "aanmelden/"), ANNA | {"key": "x"}))

    assert "Stuur het formulier nog een keer." in page
    assert uuid.UUID(re.search(r'name="key" value="([^"]+)"', page)[1])
    assert kept() == []


@pytest.mark.parametrize("said", [{"phone": "06 12 34 56 78", "email": ""}, {"phone": ""}])
def test_one_way_to_be_reached_is_enough(meeting, said):
    assert send(meeting, ANNA | said).status_code == 302


def test_form_sent_twice_signs_up_once_and_leads_to_the_same_page(meeting):
    client = Client()
    form = form_of(client, meeting) | ANNA

    answers = {client.post(path(meeting, "aanmelden/"), form).url for _twice in range(2)}

    assert len(answers) == 1
    assert len(kept()) == 1


def test_same_household_from_a_new_form_on_the_same_device_is_one_registration(meeting):
    client, other = Client(), Client()

    first, again, elsewhere, neighbour = (
        send(meeting, ANNA, client=client),
        send(meeting, ANNA | {"people": "3"}, client=client),
        send(meeting, ANNA, client=other),
        send(meeting, ANNA | {"name": "Bo"}, client=client),
    )

    assert first.url == again.url
    assert len({first.url, elsewhere.url, neighbour.url}) == 3
    assert [one[3] for one in kept()] == [2, 2, 2]


def test_household_that_withdrew_may_sign_up_again_on_the_same_device(meeting):
    client = Client()
    own = send(meeting, ANNA, client=client).url.split("?")[0]
    client.post(f"{own}afmelden/")

    again = send(meeting, ANNA, client=client).url

    assert again.split("?")[0] != own
    assert sorted(one[4] for one in kept()) == ["seated", "withdrawn"]


def test_two_visits_are_two_forms(meeting):
    assert form_of(Client(), meeting) != form_of(Client(), meeting)


def test_answer_does_not_tell_whether_an_address_has_signed_up_already(meeting):
    first, again = send(meeting, ANNA), send(meeting, ANNA)

    pages = [
        re.sub(r"[0-9a-f-]{36}|[0-9a-zA-Z]{64}", "", html_of(Client().get(answer.url)))
        for answer in (first, again)
    ]
    assert pages[0] == pages[1]


def test_full_meeting_puts_the_next_on_the_waiting_list_and_says_the_number(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=9)
    assert "Zet mij op de wachtlijst" not in html_of(Client().get(path(meeting, "aanmelden/")))

    page = html_of(Client().get(send(meeting, ANNA).url))

    assert "U bent nummer 1 op de wachtlijst." in page
    assert "Dan krijgt u een mail." in page


def test_closed_sign_up_says_so_on_the_form_and_on_sending(meeting):
    client = Client()
    form = form_of(client, meeting) | ANNA
    Meeting.objects.filter(pk=meeting.pk).update(
        register_until=timezone.localdate() - timedelta(days=1)
    )

    asked, sent = (
        client.get(path(meeting, "aanmelden/")),
        client.post(path(meeting, "aanmelden/"), form),
    )

    assert (asked.status_code, sent.status_code) == (200, 409)
    assert "Aanmelden kan niet meer." in html_of(sent)
    assert kept() == []


def test_walk_in_meeting_asks_nobody_to_sign_up():
    meeting = MeetingFactory(announced=True)

    page = html_of(Client().get(path(meeting, "aanmelden/")))

    assert "U hoeft zich niet aan te melden." in page
    assert "<form" not in page


def test_household_changes_what_it_said_by_its_own_link(meeting):
    own = send(meeting, ANNA).url.split("?")[0]
    said = {"name": "Anna", "phone": "06 12345678", "people": "3", "ring_loop": "on"}

    response = Client().post(own, said)

    assert response.url == f"{own}?nu=veranderd"
    assert kept() == [("Anna", "", "06 12345678", 3, "seated")]
    page = html_of(Client().get(response.url))
    assert "Uw aanmelding is veranderd." in page
    assert 'name="ring_loop" checked' in page


def test_household_that_cannot_bring_more_hears_how_many_seats_are_left(meeting):
    own = send(meeting, ANNA).url.split("?")[0]
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=8)

    response = Client().post(own, ANNA | {"people": "5"})

    assert response.status_code == 409
    assert "Er zijn nog maar 2 plekken vrij." in html_of(response)
    assert kept()[0][3] == 2


def test_withdrawing_asks_first_and_a_link_alone_changes_nothing(meeting):
    own = send(meeting, ANNA).url.split("?")[0]

    for ask in (Client().get, Client().head):
        assert ask(f"{own}afmelden/").status_code == 200
    assert kept()[0][4] == "seated"
    response = Client().post(f"{own}afmelden/")

    assert response.url == f"{own}?nu=afgemeld"
    assert kept()[0][4] == "withdrawn"
    assert "U bent afgemeld" in html_of(Client().get(response.url))
    assert Client().get(f"{own}afmelden/").url == own


def test_own_page_of_a_cancelled_meeting_says_so_and_changes_nothing(meeting):
    own = send(meeting, ANNA).url.split("?")[0]
    Meeting.objects.filter(pk=meeting.pk).update(
        state="cancelled", cancelled_at=timezone.now(), cancel_reason="De zaal is niet vrij."
    )

    page = html_of(Client().get(own))

    assert "De zaal is niet vrij." in page
    assert "<form" not in page
    assert Client().post(own, ANNA | {"people": "4"}).status_code == 409
    assert kept()[0][3] == 2


def test_question_is_kept_without_a_name_and_without_signing_up(meeting):
    client = Client()
    page = html_of(client.get(path(meeting, "vraag/")))
    key = re.search(r'name="key" value="([^"]+)"', page)[1]

    for _twice in range(2):
        response = client.post(
            path(meeting, "vraag/"), {"key": key, "text": "Wanneer komt de lift?"}
        )

    assert response.url == path(meeting, "vraag/?nu=gevraagd")
    asked = AdvanceQuestion.objects.get()
    assert (asked.text, asked.name, asked.meeting) == ("Wanneer komt de lift?", "", meeting)
    assert "Dank u. Wij hebben uw vraag." in html_of(client.get(response.url))
    assert kept() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Schrijf hier uw vraag."),
        (" \n ", "Schrijf hier uw vraag."),
        ("x" * 5000, "Uw vraag is te lang: 5000 tekens. Er passen er 1000."),
    ],
)
def test_question_that_cannot_be_kept_says_why_and_stays_on_the_screen(meeting, text, words):
    page = html_of(
        Client().post(path(meeting, "vraag/"), {"key": uuid.uuid4(), "text": text, "name": "Anna"})
    )

    assert page.count(words) == 2
    assert 'value="Anna"' in page
    assert text.strip() in page
    assert not AdvanceQuestion.objects.exists()


def test_question_after_the_start_is_refused(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(minutes=1))

    answer = Client().post(path(meeting, "vraag/"), {"key": uuid.uuid4(), "text": "Te laat?"})

    assert answer.status_code == 409
    assert "De bijeenkomst is al begonnen." in html_of(answer)


def test_too_much_from_one_address_is_braked_and_what_was_typed_stays(meeting):
    for _ in range(SIGN_UPS.per_address):
        assert send(meeting, ANNA).status_code == 302

    braked = send(meeting, ANNA)

    assert braked.status_code == 429
    assert 'value="Anna Demo"' in html_of(braked)
    assert "Er is nog niets bewaard." in html_of(braked)
    counters = list(caches["throttle"]._cache)
    assert counters, "it is counted, or nothing is proved"
    assert [key for key in counters if "127.0.0.1" in key] == []
    other = Client(REMOTE_ADDR="127.0.0.9")
    assert send(meeting, ANNA, client=other).status_code == 302


# Strangers


def test_key_opens_only_under_the_token_of_its_own_meeting(meeting):
    theirs = RegistrationFactory()
    assert Client().get(path(theirs.meeting, f"aanmelding/{theirs.pk}/")).status_code == 200

    for rest in (f"aanmelding/{theirs.pk}/", f"aanmelding/{theirs.pk}/afmelden/"):
        for ask in (Client().get, Client().head, Client().post):
            assert ask(path(meeting, rest)).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "seated"


def test_unknown_key_is_as_unknown_as_an_unknown_meeting(meeting):
    unknown = Client().get(path(meeting, f"aanmelding/{uuid.uuid4()}/"))
    nowhere = Client().get(f"/bijeenkomst/abcdefghjk/aanmelding/{uuid.uuid4()}/")

    assert (unknown.status_code, unknown.content) == (nowhere.status_code, nowhere.content)
    assert unknown.status_code == 404


def test_public_pages_show_nobody_who_signed_up(meeting):
    own = send(meeting, ANNA | {"phone": "06 12 34 56 78"}).url
    assert "Anna Demo" in html_of(Client().get(own))

    for rest in ("", "aanmelden/", "vraag/"):
        for prefix in ("", "/en"):
            page = html_of(Client().get(path(meeting, rest, prefix)))
            for secret in ("Anna", "anna@", "06 12", str(Registration.objects.get().pk)):
                assert secret not in page


def test_own_page_is_kept_nowhere_and_tells_no_other_site_where_it_was(meeting):
    for answer in (Client().get(send(meeting, ANNA).url), send(meeting, ANNA)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert not set(answer.cookies) - {"buurtpeil-csrf"}


def test_sign_up_without_the_token_of_its_page_is_refused(meeting):
    client = Client(enforce_csrf_checks=True)
    form = form_of(client, meeting) | ANNA

    answer = client.post(path(meeting, "aanmelden/"), form)

    assert answer.status_code == 403
    assert "Er is niets verstuurd." in html_of(answer)
    assert "antwoorden" not in html_of(answer)
    assert kept() == []


def test_key_of_a_household_is_in_no_line_of_the_log(meeting, caplog):
    theirs = RegistrationFactory(meeting=meeting)
    own = path(meeting, f"aanmelding/{theirs.pk}/")
    strict = Client(enforce_csrf_checks=True)

    answers = [
        strict.post(own),
        strict.get(path(MeetingFactory(announced=True), own.split("/", 3)[3])),
    ]

    assert [answer.status_code for answer in answers] == [403, 404]
    said = caplog.text
    assert said.count("/aanmelding/…/") == 2
    assert str(theirs.pk) not in said
