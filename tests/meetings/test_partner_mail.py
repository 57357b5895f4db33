"""Partners are told what they must know, once, and nobody else is; caught by a real mail server."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mail.delivery import deliver_due
from mail.models import OutgoingMail
from meetings import links
from meetings.models import Meeting, Notice, Participation
from meetings.services import answers, partner_mail, partners
from meetings.services.answers import Reply
from meetings.services.partner_errors import (
    MeetingIsOver,
    NoAddress,
    NotInvited,
    SeenIsOld,
    TooManyStandIns,
)
from meetings.services.partner_mail import Kind, preview
from tests.factories import ComplexFactory, ContactFactory, UserFactory
from tests.factories.meetings import MeetingFactory, ParticipationFactory, amsterdam
from tests.judges import both
from tests.post_office import PostOffice
from ui import numbers

pytestmark = pytest.mark.django_db

NOW = timezone.now()  # the outbox goes by the real clock
DAY = timezone.localdate(NOW) + timedelta(days=43)
Answer = Participation.Answer


@pytest.fixture
def meeting(corporation) -> Meeting:
    corporation.name, corporation.phone = "Wonen Zilverbeek", "010 123 45 67"
    corporation.save()
    return MeetingFactory(
        title="Buurttent Korenbloemhof",
        starts_at=amsterdam(DAY.year, DAY.month, DAY.day),
        ends_at=amsterdam(DAY.year, DAY.month, DAY.day, 21, 0),
        venue__name="Buurthuis De Linde",
        complexes=[ComplexFactory(name="Korenbloemhof")],
    )


@pytest.fixture
def by():
    return UserFactory()


def chosen(meeting: Meeting, *names: str, **more) -> list[Participation]:
    contacts = [
        ContactFactory(name=name, email=f"{name.lower()}@partner.example") for name in names
    ]
    partners.choose(meeting, contacts, now=NOW, **more)
    return list(meeting.participations.filter(contact__in=contacts).order_by("pk"))


def send(meeting: Meeting, by, now: datetime = NOW) -> int:
    meeting.refresh_from_db()
    return partners.send_waiting(meeting, seen=partners.mark(preview(meeting, now)), by=by, now=now)


def invited(meeting: Meeting, by, *names: str) -> list[Participation]:
    found = chosen(meeting, *names)
    send(meeting, by)
    for one in found:
        one.refresh_from_db()
    return found


def caught(post_office: PostOffice) -> list[EmailMessage]:
    """What arrived since the last look."""
    deliver_due.call()
    arrived, post_office.mails = post_office.mails, []
    return arrived


def readable(mail: EmailMessage) -> str:
    """All that a mail says: its heads, its words and its calendar, decoded and with whole lines."""
    parts = [one for one in mail.walk() if not one.is_multipart()]
    words = [one.get_payload(decode=True).decode() for one in parts]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *words]).replace(
        "\r\n ", ""
    )


def brief(mail: EmailMessage) -> tuple[str, str | None, int | None]:
    """To whom, what it asks of the calendar and the sequence; the judges agree on it."""
    found = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    if not found:
        return mail["To"], None, None
    verdict = both(found[0].get_payload(decode=True).decode())
    [event] = verdict.events
    assert verdict.method == found[0].get_param("method")
    assert [one["email"] for one in event.attendees] == [f"mailto:{mail['To']}"]
    return mail["To"], verdict.method, event.sequence


def move(meeting: Meeting, **by) -> None:
    """As the planning does it: the sequence rises."""
    meeting.refresh_from_db()
    meeting.starts_at += timedelta(**by)
    meeting.ends_at += timedelta(**by)
    meeting.sequence += 1
    meeting.save()


def call_off(meeting: Meeting) -> None:
    meeting.refresh_from_db()
    meeting.state, meeting.cancelled_at = Meeting.State.CANCELLED, NOW
    meeting.cancel_reason, meeting.sequence = "De zaal is niet vrij.", meeting.sequence + 1
    meeting.save()


def test_chosen_contact_is_told_nothing_before_it_is_sent(post_office, meeting):
    chosen(meeting, "Gea", expected="Vertellen wat de wijkagent doet.")

    [letter] = preview(meeting, NOW)

    assert caught(post_office) == []
    assert (letter.recipient.email, letter.kind) == ("gea@partner.example", Kind.INVITATION)
    assert letter.subject == f"Uitnodiging: Buurttent Korenbloemhof, {numbers.day(DAY)}"
    assert "[hier staat de eigen link van Gea]" in letter.text
    assert "/deelname/" not in letter.text


def test_invitation_arrives_as_previewed_with_a_calendar_and_an_own_link(post_office, meeting, by):
    [gea] = chosen(meeting, "Gea", expected="Vertellen wat de wijkagent doet.")
    [letter] = preview(meeting, NOW)

    assert send(meeting, by) == 1

    [mail] = caught(post_office)
    gea.refresh_from_db()
    link = partner_mail.links.address(gea)
    text = mail.get_body(("plain",)).get_content()
    shown = letter.text.replace("[hier staat de eigen link van Gea]", link)
    assert text.split() == shown.split()
    assert brief(mail) == ("gea@partner.example", "REQUEST", 0)
    assert mail["Subject"] == letter.subject
    for words in (
        f"Wanneer: {numbers.weekday(DAY)}, 19.30 – 21.00 uur",
        "Waar: Buurthuis De Linde, Parkweg 1",
        "Complex: Korenbloemhof\r\n",
        "Wij vragen u: Vertellen wat de wijkagent doet.",
        "Een antwoord vanuit uw agenda komt niet bij ons aan.",
        link,
    ):
        assert words in text
    assert gea.invited_at == NOW


def test_calendar_of_an_invitation_names_the_corporation_and_the_page_to_answer_on(
    post_office, meeting, by
):
    [gea] = invited(meeting, by, "Gea")

    [mail] = caught(post_office)

    [part] = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    [event] = both(part.get_payload(decode=True).decode()).events
    assert event.uid == f"{meeting.uid}@buurtpeil"
    assert event.organizer == ("mailto:buurtpeil@zilverbeek.example", "Wonen Zilverbeek")
    assert event.url == partner_mail.links.address(gea)
    assert "Een antwoord vanuit uw agenda komt niet bij ons aan." in event.description
    assert (event.start, event.end) == (
        meeting.starts_at.timestamp(),
        meeting.ends_at.timestamp(),
    )


def test_each_contact_gets_their_own_link_and_no_other_name(post_office, meeting, by):
    names = ("Geertruida", "Norbertina")  # too long to stand in a link by chance
    both_of_them = {one.contact.name: one for one in invited(meeting, by, *names)}

    mails = {mail["To"]: readable(mail) for mail in caught(post_office)}

    assert set(mails) == {f"{name.lower()}@partner.example" for name in names}
    for name, other in (names, names[::-1]):
        told = mails[f"{name.lower()}@partner.example"]
        own, not_own = (links.address(both_of_them[one]) for one in (name, other))
        assert [one in told for one in (name, own)] == [True, True]
        assert [one in told for one in (other, other.lower(), not_own)] == [False, False, False]


def test_sending_twice_tells_nobody_twice(post_office, meeting, by):
    invited(meeting, by, "Gea")

    assert send(meeting, by) == 0
    assert len(caught(post_office)) == 1


def test_sending_what_was_not_seen_sends_nothing(post_office, meeting, by):
    chosen(meeting, "Gea")
    seen = partners.mark(preview(meeting, NOW))
    chosen(meeting, "Noor")

    with pytest.raises(SeenIsOld):
        partners.send_waiting(meeting, seen=seen, by=by, now=NOW)

    assert caught(post_office) == []
    assert not Participation.objects.filter(invited_at__isnull=False).exists()


def test_preview_made_before_the_meeting_moved_is_refused(post_office, meeting, by):
    chosen(meeting, "Gea")
    seen = partners.mark(preview(meeting, NOW))
    move(meeting, days=1)

    with pytest.raises(SeenIsOld):
        partners.send_waiting(meeting, seen=seen, by=by, now=NOW)

    assert caught(post_office) == []


def test_moved_meeting_is_told_to_everybody_invited_with_a_higher_sequence(
    post_office, meeting, by
):
    invited(meeting, by, "Gea", "Noor")
    caught(post_office)
    move(meeting, hours=1)

    assert [letter.kind for letter in preview(meeting, NOW)] == [Kind.UPDATE, Kind.UPDATE]
    assert send(meeting, by) == 2

    mails = caught(post_office)
    assert sorted(brief(mail) for mail in mails) == [
        ("gea@partner.example", "REQUEST", 1),
        ("noor@partner.example", "REQUEST", 1),
    ]
    assert all(mail["Subject"].startswith("Gewijzigd: Buurttent") for mail in mails)
    assert "20.30 – 22.00 uur" in mails[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize("change", [{"spot": "Bij de ingang"}, {"title": "Bewonersavond"}])
def test_other_place_or_title_is_a_change_too_even_when_nobody_raised_the_sequence(
    post_office, meeting, by, change
):
    invited(meeting, by, "Gea")
    caught(post_office)
    Meeting.objects.filter(pk=meeting.pk).update(**change)

    send(meeting, by)

    assert [brief(mail) for mail in caught(post_office)] == [("gea@partner.example", "REQUEST", 1)]


def test_moving_there_and_back_tells_nobody(post_office, meeting, by):
    invited(meeting, by, "Gea")
    caught(post_office)
    move(meeting, days=7)
    move(meeting, days=-7)

    assert preview(meeting, NOW) == []
    assert send(meeting, by) == 0
    assert caught(post_office) == []


def test_moving_there_and_back_with_telling_in_between_tells_both_with_rising_sequences(
    post_office, meeting, by
):
    invited(meeting, by, "Gea")
    for days in (7, -7):
        move(meeting, days=days)
        send(meeting, by)

    sequences = [brief(mail)[2] for mail in caught(post_office)]

    assert all(first < second for first, second in pairwise(sequences))
    assert len(sequences) == 3


def test_cancelled_meeting_is_told_to_everybody_invited_and_to_nobody_else(
    post_office, meeting, by
):
    invited(meeting, by, "Gea")
    chosen(meeting, "Noor")  # never invited
    caught(post_office)
    call_off(meeting)

    send(meeting, by)
    assert send(meeting, by) == 0

    [mail] = caught(post_office)
    assert brief(mail) == ("gea@partner.example", "CANCEL", 1)
    assert mail["Subject"] == f"Gaat niet door: Buurttent Korenbloemhof, {numbers.day(DAY)}"
    assert "De zaal is niet vrij." in mail.get_body(("plain",)).get_content()


def test_taken_off_contact_alone_gets_a_cancellation(post_office, meeting, by):
    gea, _noor = invited(meeting, by, "Gea", "Noor")
    caught(post_office)

    assert partners.take_off(gea, now=NOW) == 1
    assert partners.take_off(gea, now=NOW) == 0

    [mail] = caught(post_office)
    assert brief(mail) == ("gea@partner.example", "CANCEL", 1)
    assert mail["Subject"].startswith("U hoeft niet te komen")
    assert preview(Meeting.objects.get(), NOW) == []  # Noor knows how it is


def test_taking_off_who_was_never_told_sends_nothing(post_office, meeting):
    [gea] = chosen(meeting, "Gea")

    assert partners.take_off(gea, now=NOW) == 0
    assert caught(post_office) == []


def test_contact_chosen_again_starts_afresh_and_is_invited_above_the_cancellation(
    post_office, meeting, by
):
    [gea] = invited(meeting, by, "Gea")
    answers.answer(gea, Reply(Answer.COMES, remark="Graag"), now=NOW)
    partners.take_off(gea, now=NOW)
    old = partner_mail.links.signed(gea)

    partners.choose(meeting, [gea.contact], now=NOW)
    send(meeting, by)

    gea.refresh_from_db()
    assert (gea.answer, gea.remark, gea.taken_off_at) == (Answer.NONE, "", None)
    assert partner_mail.links.signed(gea) != old
    assert [brief(mail)[1:] for mail in caught(post_office)] == [
        ("REQUEST", 0),
        ("CANCEL", 1),
        ("REQUEST", 1),
    ]


def test_stand_in_gets_a_mail_of_their_own_without_link_or_anything_typed(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    caught(post_office)
    reply = Reply(Answer.STAND_IN, "Koop nu www.elders.example", "jan@partner.example", "Tot dan")

    answers.answer(gea, reply, now=NOW)

    [mail] = caught(post_office)
    assert brief(mail) == ("jan@partner.example", "REQUEST", 0)
    whole = "".join(str(one.get_payload(decode=True)) for one in mail.walk())
    for typed in ("elders.example", "Tot dan", "/deelname/"):
        assert typed not in whole


def test_other_stand_in_replaces_the_first_who_is_told_so(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    answers.answer(gea, Reply(Answer.STAND_IN, "Jan", "jan@partner.example"), now=NOW)
    answers.answer(gea, Reply(Answer.STAND_IN, "Ayşe", "ayse@partner.example"), now=NOW)
    answers.answer(gea, Reply(Answer.COMES), now=NOW)

    assert [brief(mail) for mail in caught(post_office)] == [
        ("gea@partner.example", "REQUEST", 0),
        ("jan@partner.example", "REQUEST", 0),
        ("jan@partner.example", "CANCEL", 1),
        ("ayse@partner.example", "REQUEST", 1),
        ("ayse@partner.example", "CANCEL", 2),
    ]
    assert preview(Meeting.objects.get(), NOW) == []


def test_same_stand_in_named_again_is_asked_above_the_cancellation(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    jan = Reply(Answer.STAND_IN, "Jan", "jan@partner.example")
    for reply in (jan, jan, Reply(Answer.ABSENT), jan):
        answers.answer(gea, reply, now=NOW)

    jans = [brief(mail)[1:] for mail in caught(post_office) if mail["To"].startswith("jan")]

    assert jans == [("REQUEST", 0), ("CANCEL", 1), ("REQUEST", 2)]


def test_change_and_cancellation_reach_the_stand_in_too(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    answers.answer(gea, Reply(Answer.STAND_IN, "Jan", "jan@partner.example"), now=NOW)
    move(meeting, hours=1)
    send(meeting, by)
    call_off(meeting)
    caught(post_office)

    send(meeting, by)

    assert sorted(brief(mail) for mail in caught(post_office)) == [
        ("gea@partner.example", "CANCEL", 2),
        ("jan@partner.example", "CANCEL", 2),
    ]


def test_sixth_stand_in_is_refused_and_the_fifth_stays(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    for number in range(5):
        reply = Reply(Answer.STAND_IN, "Jan", f"jan{number}@partner.example")
        answers.answer(gea, reply, now=NOW)

    with pytest.raises(TooManyStandIns):
        answers.answer(gea, Reply(Answer.STAND_IN, "Jan", "nog@een.example"), now=NOW)

    gea.refresh_from_db()
    assert gea.stand_in_email == "jan4@partner.example"
    assert "nog@een.example" not in {mail["To"] for mail in caught(post_office)}


def test_sent_again_has_a_new_link_and_the_old_one_is_worthless(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    [first] = caught(post_office)
    old = partner_mail.links.address(gea)

    assert partners.send_again(gea, seen_round=0, now=NOW)
    assert not partners.send_again(gea, seen_round=0, now=NOW)  # pressed twice

    gea.refresh_from_db()
    [again] = caught(post_office)
    assert gea.link_round == 1
    assert old in first.get_body(("plain",)).get_content()
    assert old not in again.get_body(("plain",)).get_content()
    assert partner_mail.links.address(gea) in again.get_body(("plain",)).get_content()


def test_sent_again_after_a_move_tells_the_new_time_and_no_change_is_left(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    caught(post_office)
    move(meeting, hours=1)

    partners.send_again(gea, seen_round=0, now=NOW)

    assert [brief(mail)[1:] for mail in caught(post_office)] == [("REQUEST", 1)]
    assert preview(Meeting.objects.get(), NOW) == []


def test_contact_without_an_address_gets_no_mail_and_cannot_be_sent_one(post_office, meeting, by):
    contact = ContactFactory(email="", user=None)
    partners.choose(meeting, [contact], now=NOW)
    [one] = meeting.participations.all()

    assert preview(meeting, NOW) == []
    Participation.objects.update(invited_at=NOW)
    with pytest.raises(NoAddress):
        partners.send_again(one, seen_round=0, now=NOW)


def test_changed_address_of_a_contact_is_used_from_then_on(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    caught(post_office)
    gea.contact.email = "nieuw@partner.example"
    gea.contact.save()
    move(meeting, hours=1)

    send(meeting, by)

    assert [mail["To"] for mail in caught(post_office)] == ["nieuw@partner.example"]


@pytest.mark.parametrize("over", ["held", "cancelled", "past"])
def test_meeting_that_is_over_takes_no_answer_choice_or_second_mail(meeting, by, over):
    [gea] = invited(meeting, by, "Gea")
    now = NOW
    if over == "past":
        now = meeting.ends_at
    elif over == "held":
        Meeting.objects.update(state=Meeting.State.HELD)
    else:
        call_off(meeting)

    for attempt in (
        lambda: answers.answer(gea, Reply(Answer.COMES), now=now),
        lambda: partners.choose(meeting, [ContactFactory()], now=now),
        lambda: partners.send_again(gea, seen_round=0, now=now),
    ):
        with pytest.raises(MeetingIsOver):
            attempt()


def test_contact_who_was_taken_off_can_neither_answer_nor_be_mailed(meeting, by):
    [gea] = invited(meeting, by, "Gea")
    partners.take_off(gea, now=NOW)

    with pytest.raises(NotInvited):
        answers.answer(gea, Reply(Answer.COMES), now=NOW)
    with pytest.raises(NotInvited):
        partners.send_again(gea, seen_round=1, now=NOW)


def test_over_means_no_mail_for_what_was_still_waiting(meeting, by):
    chosen(meeting, "Gea")

    assert preview(meeting, meeting.ends_at) == []


def test_notice_that_exists_is_refused_by_the_database_and_its_mail_with_it(meeting, by):
    [gea] = invited(meeting, by, "Gea")
    before = OutgoingMail.objects.count()

    with pytest.raises(IntegrityError), transaction.atomic():
        partner_mail.post(partner_mail.Recipient(gea), Kind.INVITATION, now=NOW)

    assert OutgoingMail.objects.count() == before


def test_mail_that_came_too_late_is_not_sent(post_office, meeting, by):
    invited(meeting, by, "Gea")
    OutgoingMail.objects.update(expires_at=timezone.now())

    assert caught(post_office) == []


def test_what_was_sent_leaves_no_text_calendar_or_link_behind(post_office, meeting, by):
    [gea] = invited(meeting, by, "Gea")
    caught(post_office)

    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.text, mail.calendar) == (OutgoingMail.State.SENT, "", "")
    assert partner_mail.links.signed(gea) not in repr(OutgoingMail.objects.values_list()[0])
    assert [notice.kind for notice in Notice.objects.all()] == [Kind.INVITATION]


def test_participation_from_a_factory_counts_as_knowing_nothing(meeting):
    """Invited without a notice, as after an import: it is not told of changes it cannot place."""
    ParticipationFactory(meeting=meeting)

    assert preview(meeting, NOW) == []
