"""Pages about partners at a meeting: staff's, and the contact's own, opened by a link in a mail."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from mail.delivery import deliver_due
from mail.models import OutgoingMail
from meetings import links
from meetings.models import Meeting, Participation
from meetings.services import partners
from tests.factories import ContactFactory, GrantFactory, PartnerFactory, UserFactory
from tests.factories.meetings import MeetingFactory, ParticipationFactory
from tests.html import column, text_of
from tests.meetings.scenes import client_as, client_of

pytestmark = pytest.mark.django_db

Answer = Participation.Answer


@pytest.fixture
def meeting(corporation) -> Meeting:
    return MeetingFactory(title="Buurttent Korenbloemhof")


@pytest.fixture
def organiser() -> Client:
    return client_of(Role.ORGANISER)


def page(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def tab(meeting: Meeting, end: str = "") -> str:
    return f"/bijeenkomsten/{meeting.pk}/partners/{end}"


def send_all(client: Client, meeting: Meeting):
    seen = re.search(r'name="gezien" value="(\w+)"', page(client, tab(meeting, "mails/")))[1]
    return client.post(tab(meeting, "mails/"), {"gezien": seen}, follow=True)


def given(one: Participation, **fields):
    """What the contact's page would send, with the mark of what it showed."""
    html = page(Client(), links.path(one))
    seen = re.search(r'name="seen" value="(\w+)"', html)[1]
    empty = {"stand_in_name": "", "stand_in_email": "", "remark": ""}
    return Client().post(links.path(one), empty | {"seen": seen} | fields, follow=True)


def test_organiser_chooses_looks_and_sends(organiser, meeting, post_office):
    gea, noor = ContactFactory(name="Gea"), ContactFactory(name="Noor")
    assert "Nog geen partners" in page(organiser, tab(meeting))

    answer = organiser.post(
        tab(meeting, "kiezen/"), {"contact": [gea.pk, noor.pk], "expected": "Komt u vertellen?"}
    )

    assert answer.url == tab(meeting)
    html = page(organiser, tab(meeting))
    assert "2 uitnodigingen" in html
    assert "nog niet" in html
    deliver_due.call()
    assert post_office.mails == []
    preview = page(organiser, tab(meeting, "mails/"))
    for words in (gea.email, noor.email, "Wij vragen u: Komt u vertellen?"):
        assert words in preview
    assert links.signed(Participation.objects.first()) not in preview

    assert "2 mails zijn verstuurd" in send_all(organiser, meeting).content.decode()

    deliver_due.call()
    assert {mail["To"] for mail in post_office.mails} == {gea.email, noor.email}
    assert "Er is niets te versturen" in page(organiser, tab(meeting, "mails/"))


def test_choosing_shows_partners_at_the_complex_first_and_nobody_twice(organiser, meeting):
    far = ContactFactory(name="Xaveria", partner__name="Aaa")
    near = ContactFactory(name="Wodan", partner__name="Zzz")
    GrantFactory(partner=near.partner, complex=meeting.complexes.get())
    listed = ContactFactory(name="Staat er al")
    partners.choose(meeting, [listed], now=timezone.now())

    html = page(organiser, tab(meeting, "kiezen/"))

    names = [name for name in ("Xaveria", "Wodan", "Staat er al") if name in html]
    assert sorted(names, key=html.index) == ["Wodan", "Xaveria"]
    assert far.email in html


def test_partner_without_a_contact_is_named_with_the_way_to_add_one(organiser, meeting):
    partner = PartnerFactory(name="Politie Noord")
    GrantFactory(partner=partner, complex=meeting.complexes.get())

    html = page(organiser, tab(meeting, "kiezen/"))

    assert "Nog zonder contactpersoon" in html
    assert "Politie Noord" in html
    assert f"/partners/{partner.pk}/contactpersonen/nieuw/" in html


