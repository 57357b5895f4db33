"""What staff see of who signs up: totals for everybody, names for who keeps the door and nobody else."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from mail.models import OutgoingMail
from meetings.models import AdvanceQuestion, Meeting, Needs, Notice, Registration
from meetings.services.sign_up import Wishes, withdraw
from meetings.summaries.ringing import KEY
from meetings.summaries.who_comes import who_comes
from proof.models import AuditEntry, Verb
from tests.factories import UserFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.meetings.scenes import client_as, client_of, comes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("corporation")]
DOOR, SEES = (
    (Role.ORGANISER, Role.FIELD_STAFF),
    (Role.SURVEY_LEAD, Role.SIGNAL_OFFICER, Role.READER),
)
SAID = {"channel": "phone", "name": "Anna Demo", "phone": "06 12 34 56 78", "people": "2",
        "language": "nl"}  # fmt: skip


@pytest.fixture
def meeting():
    return MeetingFactory(open_to_residents=True, capacity=3)


@pytest.fixture
def client():
    return client_of(Role.ORGANISER)


def path(meeting, rest="") -> str:
    return f"/bijeenkomsten/{meeting.pk}/bewoners/{rest}"


def html_of(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def names(client, meeting, query="", **search) -> list[str]:
    ask = client.post if search else client.get
    return [one.name for one in ask(path(meeting, query), search).context["listing"].page]


@pytest.mark.parametrize("role", DOOR)
def test_who_keeps_the_door_sees_names_and_that_is_logged(role, meeting):
    comes(meeting, "Anna", 2, phone="06 12345678")

    page = html_of(client_of(role).get(path(meeting)))

    for words in ("Anna", "anna@voorbeeld.example", "06 12345678"):
        assert words in page
    entry = AuditEntry.objects.get(verb=Verb.LOOKED_AT)
    assert "Anna" not in entry.words + str(entry.details)


@pytest.mark.parametrize("role", SEES)
def test_who_may_only_see_meetings_gets_totals_and_no_name(role, meeting):
    made = comes(meeting, "Anna", 2, wishes=Wishes("Tigrinya", wheelchair=True))
    AdvanceQuestion.objects.create(meeting=meeting, text="Geheime vraag")
    client = client_of(role)

    page = html_of(client.get(path(meeting)))

    assert "Tolk: Tigrinya" in page
    for hidden in ("Anna", "anna@", str(made.pk), "Geheime"):
        assert hidden not in page
    for rest in ("vragen/", f"{made.pk}/", f"{made.pk}/afmelden/", "nieuw/"):
        assert client.get(path(meeting, rest)).status_code == 403


def test_partner_contact_and_stranger_find_nothing(meeting):
    made = comes(meeting)
    partner = client_as(UserFactory(kind=User.Kind.PARTNER))

    for rest in ("", "vragen/", f"{made.pk}/", f"{made.pk}/afmelden/"):
        assert partner.get(path(meeting, rest)).status_code == 404
        assert Client().get(path(meeting, rest)).status_code == 302


def test_registration_opens_only_under_its_own_meeting(client, meeting):
    theirs = comes(MeetingFactory(open_to_residents=True))

    for rest in ("", "afmelden/", "gebeld/"):
        assert client.post(path(meeting, f"{theirs.pk}/{rest}")).status_code == 404
    theirs.refresh_from_db()
    assert theirs.state == "seated"


def test_totals_count_needs_of_who_has_a_seat_and_languages_once(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=8)
    comes(meeting, "Anna", 2, wishes=Wishes("tigrinya", wheelchair=True, children=1))
    comes(meeting, "Bo", 3, wishes=Wishes(" Tigrinya ", ring_loop=True, children=2))
    comes(meeting, "Cas", 1, wishes=Wishes("Pools", wheelchair=True))
    comes(meeting, "Wacht", 4, wishes=Wishes("Arabisch", wheelchair=True))
    withdraw(comes(meeting, "Weg", 1), now=timezone.now())

    found = who_comes(meeting)

    assert found.people == {"seated": 6, "waiting": 4, "withdrawn": 1}
    assert found.households == {"seated": 3, "waiting": 1, "withdrawn": 1}
    assert (found.wheelchairs, found.ring_loops, found.children) == (2, 1, 3)
    assert found.interpreters == (("Tigrinya", 2), ("Pools", 1))


def test_lists_are_who_comes_who_waits_and_who_left(client, meeting):
    comes(meeting, "Anna", 3)
    comes(meeting, "Bo", minutes=1)
    comes(meeting, "Cas", minutes=2)
    withdraw(comes(meeting, "Weg", minutes=3), now=timezone.now())

    assert names(client, meeting) == ["Anna"]
    assert names(client, meeting, "?stand=wacht") == ["Bo", "Cas"]
    assert names(client, meeting, "?stand=wacht&sorteer=-binnen") == ["Cas", "Bo"]
    assert names(client, meeting, "?stand=afgemeld") == ["Weg"]
    assert names(client, meeting, "?stand=onzin") == ["Anna"]


def test_search_finds_by_name_address_and_number_and_is_in_no_address(client, meeting):
    comes(meeting, "Anna", phone="06 12345678")
    comes(meeting, "Bo")

    assert names(client, meeting, zoek="anna@voorbeeld") == ["Anna"]
    assert names(client, meeting, zoek="12345678") == ["Anna"]
    assert names(client, meeting, "?zoek=anna") == ["Anna", "Bo"]  # only what is posted counts
    assert "Geen aanmelding heeft al deze woorden." in html_of(
        client.post(path(meeting), {"zoek": "niemand"})
    )


@pytest.mark.parametrize("query", ["", "?stand=wacht", "?stand=bellen", "?stand=afgemeld"])
def test_empty_lists_say_what_to_do(client, meeting, query):
    assert 'class="empty"' in html_of(client.get(path(meeting, query)))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_takes_the_same_queries_for_one_and_many(
    client, meeting, number, django_assert_num_queries
):
    Meeting.objects.filter(pk=meeting.pk).update(capacity=None)
    for place in range(min(number, 30)):
        comes(meeting, f"R{place}", email="" if place % 3 else None, wishes=Wishes("Pools"))
    more = RegistrationFactory.bulk(max(number - 30, 0), meeting=meeting)
    Needs.objects.bulk_create(Needs(registration=one, interpreter="Pools") for one in more)
    for notice in Notice.objects.all()[:5]:
        OutgoingMail.objects.filter(key=f"{KEY}{notice.pk}").update(
            state="refused", text="", ended_at=timezone.now()
        )

    with django_assert_num_queries(12):
        page = client.get(path(meeting))
    assert page.context["listing"].total == number


@pytest.mark.parametrize("number", [1, 3, 300])
def test_questions_take_the_same_queries_for_one_and_many(
    client, meeting, number, django_assert_num_queries
):
    AdvanceQuestion.objects.bulk_create(
        AdvanceQuestion(meeting=meeting, text=f"Vraag {place}") for place in range(number)
    )

    with django_assert_num_queries(9):
        page = client.get(path(meeting, "vragen/"))
    assert page.context["listing"].total == number


def test_colleague_signs_up_who_rang_once_however_often_it_is_sent(client, meeting):
    form = SAID | {"key": str(uuid.uuid4())}

    for _twice in range(2):
        assert client.post(path(meeting, "nieuw/"), form).url == path(meeting)

    made = Registration.objects.get()
    assert (made.channel, made.people, made.state) == ("phone", 2, "seated")
    assert made.entered_by == User.objects.get()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"phone": "", "email": ""}, "Vul een e-mailadres of een telefoonnummer in."),
        ({"name": ""}, "Vul een naam in."),
        ({"people": "9"}, "Kies een aantal van 1 tot en met 8."),
        ({"channel": "web"}, "web is geen beschikbare keuze."),
    ],
)
def test_what_is_wrong_in_an_entry_is_said_and_nothing_is_lost(client, meeting, said, words):
    page = html_of(
        client.post(
            path(meeting, "nieuw/"), SAID | {"key": uuid.uuid4(), "interpreter": "Pools"} | said
        )
    )

    assert words in page
    assert 'value="Pools"' in page
    assert not Registration.objects.exists()


def test_slip_needs_a_name_only(client, meeting):
    said = SAID | {"channel": "slip", "phone": "", "key": uuid.uuid4()}

    assert client.post(path(meeting, "nieuw/"), said).status_code == 302


def test_entry_for_a_meeting_that_is_over_is_refused_with_what_was_typed(client, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )

    page = html_of(client.post(path(meeting, "nieuw/"), SAID | {"key": uuid.uuid4()}))

    assert "Aanmelden voor deze bijeenkomst kan niet meer." in page
    assert 'value="Anna Demo"' in page


def test_colleague_corrects_an_address_and_the_mail_goes_again(client, meeting):
    made = comes(meeting, "Anna", 2)
    page = client.get(path(meeting, f"{made.pk}/"))
    said = {"name": "Anna", "email": "goed@voorbeeld.example", "people": "3",
            "seen": page.context["form"]["seen"].value()}  # fmt: skip

    client.post(path(meeting, f"{made.pk}/"), said)

    made.refresh_from_db()
    assert (made.email, made.people) == ("goed@voorbeeld.example", 3)
    assert OutgoingMail.objects.filter(to="goed@voorbeeld.example").count() == 1


def test_second_of_two_colleagues_is_told_what_the_first_changed(client, meeting):
    made = comes(meeting, "Anna")
    seen = client.get(path(meeting, f"{made.pk}/")).context["form"]["seen"].value()
    Registration.objects.filter(pk=made.pk).update(name="Anne")

    page = html_of(
        client.post(path(meeting, f"{made.pk}/"), {"name": "Ans", "people": "1", "seen": seen})
    )

    assert "Iemand anders heeft dit intussen gewijzigd." in page
    made.refresh_from_db()
    assert made.name == "Anne"


def test_withdrawing_for_somebody_asks_first_and_is_logged_without_a_name(client, meeting):
    made, waiting = comes(meeting, "Anna", 3), comes(meeting, "Bo", minutes=1)

    assert "Anna afmelden?" in html_of(client.get(path(meeting, f"{made.pk}/afmelden/")))
    client.post(path(meeting, f"{made.pk}/afmelden/"))

    for one in (made, waiting):
        one.refresh_from_db()
    assert (made.state, waiting.state) == ("withdrawn", "seated")
    entry = AuditEntry.objects.get(verb=Verb.WITHDREW)
    assert "Anna" not in entry.words


def test_who_was_promoted_without_an_address_is_rung_once(client, meeting):
    gone, waiting = comes(meeting, "Anna", 3), comes(meeting, "Bo", 2, email="", minutes=1)
    withdraw(gone, now=timezone.now())

    assert "1 bewoner moet nog iets weten" in html_of(client.get(path(meeting)))
    [row] = client.get(path(meeting, "?stand=bellen")).context["listing"].page
    assert [str(why) for why in row.ring.why] == ["er is nu een plek"]
    client.post(
        path(meeting, f"{waiting.pk}/gebeld/"), {"berichten": ",".join(map(str, row.ring.notices))}
    )

    assert names(client, meeting, "?stand=bellen") == []
    assert Notice.objects.get(kind="promoted").rung_at is not None


def test_news_after_the_list_was_shown_is_not_ticked_off_with_it(client, meeting):
    made = comes(meeting, "Bo", email="")
    first = Notice.objects.create(
        registration=made, kind="update", about="1", by_phone=True, at=timezone.now()
    )
    later = Notice.objects.create(
        registration=made, kind="update", about="2", by_phone=True, at=timezone.now()
    )

    client.post(path(meeting, f"{made.pk}/gebeld/"), {"berichten": str(first.pk)})

    assert list(Notice.objects.filter(rung_at=None, by_phone=True)) == [later]


@pytest.mark.parametrize("sent", ["", "x", "1;2", "9" * 40])
def test_broken_list_of_notices_ticks_nothing_off(client, meeting, sent):
    made = comes(meeting, "Bo", email="")
    Notice.objects.create(registration=made, kind="update", by_phone=True, at=timezone.now())

    assert client.post(path(meeting, f"{made.pk}/gebeld/"), {"berichten": sent}).status_code == 302
    assert Notice.objects.filter(rung_at=None, by_phone=True).count() == 1


def test_bounced_mail_is_shown_beside_the_registration_until_the_address_is_right(client, meeting):
    made = comes(meeting, "Anna")
    OutgoingMail.objects.update(state="refused", text="", ended_at=timezone.now())

    assert "mail kwam niet aan" in html_of(client.get(path(meeting)))
    assert names(client, meeting, "?stand=bellen") == ["Anna"]
    assert "De mail naar dit adres kwam terug." in html_of(client.get(path(meeting, f"{made.pk}/")))
    Registration.objects.update(email="goed@voorbeeld.example")

    assert names(client, meeting, "?stand=bellen") == []


def test_nobody_is_rung_about_a_meeting_that_is_over(client, meeting):
    made = comes(meeting, "Bo", email="")
    Notice.objects.create(registration=made, kind="update", by_phone=True, at=timezone.now())
    assert names(client, meeting, "?stand=bellen") == ["Bo"]
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=1)
    )

    assert names(client, meeting, "?stand=bellen") == []


def test_question_is_set_aside_and_taken_back(client, meeting):
    asked = AdvanceQuestion.objects.create(meeting=meeting, text="Wanneer komt de lift?", name="Bo")
    other = MeetingFactory(open_to_residents=True)

    assert client.post(path(other, f"vragen/{asked.pk}/opzij/")).status_code == 404
    client.post(path(meeting, f"vragen/{asked.pk}/opzij/"))
    assert "Wanneer komt de lift?" not in html_of(client.get(path(meeting, "vragen/")))
    assert "Wanneer komt de lift?" in html_of(client.get(path(meeting, "vragen/?stand=opzij")))
    assert who_comes(meeting).questions == 0
    client.post(path(meeting, f"vragen/{asked.pk}/opzij/"), {"terug": "1"})

    assert "Wanneer komt de lift?" in html_of(client.get(path(meeting, "vragen/")))


def test_page_says_that_residents_do_not_know_yet(client):
    planned = MeetingFactory(takes_registrations=True)

    page = html_of(client.get(path(planned)))

    assert "Bewoners zien deze bijeenkomst nog niet." in page
    assert planned.token not in page
