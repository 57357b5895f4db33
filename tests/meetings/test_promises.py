"""Making promises, saying what became of them, and what stays behind of every change."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from meetings.models import Promise, PromiseStep
from meetings.services.errors import PromiseRefused
from meetings.services.promises import Update, make_promise, reword_promise, update_promise
from tests.factories import ComplexFactory, ContactFactory, PartnerFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    MeetingFactory,
    ProgrammeItemFactory,
    PromiseFactory,
    TopicFactory,
)
from tests.html import column, errors, text_of
from tests.meetings.scenes import client_as, client_of

pytestmark = pytest.mark.django_db
today = timezone.localdate  # asked anew each time: a run may go on past midnight
DAY = timedelta(days=1)
Open, Underway, Done, Cannot, Withdrawn = Promise.State


def create(client: Client, query: str = "", **more):
    said = {
        "what": "Het licht in de hal herstellen",
        "owner": "",
        "due_on": str(today() + 14 * DAY),
        "made_on": str(today()),
        "origin": "other",
        "is_public": "on",
    }
    return client.post(f"/afspraken/nieuw/{query}", said | more)


def update(client: Client, promise: Promise, path: str = "", **more):
    """Opens the page of the promise and sends its form with some fields changed."""
    form = client.get(path or promise.get_absolute_url()).context["form"]
    names = ("state", "due_on", "ended_on", "reason", "remark", "seen")
    kept = {name: form[name].value() or "" for name in names}
    return client.post(path or f"{promise.get_absolute_url()}stand/", kept | more)


def history(promise: Promise) -> list[tuple[str, date, str, str, str]]:
    return list(promise.steps.values_list("state", "due_on", "reason", "remark", "by_name"))


# Making --------------------------------------------------------------------------------------------


def test_new_promise_of_a_person_at_a_partner_keeps_what_was_promised_first(staff):
    complex_ = ComplexFactory(code="P1", name="Hof")
    contact = ContactFactory(name="Bo Verzonnen", partner__name="Politie Noord")

    answer = create(client_as(staff), complex="p1", owner=f"c{contact.pk}")

    promise = Promise.objects.get()
    assert answer.url == promise.get_absolute_url()
    assert (promise.complex, promise.partner, promise.contact, promise.colleague) == (
        complex_,
        contact.partner,
        contact,
        None,
    )
    assert (promise.due_on, promise.first_due_on) == (today() + 14 * DAY, today() + 14 * DAY)
    assert (promise.state, promise.source, promise.is_public) == (Open, "other", True)
    assert (promise.created_by, promise.made_on) == (staff, today())
    assert promise.owner_name == "Bo Verzonnen, Politie Noord"
    assert history(promise) == [("open", today() + 14 * DAY, "", "", staff.name)]


def test_promise_of_a_colleague_has_no_partner(staff):
    complex_ = ComplexFactory()
    colleague = UserFactory(name="Sam Verzonnen")

    create(client_as(staff), f"?complex={complex_.code}", owner=f"u{colleague.pk}")

    promise = Promise.objects.get()
    assert (promise.colleague, promise.partner, promise.owner_name) == (
        colleague,
        None,
        "Sam Verzonnen",
    )


def test_only_who_is_present_can_be_chosen(staff):
    here, gone = ContactFactory(), ContactFactory(left_on=today())
    ended = ContactFactory(partner=PartnerFactory(ended_on=today()))
    disabled = UserFactory(is_active=False)
    client, complex_ = client_as(staff), ComplexFactory()

    for owner in (f"c{gone.pk}", f"c{ended.pk}", f"p{ended.partner_id}", f"u{disabled.pk}", "c0"):
        answer = create(client, f"?complex={complex_.code}", owner=owner)
        assert len(errors(answer)) == 1, owner
    assert not Promise.objects.exists()
    create(client, f"?complex={complex_.code}", owner=f"c{here.pk}")
    assert Promise.objects.get().contact == here


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"due_on": -DAY},
            "Klaar op: Deze dag ligt vóór de dag van de afspraak. Kies een latere dag.",
        ),
        (
            {"made_on": DAY, "due_on": 2 * DAY},
            "Afgesproken op: Deze dag moet nog komen. Kies vandaag, of een dag die geweest is.",
        ),
        ({"due_on": "31-02-2026"}, "Klaar op: Dit is geen datum. Schrijf bijvoorbeeld 28-11-2022."),
        ({"complex": "bestaat niet"}, "Code of naam van het complex: "
            "Er is geen complex met deze code of naam."),
        ({"what": " "}, "Wat: Dit veld is verplicht."),
    ],
)  # fmt: skip
def test_new_promise_that_cannot_be_says_why_and_keeps_what_was_typed(staff, more, said):
    ComplexFactory(code="P1")

    sent = {
        name: str(today() + one) if isinstance(one, timedelta) else one
        for name, one in more.items()
    }

    answer = create(client_as(staff), **{"complex": "P1"} | sent)

    assert errors(answer) == [said]
    assert not Promise.objects.exists()
    typed = answer.context["form"]
    assert typed["what"].value() == more.get("what", "Het licht in de hal herstellen")


def test_what_is_too_long_is_refused_in_words_and_stays(staff):
    words = "x" * 301

    answer = create(client_as(staff), f"?complex={ComplexFactory().code}", what=words)

    assert len(errors(answer)) == 1
    assert "300" in errors(answer)[0]
    assert words in answer.content.decode()


def test_promise_of_a_meeting_says_which_item_topic_or_question_it_comes_from(staff):
    complex_ = ComplexFactory()
    wave = closed_wave(2022, {complex_: people(30, R1=[6, 7, 8])})
    meeting = MeetingFactory(held=True, complexes=[complex_], wave=wave)
    item, topic = ProgrammeItemFactory(meeting=meeting), TopicFactory(meeting=meeting)
    client, query = client_as(staff), f"?bijeenkomst={meeting.pk}"

    for origin in (f"item:{item.pk}", f"topic:{topic.pk}", "question:R1", "meeting"):
        create(client, query, origin=origin, what=origin)

    found = Promise.objects.order_by("pk").values_list(
        "source", "item", "topic", "question", "wave", "meeting", "complex"
    )
    same = (meeting.pk, complex_.pk)
    assert list(found) == [
        ("item", item.pk, None, "", None, *same),
        ("topic", None, topic.pk, "", None, *same),
        ("question", None, None, "R1", wave.pk, *same),
        ("meeting", None, None, "", None, *same),
    ]


def test_promise_of_a_meeting_starts_on_the_day_of_that_meeting(staff):
    meeting = MeetingFactory(held=True)

    answer = client_as(staff).get(f"/afspraken/nieuw/?bijeenkomst={meeting.pk}")

    assert answer.context["form"]["made_on"].value() == meeting.day
    assert "complex" not in answer.context["form"].fields  # there is but one


def test_item_of_another_meeting_cannot_be_the_source(staff):
    meeting, other = MeetingFactory(held=True), ProgrammeItemFactory()

    answer = create(client_as(staff), f"?bijeenkomst={meeting.pk}", origin=f"item:{other.pk}")

    assert len(errors(answer)) == 1
    assert not Promise.objects.exists()


def test_complex_of_a_meeting_with_several_must_be_one_of_them(staff):
    hof, plein, elsewhere = ComplexFactory(), ComplexFactory(), ComplexFactory()
    meeting = MeetingFactory(complexes=[hof, plein])
    client, query = client_as(staff), f"?bijeenkomst={meeting.pk}"

    assert len(errors(create(client, query, complex=elsewhere.pk))) == 1
    create(client, query, complex=plein.pk)

    assert Promise.objects.get().complex == plein


def test_meeting_that_was_called_off_takes_no_promise():
    promise = Promise(
        complex=ComplexFactory(),
        meeting=MeetingFactory(cancelled=True),
        what="Het licht herstellen",
        due_on=today(),
    )

    with pytest.raises(PromiseRefused, match="gaat niet door"):
        make_promise(promise, by=UserFactory())


# How it stands --------------------------------------------------------------------------------------


def test_promise_that_is_done_says_since_when_and_who_said_so(staff):
    promise = PromiseFactory()

    update(client_as(staff), promise, state="done", ended_on=str(today() - DAY))

    promise.refresh_from_db()
    assert (promise.state, promise.ended_on) == (Done, today() - DAY)
    assert history(promise) == [("done", promise.due_on, "", "", staff.name)]


def test_done_without_a_day_is_done_today(staff):
    promise = PromiseFactory()

    update(client_as(staff), promise, state="done")

    promise.refresh_from_db()
    assert promise.ended_on == today()


@pytest.mark.parametrize("state", [Cannot, Withdrawn])
def test_what_cannot_or_lapses_needs_a_reason(staff, state):
    promise, client = PromiseFactory(), client_as(staff)

    answer = update(client, promise, state=state, reason="  ", remark="Gebeld met de VvE.")

    assert errors(answer) == ["Want …: Zeg waarom. Zonder reden begrijpt niemand het later."]
    assert "Gebeld met de VvE." in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == Open
    update(client, promise, state=state, reason="De VvE stemde tegen.")
    promise.refresh_from_db()
    assert (promise.state, promise.reason, promise.ended_on) == (
        state,
        "De VvE stemde tegen.",
        today(),
    )
    assert history(promise) == [(state, promise.due_on, "De VvE stemde tegen.", "", staff.name)]


def test_day_moves_only_with_a_remark_and_what_was_promised_first_stays(staff):
    promise, client = PromiseFactory(), client_as(staff)
    first, later = promise.due_on, today() + 60 * DAY

    answer = update(client, promise, due_on=str(later))
    assert errors(answer) == ["Opmerking: Zeg waarom de dag verandert."]
    update(client, promise, due_on=str(later), remark="De lamp is niet leverbaar.")

    promise.refresh_from_db()
    assert (promise.due_on, promise.first_due_on) == (later, first)
    assert history(promise) == [("open", later, "", "De lamp is niet leverbaar.", staff.name)]


def test_day_cannot_move_into_the_past(staff):
    answer = update(
        client_as(staff), PromiseFactory(), due_on=str(today() - DAY), remark="Vergissing."
    )

    assert errors(answer) == ["Klaar op: Deze dag is al voorbij. Kies een dag die nog komt."]


@pytest.mark.parametrize(
    ("ended", "said"),
    [
        (DAY, "Deze dag moet nog komen. Kies vandaag, of een dag die geweest is."),
        (-31 * DAY, "Deze dag ligt vóór de dag van de afspraak."),
    ],
)
def test_promise_is_not_done_in_the_future_or_before_it_was_made(staff, ended, said):
    answer = update(client_as(staff), PromiseFactory(), state="done", ended_on=str(today() + ended))

    assert errors(answer) == [f"Sinds wanneer: {said}"]


def test_promise_that_opens_again_says_why_and_is_not_over_any_more(staff):
    promise, client = PromiseFactory(done=True), client_as(staff)

    answer = update(client, promise, state="underway")
    assert errors(answer) == ["Opmerking: Zeg waarom de afspraak weer openstaat."]
    update(client, promise, state="underway", remark="De lamp is weer stuk.")

    promise.refresh_from_db()
    assert (promise.state, promise.ended_on, promise.reason) == (Underway, None, "")


def test_saying_the_same_again_leaves_no_step(staff):
    promise = PromiseFactory()

    update_promise(promise, Update(promise.state, promise.due_on), by=staff)

    assert history(promise) == []


def test_remark_alone_is_a_step(staff):
    promise = PromiseFactory()

    update(client_as(staff), promise, remark="De monteur komt dinsdag.")

    assert history(promise) == [
        ("open", promise.due_on, "", "De monteur komt dinsdag.", staff.name)
    ]


def test_name_in_what_residents_read_asks_once(staff):
    query = f"?complex={ComplexFactory().code}"
    client, what = client_as(staff), "Praten met mevrouw Verzonnen"

    assert "«mevrouw Verzonnen»" in errors(create(client, query, what=what))[0]
    assert create(client, query, what=what, is_public="").status_code == 302
    assert create(client, query, what=what, sure="on").status_code == 302
    assert create(client, query, what="12 lampen vervangen").status_code == 302
    promise = PromiseFactory()
    reason = {"state": "cannot", "reason": "Dhr. Verzonnen wil het niet."}
    assert "«Dhr. Verzonnen»" in errors(update(client, promise, **reason))[0]
    assert update(client, promise, **reason, sure="on").status_code == 302


def test_second_editor_is_told_and_loses_nothing(staff):
    promise = PromiseFactory()
    client = client_as(staff)
    opened = client.get(promise.get_absolute_url()).context["form"]
    update_promise(promise, Update("underway", promise.due_on), by=staff)

    said = {
        "state": "done",
        "due_on": str(promise.due_on),
        "remark": "Gezien bij de rondgang.",
        "seen": opened["seen"].value(),
    }
    answer = client.post(f"{promise.get_absolute_url()}stand/", said)

    assert "Iemand anders heeft dit intussen gewijzigd." in errors(answer)[0]
    assert "Nu is opgeslagen: Hoe staat het ervoor?: loopt" in errors(answer)[0]
    assert "Gezien bij de rondgang." in answer.content.decode()
    promise.refresh_from_db()
    assert promise.state == Underway
    again = answer.context["form"]["seen"].value()
    client.post(f"{promise.get_absolute_url()}stand/", said | {"seen": again})
    promise.refresh_from_db()
    assert promise.state == Done


def test_overdue_is_computed_and_never_typed(staff):
    promise = PromiseFactory(overdue=True)

    answer = client_as(staff).get(promise.get_absolute_url())

    assert promise.is_overdue()
    assert "te laat" in text_of(answer)
    assert not PromiseFactory(due_on=today()).is_overdue()
    assert not PromiseFactory(due_on=today() - DAY, done=True).is_overdue()
    assert "overdue" not in Promise.State.values


# Words and owner ------------------------------------------------------------------------------------


def test_other_words_and_another_owner_leave_what_was(staff):
    contact = ContactFactory(name="Bo Verzonnen", partner__name="Politie Noord")
    promise = PromiseFactory(what="Lamp stuk", partner=contact.partner, contact=contact)
    colleague = UserFactory(name="Sam Verzonnen")
    client, path = client_as(staff), f"{promise.get_absolute_url()}wijzigen/"
    seen = client.get(path).context["form"]["seen"].value()

    client.post(path, {"what": "De lamp vervangen", "owner": f"u{colleague.pk}", "seen": seen})

    promise.refresh_from_db()
    assert (promise.what, promise.partner, promise.contact, promise.colleague) == (
        "De lamp vervangen",
        None,
        None,
        colleague,
    )
    assert [step.remark for step in promise.steps.all()] == [
        "De tekst was: «Lamp stuk». Dit was van Bo Verzonnen, Politie Noord. "
        "Bewoners lezen dit niet meer."
    ]


def test_owner_who_left_stays_until_somebody_else_is_chosen(staff):
    contact = ContactFactory(left_on=today(), name="Bo Verzonnen")
    promise = PromiseFactory(partner=contact.partner, contact=contact)
    client, path = client_as(staff), f"{promise.get_absolute_url()}wijzigen/"
    form = client.get(path).context["form"]

    client.post(
        path,
        {"what": "Iets anders", "owner": f"c{contact.pk}", "seen": form["seen"].value()},
    )

    assert "Bo Verzonnen (vertrokken)" in str(form["owner"])
    promise.refresh_from_db()
    assert (promise.what, promise.contact) == ("Iets anders", contact)


def test_rewording_does_not_undo_what_was_said_meanwhile(staff):
    promise = PromiseFactory(what="Lamp stuk")
    held = Promise.objects.get(pk=promise.pk)
    update_promise(promise, Update("done", promise.due_on), by=staff)

    held.what = "De lamp vervangen"
    reword_promise(held, by=staff)

    promise.refresh_from_db()
    assert (promise.what, promise.state, promise.ended_on) == ("De lamp vervangen", Done, today())
    assert promise.steps.last().state == "done"


# The partner's own pages -----------------------------------------------------------------------------


def test_partner_says_how_its_promise_stands_and_staff_see_who_wrote_it(staff):
    contact = ContactFactory(
        name="Bo Verzonnen", function="wijkagent", partner__name="Politie Noord"
    )
    promise = PromiseFactory(partner=contact.partner)
    path = f"/mijn/afspraken/{promise.pk}/"

    answer = update(client_as(contact.user), promise, path, state="underway", remark="Bezig.")

    assert answer.url == path
    promise.refresh_from_db()
    assert promise.state == Underway
    assert "Bo Verzonnen, wijkagent, Politie Noord" in text_of(
        client_as(staff).get(promise.get_absolute_url())
    )


def test_partner_says_why_something_cannot_be_done():
    contact = ContactFactory()
    promise = PromiseFactory(partner=contact.partner)
    client, path = client_as(contact.user), f"/mijn/afspraken/{promise.pk}/"

    assert len(errors(update(client, promise, path, state="cannot"))) == 1
    update(client, promise, path, state="cannot", reason="Het budget is op.")

    promise.refresh_from_db()
    assert (promise.state, promise.reason) == (Cannot, "Het budget is op.")


def test_partner_cannot_let_a_promise_lapse():
    contact = ContactFactory()
    promise = PromiseFactory(partner=contact.partner)
    path = f"/mijn/afspraken/{promise.pk}/"

    answer = update(client_as(contact.user), promise, path, state="withdrawn", reason="Zomaar.")

    assert len(errors(answer)) == 1
    promise.refresh_from_db()
    assert promise.state == Open
    with pytest.raises(PromiseRefused, match="zegt de corporatie"):
        update_promise(promise, Update("withdrawn", promise.due_on, "Zo."), by=contact.user)


def test_partner_cannot_revive_what_the_corporation_let_lapse():
    contact = ContactFactory()
    promise = PromiseFactory(
        partner=contact.partner, state=Withdrawn, reason="Niet meer nodig.", ended_on=today()
    )
    path = f"/mijn/afspraken/{promise.pk}/"

    answer = update(client_as(contact.user), promise, path, state="open", remark="Toch wel.")

    assert errors(answer) == [
        "Hoe staat het ervoor?: Dat een afspraak vervalt, zegt de corporatie. Neem contact op."
    ]


def test_partner_finds_own_promises_only_and_those_of_others_are_not_there():
    one, other = ContactFactory(), ContactFactory()
    own = PromiseFactory(partner=one.partner, what="Vaker langskomen")
    theirs = PromiseFactory(partner=other.partner, what="Lampen plaatsen")
    corporations = PromiseFactory(what="De deur maken")
    client = client_as(one.user)

    assert column(client.get("/mijn/afspraken/")) == ["Vaker langskomen"]
    assert client.get(f"/mijn/afspraken/{own.pk}/").status_code == 200
    for promise in (theirs, corporations):
        path = f"/mijn/afspraken/{promise.pk}/"
        sent = client.post(path, {"state": "done", "due_on": str(promise.due_on)})
        assert (client.get(path).status_code, sent.status_code) == (404, 404)
        assert client.get(promise.get_absolute_url()).status_code == 404
    assert not PromiseStep.objects.exists()


def test_contact_who_left_finds_nothing():
    contact = ContactFactory(left_on=today())
    promise = PromiseFactory(partner=contact.partner)
    client = client_as(contact.user)

    assert client.get(f"/mijn/afspraken/{promise.pk}/").status_code == 404
    assert column(client.get("/mijn/afspraken/")) == []


# The list ---------------------------------------------------------------------------------------------


def some_of_each() -> None:
    PromiseFactory(what="Open")
    PromiseFactory(what="Te laat", overdue=True)
    PromiseFactory(what="Loopt", state=Underway, due_on=today() + 50 * DAY)
    PromiseFactory(what="Klaar", done=True, due_on=today())
    PromiseFactory(what="Kan niet", state=Cannot, reason="Geen geld.", ended_on=today())
    PromiseFactory(what="Vervallen", state=Withdrawn, reason="Gesloopt.", ended_on=today())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Te laat", "Open", "Loopt"]),
        ("?stand=te-laat", ["Te laat"]),
        ("?stand=klaar", ["Klaar"]),
        ("?stand=vervallen", ["Kan niet", "Vervallen"]),
        ("?stand=onzin", ["Te laat", "Open", "Loopt"]),
        ("?stand=open&sorteer=-dag", ["Loopt", "Open", "Te laat"]),
        ("?zoek=klaar", ["Klaar"]),
        ("?zoek=klaar&stand=open", []),
        ("?pagina=x&sorteer=zomaar", ["Te laat", "Open", "Loopt"]),
    ],
)  # fmt: skip
def test_list_shows_what_was_asked_for(staff, query, shown):
    some_of_each()

    assert column(client_as(staff).get(f"/afspraken/{query}")) == shown


def test_list_without_any_promise_says_how_to_begin(staff):
    assert "Nog geen afspraken" in text_of(client_as(staff).get("/afspraken/"))


def test_list_with_nothing_of_this_state_says_so(staff):
    PromiseFactory(done=True)

    assert "Geen afspraken met deze stand" in text_of(client_as(staff).get("/afspraken/"))


def test_reader_looks_and_changes_nothing():
    promise = PromiseFactory()
    client = client_of(Role.READER)

    assert client.get(promise.get_absolute_url()).context["form"] is None
    assert client.post(f"{promise.get_absolute_url()}stand/", {}).status_code == 403
    assert "Afspraak maken" not in text_of(client.get("/afspraken/"))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_costs_as_many_queries_for_three_hundred_as_for_one(
    staff_client, django_assert_num_queries, number
):
    contact, complex_ = ContactFactory(), ComplexFactory()
    PromiseFactory.bulk(number, complex=complex_, partner=contact.partner, contact=contact)

    with django_assert_num_queries(5):
        staff_client.get("/afspraken/")