@pytest.mark.parametrize("who", ["left", "ended", "listed", "unknown"])
def test_contact_who_cannot_be_chosen_is_refused_and_nobody_is_added(organiser, meeting, who):
    today = timezone.localdate()
    contact = ContactFactory(left_on=today if who == "left" else None)
    if who == "ended":
        contact.partner.ended_on = today
        contact.partner.save()
    if who == "listed":
        partners.choose(meeting, [contact], now=timezone.now())
    before = Participation.objects.count()
    number = 10**9 if who == "unknown" else contact.pk
    good = ContactFactory()

    answer = organiser.post(tab(meeting, "kiezen/"), {"contact": [good.pk, number]})

    assert answer.status_code == 200
    assert "kan niet meer gekozen worden" in answer.content.decode()
    assert Participation.objects.count() == before


def test_choosing_nobody_says_so(organiser, meeting):
    ContactFactory()

    html = organiser.post(tab(meeting, "kiezen/"), {}).content.decode()

    assert "Vink minstens één contactpersoon aan" in html


def test_changed_meeting_is_shown_as_still_to_be_told(organiser, meeting):
    partners.choose(meeting, [ContactFactory()], now=timezone.now())
    send_all(organiser, meeting)
    Meeting.objects.update(spot="Bij de ingang")

    assert "1 wijziging" in page(organiser, tab(meeting))
    assert "Bij de ingang" in page(organiser, tab(meeting, "mails/"))


def test_calling_a_meeting_off_leads_to_the_mails_that_tell_partners(organiser, meeting):
    partners.choose(meeting, [ContactFactory(name="Gea")], now=timezone.now())
    send_all(organiser, meeting)

    answer = organiser.post(
        f"/bijeenkomsten/{meeting.pk}/afgelasten/", {"reason": "De zaal is niet vrij."}
    )

    assert answer.url == tab(meeting, "mails/")
    assert "Gaat niet door: Buurttent Korenbloemhof" in page(organiser, answer.url)


def test_mails_that_changed_since_they_were_shown_are_not_sent(organiser, meeting):
    partners.choose(meeting, [ContactFactory()], now=timezone.now())

    answer = organiser.post(tab(meeting, "mails/"), {"gezien": "anders"}, follow=True)

    assert "Er is intussen iets gewijzigd" in answer.content.decode()
    assert not OutgoingMail.objects.exists()


def test_refused_address_is_shown_beside_the_name_until_it_is_mended(
    organiser, meeting, post_office
):
    gea = ContactFactory(name="Gea", email="weg@partner.example")
    post_office.refused_addresses.add("weg@partner.example")
    partners.choose(meeting, [gea], now=timezone.now())
    send_all(organiser, meeting)
    assert "mail kwam niet aan" not in page(organiser, tab(meeting))

    deliver_due.call()

    html = page(organiser, tab(meeting))
    assert "weg@partner.example: de mailserver weigert dit adres" in html
    assert f"/partners/contactpersonen/{gea.pk}/" in html
    gea.email = "goed@partner.example"
    gea.save()
    [one] = Participation.objects.all()
    organiser.post(tab(meeting, f"{one.pk}/opnieuw/"), {"ronde": "0"})
    deliver_due.call()
    assert "mail kwam niet aan" not in page(organiser, tab(meeting))
    assert [mail["To"] for mail in post_office.mails] == ["goed@partner.example"]


def test_refused_address_of_a_stand_in_is_shown_too_and_the_contacts_own_mail_counts_apart(
    organiser, meeting, post_office
):
    post_office.refused_addresses.add("weg@partner.example")
    partners.choose(meeting, [ContactFactory(name="Gea")], now=timezone.now())
    send_all(organiser, meeting)
    [one] = Participation.objects.all()
    given(one, answer="stand_in", stand_in_name="Jan", stand_in_email="weg@partner.example")

    deliver_due.call()

    html = page(organiser, tab(meeting))
    assert "weg@partner.example: de mailserver weigert dit adres" in html
    assert html.count("mail kwam niet aan") == 1


