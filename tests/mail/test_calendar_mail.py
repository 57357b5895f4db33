"""A mail with a calendar, caught by a real mail server and read by two parsers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from mail import services
from mail.calendar_part import CalendarPart
from mail.delivery import deliver_due
from mail.models import OutgoingMail
from meetings import calendars
from tests.judges import both
from tests.meetings.test_calendars import EVENT, GEA, LONG
from tests.post_office import PostOffice

pytestmark = pytest.mark.django_db

State = OutgoingMail.State
TEXT = "Dag Gea,\n\nKomt u ook? Eén klik is genoeg.\n"


def write(part: CalendarPart | None, key: str = "a", **more) -> OutgoingMail:
    return services.send(
        key=key, to=GEA.email, subject="Uitnodiging", text=TEXT, calendar=part, **more
    )


def calendar_of(arrived) -> tuple[str, str]:
    """The method that the mail names, and the calendar as it arrived."""
    [part] = [one for one in arrived.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_content_charset() == "utf-8"
    return part.get_param("method"), part.get_payload(decode=True).decode()


def test_calendar_arrives_as_alternative_after_the_text_and_as_a_file(post_office: PostOffice):
    part = calendars.request(EVENT, GEA)
    write(part)

    deliver_due.call()

    [arrived] = post_office.mails
    assert [one.get_content_type() for one in arrived.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/ics",
    ]
    assert arrived["From"] == EVENT.organiser_email
    assert arrived.get_body(("plain",)).get_content().split() == TEXT.split()
    assert calendar_of(arrived) == ("REQUEST", part.text)
    [file] = arrived.iter_attachments()
    assert (file.get_filename(), file.get_content_disposition()) == (
        "uitnodiging.ics",
        "attachment",
    )
    assert file.get_content() == part.text.encode()


def test_request_update_and_cancellation_are_read_from_the_caught_mails(post_office: PostOffice):
    hour = timedelta(hours=1)
    moved = replace(EVENT, sequence=1, starts_at=EVENT.starts_at + hour, description=LONG)
    write(calendars.request(EVENT, GEA), "asked")
    write(calendars.request(moved, GEA), "moved")
    write(calendars.cancel(replace(moved, sequence=2), GEA), "off")

    deliver_due.call()

    read = []
    for arrived in post_office.mails:
        method, text = calendar_of(arrived)
        verdict = both(text)
        assert verdict.method == method
        [event] = verdict.events
        assert event.uid == EVENT.uid
        assert [one["email"] for one in event.attendees] == [f"mailto:{arrived['To']}"]
        assert event.organizer[0] == f"mailto:{arrived['From']}"
        read.append((method, event.sequence, event.status, event.start))
    start = EVENT.starts_at.timestamp()
    assert read == [
        ("REQUEST", 0, "CONFIRMED", start),
        ("REQUEST", 1, "CONFIRMED", start + 3600),
        ("CANCEL", 2, "CANCELLED", start + 3600),
    ]


def test_mail_without_a_calendar_is_plain_as_before(post_office: PostOffice):
    write(None)

    deliver_due.call()

    [arrived] = post_office.mails
    assert [one.get_content_type() for one in arrived.walk()] == ["text/plain"]


def test_calendar_waits_with_the_text_and_is_gone_when_sent(closed_post_office: PostOffice):
    part = calendars.request(EVENT, GEA)
    mail = write(part)
    deliver_due.call()
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.calendar) == (State.WAITING, TEXT, part.text)

    closed_post_office.open()
    OutgoingMail.objects.update(next_try_at=timezone.now())
    deliver_due.call()

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.calendar) == (State.SENT, "", "")
    [arrived] = closed_post_office.mails
    assert calendar_of(arrived) == ("REQUEST", part.text)


def test_calendar_of_a_refused_address_is_gone(post_office: PostOffice):
    post_office.refused_addresses.add(GEA.email)
    mail = write(calendars.request(EVENT, GEA))

    deliver_due.call()

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.calendar) == (State.REFUSED, "", "")


def test_calendar_of_a_mail_that_came_too_late_is_gone(post_office: PostOffice):
    mail = write(calendars.request(EVENT, GEA), expires_at=timezone.now())

    deliver_due.call()

    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.calendar) == (State.LATE, "", "")
    assert post_office.mails == []


def test_calendar_of_a_mail_that_is_done_with_is_refused_by_the_database():
    mail = write(calendars.request(EVENT, GEA))
    done = {"state": State.SENT, "ended_at": timezone.now(), "text": ""}

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**done)
    OutgoingMail.objects.filter(pk=mail.pk).update(**done, calendar="")


@pytest.mark.parametrize("method", ["", "PUBLISH"])
def test_calendar_that_asks_nothing_we_know_is_refused_by_the_database(method):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(CalendarPart(text="BEGIN:VCALENDAR", method=method))
