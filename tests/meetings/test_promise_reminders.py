"""Reminders of promises: before, on and after the day, once each, whatever happens to the day or the sender."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mail.models import OutgoingMail
from meetings.models import Promise, PromiseNotice
from meetings.services.promise_reminders import recipients_of, remind
from meetings.services.promises import Update, update_promise
from tests.factories import ContactFactory, PartnerFactory, UserFactory
from tests.factories.meetings import ParticipationFactory, PromiseFactory, amsterdam, evening_in

pytestmark = pytest.mark.django_db
DUE = date(2027, 6, 15)
MADE = date(2027, 5, 1)


def morning(days_after: int, of: date = DUE) -> datetime:
    day = of + timedelta(days=days_after)
    return amsterdam(day.year, day.month, day.day, 7, 30)


@pytest.fixture
def contact(corporation, settings):
    settings.PUBLIC_URL = "https://buurtpeil.example"
    return ContactFactory(name="Bo Verzonnen", email="bo@politie.example")


def promised(who, **more) -> Promise:
    said = {"what": "Vaker langskomen", "complex__name": "Hof", "due_on": DUE, "made_on": MADE}
    return PromiseFactory(**said | {"partner": who.partner, "contact": who} | more)


def told() -> list[tuple[str, date]]:
    return list(PromiseNotice.objects.order_by("pk").values_list("kind", "due_on"))


def addresses(promise: Promise) -> list[str]:
    return [one.email for one in recipients_of(promise)]


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (-8, None),
        (-7, "before"),
        (-1, "before"),
        (0, "on"),
        (2, "on"),  # the runs of two days were missed
        (3, "after"),
        (30, "after"),
        (31, None),
    ],
)
def test_each_day_has_its_reminder(contact, days, kind):
    promised(contact)

    remind(morning(days))

    assert told() == ([(kind, DUE)] if kind else [])


def test_all_three_go_once_however_often_the_morning_comes(contact):
    promise = promised(contact)

    sent = [remind(morning(days)) for days in (-7, -7, -3, 0, 0, 1, 3, 4, 20)]

    assert sent == [1, 0, 0, 1, 0, 0, 1, 0, 0]
    assert told() == [("before", DUE), ("on", DUE), ("after", DUE)]
    mails = OutgoingMail.objects.order_by("pk")
    assert [(mail.to, mail.subject) for mail in mails] == [
        ("bo@politie.example", "Uw afspraak: klaar op 15 juni 2027"),
        ("bo@politie.example", "Uw afspraak van 15 juni 2027"),
        ("bo@politie.example", "Uw afspraak van 15 juni 2027 is nog niet klaar"),
    ]
    assert mails[0].text == (
        "Dag Bo Verzonnen,\n\n"
        "Op 15 juni 2027 is deze afspraak aan de beurt:\n\n"
        "  Vaker langskomen (Hof)\n\n"
        "Zeg hier hoe het ermee staat:\n"
        f"https://buurtpeil.example/inloggen/code/?next=/mijn/afspraken/{promise.pk}/\n\n"
        "Lukt het niet? Zeg dan waarom, of kies een andere dag.\n\n"
        "Woonstichting Zilverbeek\n"
    )


def test_promise_that_residents_may_not_read_is_not_in_the_mail(contact):
    promised(contact, is_public=False)

    remind(morning(0))

    text = OutgoingMail.objects.get().text
    assert "Vaker langskomen" not in text
    assert "Hof" not in text


@pytest.mark.parametrize("state", ["done", "cannot", "withdrawn"])
def test_promise_that_is_over_reminds_nobody(contact, state):
    promised(contact, state=state, reason="Zo.", ended_on=MADE)

    for days in (-7, 0, 3):
        assert remind(morning(days)) == 0


def test_promise_made_within_the_week_is_not_reminded_beforehand(contact):
    promised(contact, made_on=DUE - timedelta(days=5))

    assert [remind(morning(days)) for days in (-4, 0)] == [0, 1]


def test_day_that_moves_away_and_back_is_told_of_once(contact):
    promise = promised(contact)
    later = DUE + timedelta(days=30)
    by = contact.user
    remind(morning(-7))

    for day in (later, DUE):
        update_promise(promise, Update("open", day, remark="Zo."), by=by, now=morning(-6))
    assert remind(morning(-6)) == 0
    update_promise(promise, Update("open", later, remark="Zo."), by=by, now=morning(-6))
    assert remind(morning(-7, later)) == 1

    assert told() == [("before", DUE), ("before", later)]


def test_database_takes_a_notice_once(contact):
    notice = {"promise": promised(contact), "kind": "on", "due_on": DUE, "at": timezone.now()}
    PromiseNotice.objects.create(**notice)

    with pytest.raises(IntegrityError), transaction.atomic():
        PromiseNotice.objects.create(**notice)


def crash_at_mail(number: int):
    """The connection breaks at the so-manieth mail that is written."""
    seen = 0

    def wrapper(execute, sql, params, many, context):
        nonlocal seen
        if sql.startswith('INSERT INTO "mail_outgoingmail"'):
            seen += 1
            if seen == number:
                raise ConnectionError("the machine went away")
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


@pytest.mark.django_db(transaction=True)
def test_sender_that_crashes_half_way_tells_everybody_once_when_it_runs_again(contact):
    first, second, third = (
        promised(contact, what=what) for what in ("Eén ding", "Twee dingen", "Drie dingen")
    )

    with crash_at_mail(2), pytest.raises(ConnectionError):
        remind(morning(0))

    assert list(PromiseNotice.objects.values_list("promise", flat=True)) == [first.pk]
    assert OutgoingMail.objects.count() == 1
    assert remind(morning(0)) == 2
    assert remind(morning(0)) == 0
    keys = OutgoingMail.objects.order_by("pk").values_list("key", flat=True)
    assert [key.split(":")[1] for key in keys] == [str(one.pk) for one in (first, second, third)]


@pytest.mark.django_db(transaction=True)
def test_crash_between_two_mails_of_one_promise_leaves_neither(contact):
    ContactFactory(partner=contact.partner)
    promised(contact, contact=None)

    with crash_at_mail(2), pytest.raises(ConnectionError):
        remind(morning(0))

    assert (PromiseNotice.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    remind(morning(0))
    assert (PromiseNotice.objects.count(), OutgoingMail.objects.count()) == (1, 2)


# To whom ---------------------------------------------------------------------------------------------


def test_successor_is_reminded_of_what_the_predecessor_promised(contact):
    after = ContactFactory(partner=contact.partner)
    between = ContactFactory(partner=contact.partner, left_on=MADE, successor=after)
    contact.left_on, contact.successor = MADE, between
    contact.save()

    assert addresses(promised(contact)) == [after.email]


def test_without_a_person_everybody_present_at_the_organisation_is_told(contact):
    other = ContactFactory(partner=contact.partner)
    ContactFactory(partner=contact.partner, left_on=MADE)
    ContactFactory(partner=contact.partner, email="", user=None)

    assert addresses(promised(contact, contact=None)) == [contact.email, other.email]


def test_who_cannot_sign_in_is_not_sent_to_a_door_that_stays_shut(contact):
    contact.user.is_active = False
    contact.user.save()
    promised(contact)

    remind(morning(0))

    text = OutgoingMail.objects.get().text
    assert "inloggen" not in text
    assert "Laat Woonstichting Zilverbeek weten hoe het ermee staat." in text


def test_colleague_keeps_the_promises_of_the_corporation_else_who_wrote_them_down(corporation):
    keeper, writer = UserFactory(), UserFactory()
    promise = PromiseFactory(colleague=keeper, created_by=writer)

    assert addresses(promise) == [keeper.email]
    keeper.is_active = False
    assert addresses(promise) == [writer.email]
    assert addresses(PromiseFactory()) == []


def test_promise_that_nobody_can_be_told_of_waits_for_somebody(contact):
    partner = PartnerFactory()
    promise = promised(contact, contact=None, partner=partner)
    assert remind(morning(0)) == 0

    ContactFactory(partner=partner)

    assert remind(morning(1)) == 1
    assert told() == [("on", promise.due_on)]


# The command -----------------------------------------------------------------------------------------


def test_command_reminds_of_meetings_and_promises(contact, capsys):
    PromiseFactory(partner=contact.partner, contact=contact, due_on=timezone.localdate())
    ParticipationFactory(
        contact=contact,
        meeting__starts_at=evening_in(5),
        invited_at=timezone.now() - timedelta(days=30),
    )

    call_command("remind")

    assert capsys.readouterr().out == (
        "partners of meetings: 1 reminders written.\npromises: 1 reminders written.\n"
    )
    assert OutgoingMail.objects.count() == 2


def test_command_goes_on_with_promises_when_the_others_fail_and_says_so(contact):
    PromiseFactory(partner=contact.partner, contact=contact, due_on=timezone.localdate())
    ParticipationFactory(
        meeting__starts_at=evening_in(5),
        invited_at=timezone.now() - timedelta(days=30),
    )

    with (
        crash_at_mail(1),
        pytest.raises(CommandError, match="partners of meetings"),
    ):
        call_command("remind")

    assert OutgoingMail.objects.get().to == contact.email