def test_answer_from_before_the_last_change_is_marked(organiser, meeting):
    partners.choose(meeting, [ContactFactory(), ContactFactory()], now=timezone.now())
    send_all(organiser, meeting)
    early, late = Participation.objects.all()
    given(early, answer="comes")
    Meeting.objects.update(spot="Bij de ingang")
    send_all(organiser, meeting)
    given(late, answer="comes")

    assert page(organiser, tab(meeting)).count("antwoordde vóór de laatste wijziging") == 1


def test_row_of_a_refused_mail_that_was_cleared_away_says_nothing_more(
    organiser, meeting, post_office
):
    post_office.refused_addresses.add("weg@partner.example")
    partners.choose(meeting, [ContactFactory(email="weg@partner.example")], now=timezone.now())
    send_all(organiser, meeting)
    deliver_due.call()
    assert "mail kwam niet aan" in page(organiser, tab(meeting))

    OutgoingMail.objects.all().delete()  # as the retention does after ninety days

    assert "mail kwam niet aan" not in page(organiser, tab(meeting))


def test_contact_without_an_address_is_marked_with_the_way_to_give_one(organiser, meeting):
    contact = ContactFactory(email="", user=None)
    partners.choose(meeting, [contact], now=timezone.now())

    html = page(organiser, tab(meeting))

    assert "Geen e-mailadres" in html
    assert f"/partners/contactpersonen/{contact.pk}/" in html
    assert "Nog te versturen" not in html


def test_reader_sees_the_list_and_can_change_nothing(meeting):
    one = ParticipationFactory(meeting=meeting, contact__name="Gea")
    reader = client_of(Role.READER)

    html = page(reader, tab(meeting))

    assert "Gea" in html
    assert tab(meeting, f"{one.pk}/") not in html
    assert reader.get(tab(meeting, f"{one.pk}/")).status_code == 403


def test_answer_that_came_by_telephone_is_kept_with_what_is_asked(organiser, meeting):
    one = ParticipationFactory(meeting=meeting)
    url = tab(meeting, f"{one.pk}/")
    seen = re.search(r'name="seen" value="(\w+)"', page(organiser, url))[1]
    typed = {"answer": "absent", "expected": "Vertellen", "remark": "ziek", "seen": seen}

    assert organiser.post(url, typed).url == tab(meeting)

    one.refresh_from_db()
    assert (one.answer, one.expected, one.remark) == (Answer.ABSENT, "Vertellen", "ziek")


def test_two_editors_of_one_answer_are_told(organiser, meeting):
    one = ParticipationFactory(meeting=meeting)
    url = tab(meeting, f"{one.pk}/")
    seen = re.search(r'name="seen" value="(\w+)"', page(organiser, url))[1]
    given(one, answer="comes")

    html = organiser.post(url, {"answer": "absent", "seen": seen}).content.decode()

    assert "Iemand anders heeft dit intussen gewijzigd" in html
    one.refresh_from_db()
    assert one.answer == Answer.COMES


def test_taking_off_asks_and_shows_the_mail_first(organiser, meeting, post_office):
    partners.choose(meeting, [ContactFactory(name="Gea")], now=timezone.now())
    send_all(organiser, meeting)
    [one] = Participation.objects.all()
    url = tab(meeting, f"{one.pk}/weghalen/")

    html = page(organiser, url)
    assert "Gea van de lijst halen?" in html
    assert "U hoeft niet meer te komen" in html
    organiser.post(url)

    deliver_due.call()
    assert [mail["Subject"].split(":")[0] for mail in post_office.mails] == [
        "Uitnodiging",
        "U hoeft niet te komen",
    ]
    assert "Nog geen partners" in page(organiser, tab(meeting))
    assert organiser.post(url).status_code == 404


def test_presence_is_noted_for_the_rows_shown_and_only_after_it_began(organiser, meeting):
    there, away, elsewhere = (ParticipationFactory(meeting=meeting) for _n in range(3))
    typed = {"getoond": [there.pk, away.pk, "x"], "erbij": [there.pk, elsewhere.pk]}

    organiser.post(tab(meeting, "erbij/"), typed)
    assert not Participation.objects.exclude(was_there=None).exists()
    start = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))
    organiser.post(tab(meeting, "erbij/"), typed)

    for one in (there, away, elsewhere):
        one.refresh_from_db()
    assert (there.was_there, away.was_there, elsewhere.was_there) == (True, False, None)
    assert "Was erbij" in page(organiser, tab(meeting))


