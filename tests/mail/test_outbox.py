"""Mail waits in an outbox and leaves once, whatever happens to the mail server or the worker."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mail import services
from mail.delivery import LEASE, claim, deliver_due
from mail.models import OutgoingMail
from tests.post_office import PostOffice

pytestmark = pytest.mark.django_db

State, Trouble = OutgoingMail.State, OutgoingMail.Trouble
TEXT = "Uw code is 123456.\n\nEen regel met € en ë."


def write(key: str = "a", **more) -> OutgoingMail:
    """Written down, its worker not yet come past: the transaction of the test never ends."""
    wanted = {"to": "gea@zilverbeek.example", "subject": "Uw code", "text": TEXT}
    return services.send(key=key, **wanted | more)


def rewind(mail: OutgoingMail, by: timedelta) -> None:
    """As if `by` had passed since."""
    mail.refresh_from_db()
    for name in ("created_at", "next_try_at", "expires_at"):
        if value := getattr(mail, name):
            setattr(mail, name, value - by)
    mail.save()


def test_sent_mail_arrives_whole_and_its_text_is_gone(post_office: PostOffice):
    mail = write()

    deliver_due.call()

    [arrived] = post_office.mails
    assert (arrived["To"], arrived["From"], arrived["Subject"]) == (
        "gea@zilverbeek.example",
        "buurtpeil@zilverbeek.example",
        "Uw code",
    )
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived.get_content().split() == TEXT.split()
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.tries, mail.trouble) == (State.SENT, "", 1, "")


def test_worker_that_comes_twice_sends_once(post_office: PostOffice):
    write()

    deliver_due.call()
    deliver_due.call()

    assert len(post_office.mails) == 1


def test_the_same_key_again_sends_nothing_more_even_with_other_words(post_office: PostOffice):
    first = write()
    assert write(text="anders", to="ander@zilverbeek.example") == first

    deliver_due.call()
    write()
    deliver_due.call()

    assert [mail["To"] for mail in post_office.mails] == ["gea@zilverbeek.example"]


@pytest.mark.django_db(transaction=True)
def test_mail_of_a_change_that_was_undone_never_leaves(post_office: PostOffice):
    with pytest.raises(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError
    with transaction.atomic():
        write("b", subject="Wel")

    assert [mail["Subject"] for mail in post_office.mails] == ["Wel"]


def test_mail_server_down_then_up_delivers_once_later(closed_post_office: PostOffice):
    first, second = write("a", subject="Eerste"), write("b", subject="Tweede")
    assert not services.is_held_up()

    deliver_due.call()

    for mail in (first, second):
        mail.refresh_from_db()
    assert (first.state, first.trouble, first.tries) == (State.WAITING, Trouble.UNREACHABLE, 1)
    assert (second.state, second.tries) == (State.WAITING, 0)  # one failure is enough to know
    assert services.is_held_up()

    closed_post_office.open()
    deliver_due.call()
    assert [mail["Subject"] for mail in closed_post_office.mails] == ["Tweede"]
    rewind(first, timedelta(minutes=1))
    deliver_due.call()
    deliver_due.call()

    assert [mail["Subject"] for mail in closed_post_office.mails] == ["Tweede", "Eerste"]
    assert not services.is_held_up()


def test_waits_double_up_to_an_hour(closed_post_office: PostOffice):
    mail = write()
    waits = []
    for _ in range(9):
        deliver_due.call()
        mail.refresh_from_db()
        waits.append(round((mail.next_try_at - timezone.now()).total_seconds() / 60))
        OutgoingMail.objects.update(next_try_at=timezone.now())

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_mail_that_failed_for_five_days_is_given_up_and_its_text_is_gone(closed_post_office):
    mail = write()
    rewind(mail, timedelta(days=5, seconds=1))

    deliver_due.call()

    mail.refresh_from_db()
    assert (mail.state, mail.trouble, mail.text) == (State.REFUSED, Trouble.GAVE_UP, "")


def test_mail_that_came_too_late_is_dropped_unsent(post_office: PostOffice):
    now = timezone.now()
    late = write("late", expires_at=now - timedelta(seconds=1))
    write("in time", subject="Op tijd", expires_at=now + timedelta(minutes=1))

    deliver_due.call()

    late.refresh_from_db()
    assert (late.state, late.text, late.tries) == (State.LATE, "", 0)
    assert [mail["Subject"] for mail in post_office.mails] == ["Op tijd"]


def test_refused_address_ends_and_the_next_mail_goes_on(post_office: PostOffice):
    post_office.refused_addresses.add("weg@zilverbeek.example")
    refused = write("a", to="weg@zilverbeek.example")
    write("b", subject="Volgende")

    deliver_due.call()

    refused.refresh_from_db()
    assert (refused.state, refused.trouble, refused.text) == (State.REFUSED, Trouble.ADDRESS, "")
    assert [mail["Subject"] for mail in post_office.mails] == ["Volgende"]


@pytest.mark.parametrize("address", ["", "twee@x.example\nBcc: drie@x.example"])
def test_impossible_address_is_refused_and_stops_nobody(post_office: PostOffice, address: str):
    write("a", to=address)
    write("b", subject="Volgende")

    deliver_due.call()

    assert [mail["Subject"] for mail in post_office.mails] == ["Volgende"]


def test_server_that_says_later_is_asked_later(post_office: PostOffice):
    post_office.answers = ["451 try again later"]
    mail = write()

    deliver_due.call()

    mail.refresh_from_db()
    assert (mail.state, mail.trouble) == (State.WAITING, Trouble.POSTPONED)
    assert mail.text == TEXT


def test_subject_of_two_lines_cannot_add_a_header(post_office: PostOffice):
    write(subject="Uw code\nBcc: ander@elders.example")

    deliver_due.call()

    [arrived] = post_office.mails
    assert arrived["Subject"] == "Uw code Bcc: ander@elders.example"
    assert arrived["Bcc"] is None


def test_claimed_mail_is_nobody_elses_until_the_lease_is_over(post_office: PostOffice):
    now = timezone.now()
    write(now=now)

    mine = claim(now)

    assert mine is not None
    assert claim(now + LEASE - timedelta(seconds=1)) is None
    again = claim(now + LEASE)
    assert again is not None
    assert (again.pk, again.tries) == (mine.pk, 2)


def test_worker_killed_after_the_server_took_the_mail_sends_again_under_the_same_id(
    post_office: PostOffice,
):
    """The one case in which a mail travels twice: as far as SMTP allows."""
    mail = write()
    from mail.delivery import message

    claimed = claim(timezone.now())
    message(claimed).send()  # and here the worker dies
    rewind(mail, LEASE)
    deliver_due.call()

    first, second = post_office.mails
    assert first["Message-ID"] == second["Message-ID"]
    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (State.SENT, 2)


def test_text_of_a_mail_that_is_done_with_is_refused_by_the_database():
    mail = write()

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT, ended_at=timezone.now())


def test_doing_nothing_costs_the_same_statements_as_sending(django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as real:
        write()
    with CaptureQueriesContext(connection) as feigned:
        services.send_nothing(key="b")

    assert [query["sql"].split()[0] for query in real] == [
        query["sql"].split()[0] for query in feigned
    ]


def test_doing_nothing_sends_nothing_and_alarms_nobody(post_office: PostOffice):
    services.send_nothing(key="a")

    deliver_due.call()

    assert post_office.mails == []
    assert not OutgoingMail.objects.stuck().exists()


WORKER = """
import django; django.setup()
import os, signal, smtplib
from mail import delivery
taken = delivery.EmailMultiAlternatives.send
def send(self, *args, **kwargs):
    if "BEFORE" in os.environ: os.kill(os.getpid(), signal.SIGKILL)
    taken(self, *args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
delivery.EmailMultiAlternatives.send = send
delivery.deliver_due.call()
"""


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the other process opens the file")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("moment", "copies"), [("BEFORE", 1), ("AFTER", 2)])
def test_worker_that_is_really_killed_loses_nothing(closed_post_office, settings, moment, copies):
    mail = write()
    OutgoingMail.objects.update(
        state=State.WAITING, tries=0, trouble="", next_try_at=mail.created_at
    )
    closed_post_office.open()
    database = connection.settings_dict["NAME"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{database}",
        "BUURTPEIL_MAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "BUURTPEIL_FROM": settings.DEFAULT_FROM_EMAIL,
        "BUURTPEIL_SMTP_HOST": "127.0.0.1",
        "BUURTPEIL_SMTP_PORT": str(closed_post_office.port),
        moment: "1",
    }
    killed = subprocess.run([sys.executable, "-c", WORKER], env=environment, timeout=120)
    assert killed.returncode == -signal.SIGKILL
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.SENDING, TEXT)

    rewind(mail, LEASE)
    deliver_due.call()

    assert len(closed_post_office.mails) == copies
    assert len({one["Message-ID"] for one in closed_post_office.mails}) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (State.SENT, "")