@pytest.mark.parametrize("end", ["", "opnieuw/", "weghalen/"])
def test_participation_of_another_meeting_is_not_found_under_this_one(organiser, meeting, end):
    other = ParticipationFactory()
    assert organiser.get(tab(other.meeting, f"{other.pk}/{end}")).status_code == 200

    for ask in (organiser.get, organiser.post):
        assert ask(tab(meeting, f"{other.pk}/{end}")).status_code == 404


def test_participation_of_another_meeting_cannot_be_ticked(organiser, meeting):
    other = ParticipationFactory()
    start = timezone.now() - timedelta(hours=1)
    Meeting.objects.update(starts_at=start, ends_at=start + timedelta(hours=2))

    organiser.post(tab(meeting, "erbij/"), {"getoond": [other.pk], "erbij": [other.pk]})

    other.refresh_from_db()
    assert other.was_there is None


@pytest.mark.parametrize("number", [1, 3, 60])
def test_list_of_partners_asks_the_same_number_of_queries(
    organiser, meeting, number, django_assert_num_queries
):
    partners.choose(meeting, [ContactFactory() for _n in range(number)], now=timezone.now())
    send_all(organiser, meeting)
    organiser.get(tab(meeting))

    with django_assert_num_queries(12):
        organiser.get(tab(meeting))


@pytest.mark.parametrize("number", [1, 3, 60])
def test_preview_asks_the_same_number_of_queries(
    organiser, meeting, number, django_assert_num_queries
):
    partners.choose(meeting, [ContactFactory() for _n in range(number)], now=timezone.now())
    organiser.get(tab(meeting, "mails/"))

    with django_assert_num_queries(9):
        organiser.get(tab(meeting, "mails/"))


def test_list_is_searched_and_says_when_nothing_is_found(organiser, meeting):
    ParticipationFactory(meeting=meeting, contact__name="Gea")
    ParticipationFactory(meeting=meeting, contact__name="Noor")

    assert column(organiser.get(tab(meeting))) == ["Gea", "Noor"]
    assert column(organiser.get(tab(meeting, "?zoek=noor"))) == ["Noor"]
    assert "Niets gevonden" in page(organiser, tab(meeting, "?zoek=xyz"))


# The contact's own page ---------------------------------------------------------------------------


def test_contact_answers_without_signing_in_and_may_change_it(meeting):
    one = ParticipationFactory(meeting=meeting, contact__name="Gea")

    html = given(one, answer="comes", remark="Graag").content.decode()
    assert "Uw antwoord is bewaard" in html
    assert "<strong>komt</strong>" in html
    given(one, answer="absent")

    one.refresh_from_db()
    assert (one.answer, one.remark) == (Answer.ABSENT, "")
    assert one.answered_at is not None


def test_looking_at_the_page_answers_nothing(meeting):
    """Mail scanners follow every link."""
    one = ParticipationFactory(meeting=meeting)

    page(Client(), links.path(one))
    page(Client(), links.path(one) + "?answer=comes")

    one.refresh_from_db()
    assert (one.answer, one.answered_at) == (Answer.NONE, None)


def test_page_shows_one_contact_and_nobody_else(meeting):
    gea = ParticipationFactory(meeting=meeting, contact__name="Gea")
    noor = ParticipationFactory(meeting=meeting, contact__name="Noor", remark="geheim")

    own, other = (text_of(Client().get(links.path(one))) for one in (gea, noor))

    assert [name in own for name in ("Gea", "Noor", "geheim")] == [True, False, False]
    assert [name in other for name in ("Gea", "Noor", "geheim")] == [False, True, True]


@pytest.mark.parametrize("field", ["answer", "stand_in_name", "stand_in_email"])
def test_answer_that_is_not_whole_says_what_is_missing_and_keeps_what_was_typed(meeting, field):
    one = ParticipationFactory(meeting=meeting, contact__email="gea@politie.example")
    typed = {"answer": "stand_in", "stand_in_name": "Jan", "stand_in_email": "jan@p.example"}
    wrong = {"answer": "misschien", "stand_in_name": "", "stand_in_email": "GEA@politie.example"}

    html = given(one, **typed | {field: wrong[field], "remark": "Tot dan"}).content.decode()

    assert "Er klopt iets niet" in html
    assert "Tot dan" in html
    one.refresh_from_db()
    assert one.answer == Answer.NONE


def test_names_of_a_stand_in_are_dropped_when_nobody_comes_instead(meeting):
    one = ParticipationFactory(meeting=meeting)

    given(one, answer="comes", stand_in_name="Jan", stand_in_email="jan@partner.example")

    one.refresh_from_db()
    assert (one.answer, one.stand_in_name, one.stand_in_email) == (Answer.COMES, "", "")
    assert not OutgoingMail.objects.exists()


def test_changed_signature_number_or_round_opens_nothing(meeting):
    gea, noor = ParticipationFactory(meeting=meeting), ParticipationFactory(meeting=meeting)
    number, signature = links.signed(gea).split(".")
    other_end = "B" if signature.endswith("A") else "A"
    guesses = [
        f"{noor.pk}-0.{signature}",
        f"{gea.pk}-1.{signature}",
        f"{number}.{signature[:-1]}{other_end}",
        f"{number}.",
        number,
        signature,
        "x",
        f"{number}.{links.signed(noor).split('.')[1]}",
    ]
    assert Client().get(links.path(gea)).status_code == 200

    for guess in guesses:
        for ask in (Client().get, Client().post):
            assert ask(f"/deelname/{guess}/", {"answer": "comes"}).status_code == 404, guess
    assert not Participation.objects.exclude(answer=Answer.NONE).exists()


def test_link_of_an_earlier_round_is_over_and_answers_nothing(meeting):
    one = ParticipationFactory(meeting=meeting)
    old = links.path(one)
    Participation.objects.update(link_round=1)

    answer = Client().post(old, {"answer": "comes"})

    assert answer.status_code == 410
    assert "Deze link werkt niet meer" in answer.content.decode()
    one.refresh_from_db()
    assert one.answer == Answer.NONE


def test_link_of_who_was_taken_off_is_over(meeting):
    one = ParticipationFactory(meeting=meeting, taken_off_at=timezone.now())

    answer = Client().get(links.path(one))

    assert answer.status_code == 410
    assert meeting.title not in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("held", "is geweest"), ("cancelled", "gaat niet door")]
)
def test_page_of_a_meeting_that_is_over_says_so_and_takes_nothing(corporation, state, words):
    one = ParticipationFactory(meeting=MeetingFactory(**{state: True}), answer=Answer.COMES)

    html = page(Client(), links.path(one))
    Client().post(links.path(one), {"answer": "absent"})

    assert words in html
    assert 'name="answer"' not in html
    one.refresh_from_db()
    assert one.answer == Answer.COMES


def test_signed_in_contact_finds_the_page_on_their_own_home(meeting):
    one = ParticipationFactory(meeting=meeting)
    other = ParticipationFactory(meeting=meeting)
    ParticipationFactory(meeting=MeetingFactory(title="Vorig jaar", held=True), contact=one.contact)
    ParticipationFactory(
        meeting=MeetingFactory(title="Nog niet gevraagd"), contact=one.contact, invited_at=None
    )
    client = client_as(one.contact.user)

    html = page(client, home_of(client))

    assert links.path(one) in html
    assert "nog geen antwoord" in html
    assert links.path(other) not in html
    assert "Vorig jaar" not in html
    assert "Nog niet gevraagd" not in html


def home_of(client: Client) -> str:
    """Where a partner lands."""
    return client.get("/").url


def test_partner_account_without_a_contact_sees_no_meeting(meeting):
    ParticipationFactory(meeting=meeting)
    client = client_as(UserFactory(kind=User.Kind.PARTNER))

    assert meeting.title not in page(client, home_of(client))
