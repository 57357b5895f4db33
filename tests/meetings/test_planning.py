"""Planning a meeting in one screen, and what becomes of it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from complexes.models import Complex
from meetings.models import Meeting, Preparation, SetAside
from meetings.services import planning
from meetings.services.errors import InThePast, NoReason, NotBegun, NotComing, SeatsTaken
from meetings.services.sign_up import Entry, Household, register
from proof.models import AuditEntry
from tests.factories import ComplexFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    PreparationFactory,
    VenueFactory,
    amsterdam,
    quiet_day,
)
from tests.html import text_of
from tests.meetings.scenes import last_sunday
from ui import numbers
from ui.moments import moment

pytestmark = pytest.mark.django_db


def plan(complex_, **changes):
    """What the form sends for an evening that nothing stands in the way of."""
    sent = {
        "kind": "evening",
        "title": "",
        "complexes": [complex_.pk],
        "day": quiet_day().isoformat(),
        "starts": "19:30",
        "ends": "21:00",
        "spot": "Op het grasveld",
        "aims": "Horen wat bewoners willen.",
        "team-TOTAL_FORMS": "1",
        "team-INITIAL_FORMS": "0",
        "team-0-user": "",
        "team-0-task": "",
        "doe": "bewaar",
    }
    return {key: value for key, value in (sent | changes).items() if value is not None}


def test_evening_is_planned_with_its_title_team_and_preparations(staff_client, staff):
    complex_ = ComplexFactory(name="Korenbloemhof")
    sent = plan(complex_, **{"team-0-user": staff.pk, "team-0-task": "ontvangst"})

    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)

    meeting = Meeting.objects.get()
    assert answer.url == f"/bijeenkomsten/{meeting.pk}/"
    day = quiet_day()
    assert meeting.title == "Bewonersavond Korenbloemhof"
    assert meeting.starts_at == amsterdam(day.year, day.month, day.day, 19, 30)
    assert meeting.ends_at == amsterdam(day.year, day.month, day.day, 21, 0)
    assert (meeting.state, meeting.created_by) == ("planned", staff)
    assert list(meeting.complexes.all()) == [complex_]
    assert [(one.user, one.task) for one in meeting.team.all()] == [(staff, "ontvangst")]
    weeks = [(one.kind, (one.due_on - day).days // 7) for one in meeting.preparations.all()]
    assert weeks == [
        ("partners", -6),
        ("letters", -3),
        ("poster", -1),
        ("commitments", 1),
        ("feedback", 4),
        ("check", 12),
    ]
    assert {one.owner for one in meeting.preparations.all()} == {staff}
    line = AuditEntry.objects.get(verb="planned_meeting")
    assert (line.actor, line.key, line.details) == (
        staff,
        str(meeting.pk),
        {"day": day.isoformat()},
    )


def test_title_names_two_complexes_and_counts_more(staff_client):
    names, day = ["Aa", "Bb", "Cc"], None
    complexes = [ComplexFactory(name=name) for name in names]
    for number, title in (
        (2, "Bewonersavond Aa en Bb"),
        (3, "Bewonersavond Aa en 2 andere complexen"),
    ):
        sent = plan(complexes[0], complexes=[one.pk for one in complexes[:number]])
        day = quiet_day(day)
        staff_client.post("/bijeenkomsten/nieuw/", sent | {"day": day.isoformat()})
        assert Meeting.objects.latest("pk").title == title


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"day": "2024-01-02"}, "day", "Deze dag is al geweest"),
        ({"day": "31-02-2027"}, "day", "Dit is geen datum"),
        ({"ends": "19:30"}, "ends", "eindigt dan voordat zij begint"),
        ({"ends": "18:00"}, "ends", "eindigt dan voordat zij begint"),
        ({"starts": "half acht"}, "starts", "Dit is geen tijd"),
        ({"kind": ""}, "kind", "Kies wat voor bijeenkomst"),
        ({"complexes": []}, "complexes", "Kies ten minste één complex"),
        ({"spot": ""}, "venue", "Kies een locatie"),
        ({"takes_registrations": "on"}, "capacity", "Vul een aantal in"),
        ({"capacity": "20"}, "capacity", "alleen als bewoners zich aanmelden"),
        (
            {"takes_registrations": "on", "capacity": "20", "unlimited": "on"},
            "capacity",
            "niet allebei",
        ),
        (
            {"takes_registrations": "on", "unlimited": "on", "register_until": "2024-01-01"},
            "register_until",
            "Deze dag is al geweest",
        ),
        (
            {"takes_registrations": "on", "unlimited": "on", "register_until": "2099-01-01"},
            "register_until",
            "Dat is na de bijeenkomst",
        ),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    staff_client, changes, field, words
):
    answer = staff_client.post("/bijeenkomsten/nieuw/", plan(ComplexFactory(), **changes))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert words in text_of(answer)
    assert "Horen wat bewoners willen." in answer.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("month", "words"),
    [(3, "bestaat 02.30 uur niet"), (10, "is het twee keer 02.30 uur")],
)
def test_time_that_the_clock_skips_or_shows_twice_is_refused(staff_client, month, words):
    day = last_sunday(timezone.localdate().year + 1, month)
    sent = plan(ComplexFactory(), day=day.isoformat(), starts="02:30", ends="04:00")

    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)

    assert list(answer.context["form"].errors) == ["starts"]
    assert f"Op {numbers.day(day)} {words}" in text_of(answer)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("month", "before", "hour"), [(3, 1, 18), (3, 0, 17), (10, 1, 17), (10, 0, 18)]
)
def test_evening_around_a_change_of_the_clock_is_at_the_same_time_on_the_wall(
    staff_client, month, before, hour
):
    day = last_sunday(timezone.localdate().year + 1, month) - timedelta(days=before)
    sent = plan(ComplexFactory(), day=day.isoformat())
    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)
    if answer.status_code == 200:  # Easter may be then
        asked = answer.context["reasons"].asked
        sent |= {one.field: "Het kan niet anders." for one in asked}
        staff_client.post("/bijeenkomsten/nieuw/", sent)

    starts = Meeting.objects.get().starts_at.astimezone(UTC)
    assert starts == datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)


def test_places_fit_in_the_venue_or_are_asked_for(staff_client):
    complex_, hall = ComplexFactory(), VenueFactory(name="De Schakel", capacity=40)
    field = VenueFactory(name="Het veld", capacity=None)
    base = {"takes_registrations": "on", "spot": ""}

    def said(**changes):
        answer = staff_client.post("/bijeenkomsten/nieuw/", plan(complex_, **base | changes))
        return answer.status_code == 200 and answer.context["form"].errors.get("capacity")

    assert said(venue=hall.pk) == [
        "In De Schakel passen 40 mensen. Hoeveel bewoners kunnen er komen?"
    ]
    assert said(venue=hall.pk, capacity=41) == [
        "In De Schakel passen 40 mensen. Kies minder plaatsen."
    ]
    assert said(venue=hall.pk, unlimited="on") == [
        "In De Schakel passen 40 mensen. Hoeveel bewoners kunnen er komen?"
    ]
    assert said(venue=field.pk) == [
        "Van Het veld is niet bekend hoeveel mensen erin passen. Vul zelf een aantal in, of kies "
        "«geen maximum»."
    ]
    assert not Meeting.objects.exists()
    assert said(venue=hall.pk, capacity=40) is False
    assert Meeting.objects.get().capacity == 40


def test_venue_without_a_number_takes_any_number_or_no_maximum(staff_client):
    complex_, field = ComplexFactory(), VenueFactory(capacity=None)
    base = {"takes_registrations": "on", "venue": field.pk, "unlimited": "on"}

    staff_client.post("/bijeenkomsten/nieuw/", plan(complex_, **base))

    assert Meeting.objects.get().capacity is None


def test_wave_without_these_complexes_is_refused(staff_client):
    complex_, other = ComplexFactory(), ComplexFactory()
    wave = closed_wave(2022, {other: people(30, R1=[6, 7, 8])})

    answer = staff_client.post("/bijeenkomsten/nieuw/", plan(complex_, wave=wave.pk))
    assert answer.context["form"].errors["wave"] == [
        "Geen van de gekozen complexen deed mee aan deze meting."
    ]
    staff_client.post("/bijeenkomsten/nieuw/", plan(other, wave=wave.pk))
    assert Meeting.objects.get().wave == wave


def test_complex_page_opens_the_form_with_its_complex(staff_client):
    complex_ = ComplexFactory(code="C7")

    answer = staff_client.get("/bijeenkomsten/nieuw/?complex=C7")

    assert answer.context["choice"].chosen == (complex_,)
    assert f'value="{complex_.pk}" checked' in answer.content.decode()


def test_two_editors_do_not_overwrite_each_other_unseen(staff_client):
    meeting = MeetingFactory(title="Bewonersavond")
    url = f"/bijeenkomsten/{meeting.pk}/wijzigen/"
    page = staff_client.get(url)
    sent = plan(meeting.complexes.get(), title="Avond", venue=meeting.venue_id, spot="")
    sent["seen"] = page.context["form"].initial["seen"]
    Meeting.objects.filter(pk=meeting.pk).update(aims="Iets heel anders.")

    answer = staff_client.post(url, sent)
    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(answer)
    assert "Iets heel anders." in text_of(answer)
    assert Meeting.objects.get().title == "Bewonersavond"

    sent["seen"] = answer.context["form"].data["seen"]
    staff_client.post(url, sent)
    assert (Meeting.objects.get().title, Meeting.objects.get().aims) == (
        "Avond",
        "Horen wat bewoners willen.",
    )


def test_fewer_places_than_are_taken_is_refused(staff_client):
    meeting = MeetingFactory(open_to_residents=True)
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=25)
    url = f"/bijeenkomsten/{meeting.pk}/wijzigen/"
    sent = plan(meeting.complexes.get(), venue=meeting.venue_id, takes_registrations="on")
    sent["seen"] = staff_client.get(url).context["form"].initial["seen"]

    answer = staff_client.post(url, sent | {"capacity": 24})

    assert answer.context["form"].errors["capacity"] == [
        "Er zijn al 25 plaatsen vergeven. Kies er ten minste zo veel."
    ]
    staff_client.post(url, sent | {"capacity": 25})
    assert Meeting.objects.get().capacity == 25


def test_seat_taken_between_looking_and_saving_is_not_lost():
    meeting = MeetingFactory(open_to_residents=True)
    mine = Meeting.objects.get(pk=meeting.pk)
    mine.capacity = 1
    Meeting.objects.filter(pk=meeting.pk).update(seats_taken=2)

    with pytest.raises(SeatsTaken, match="Er zijn al 2 plaatsen vergeven"):
        planning.change_meeting(mine, complexes=[], team=[], now=timezone.now())


def test_moving_moves_what_is_open_and_the_last_day_to_sign_up(staff):
    now = timezone.now()
    meeting = MeetingFactory(register_until=timezone.localdate() + timedelta(days=40))
    open_one = PreparationFactory(meeting=meeting, offset_days=-7)
    done = PreparationFactory(meeting=meeting, offset_days=-14, state="done", ended_at=now)
    starts = meeting.starts_at + timedelta(days=10)

    moved = planning.move_meeting(meeting, starts, starts + timedelta(hours=2), by=staff, now=now)

    assert moved.sequence == 0  # nobody was invited
    assert moved.register_until == meeting.register_until + timedelta(days=10)
    assert Preparation.objects.get(pk=open_one.pk).due_on == moved.day - timedelta(days=7)
    assert Preparation.objects.get(pk=done.pk).due_on == done.due_on
    line = AuditEntry.objects.get(verb="moved_meeting")
    assert line.details == {"before": meeting.day.isoformat(), "after": moved.day.isoformat()}


def test_sequence_rises_with_time_place_and_title_after_an_invitation_only(staff):
    meeting = ParticipationFactory().meeting
    same = {"complexes": list(meeting.complexes.all()), "team": [], "now": timezone.now()}

    def changed(**fields):
        mine = Meeting.objects.get(pk=meeting.pk)
        for name, value in fields.items():
            setattr(mine, name, value)
        return planning.change_meeting(mine, **same).sequence

    assert changed(aims="Luisteren") == 0
    assert changed(title="Een andere titel") == 1
    assert changed(spot="Bij de ingang") == 2
    starts = meeting.starts_at + timedelta(days=1)
    moved = planning.move_meeting(
        meeting, starts, starts + timedelta(hours=1), by=staff, now=timezone.now()
    )
    assert moved.sequence == 3
    again = planning.move_meeting(
        meeting, starts, starts + timedelta(hours=1), by=staff, now=timezone.now()
    )
    assert again.sequence == 3  # nothing moved


def test_calling_off_asks_why_and_cannot_be_done_twice(staff):
    meeting, now = MeetingFactory(), timezone.now()
    with pytest.raises(NoReason):
        planning.cancel_meeting(meeting, "  ", by=staff, now=now)

    off = planning.cancel_meeting(meeting, "De zaal is niet vrij.", by=staff, now=now)

    assert (off.state, off.sequence, off.cancel_reason) == ("cancelled", 1, "De zaal is niet vrij.")
    for again in (
        lambda: planning.cancel_meeting(meeting, "Nog eens", by=staff, now=now),
        lambda: planning.mark_held(meeting, by=staff, now=now),
        lambda: planning.move_meeting(
            meeting, meeting.starts_at, meeting.ends_at, by=staff, now=now
        ),
    ):
        with pytest.raises(NotComing):
            again()
    assert AuditEntry.objects.get(verb="cancelled_meeting").details == {
        "day": meeting.day.isoformat()
    }


def test_meeting_is_held_once_it_has_begun(staff):
    meeting = MeetingFactory()
    with pytest.raises(NotBegun):
        planning.mark_held(meeting, by=staff, now=meeting.starts_at - timedelta(seconds=1))

    held = planning.mark_held(meeting, by=staff, now=meeting.starts_at)

    assert (held.state, held.held_at) == ("held", meeting.starts_at)
    assert AuditEntry.objects.filter(verb="held_meeting").count() == 1


def test_plan_for_a_moment_that_has_been_is_refused_by_the_service_too(staff):
    now = timezone.now()
    meeting = MeetingFactory.build(venue=None, spot="Buiten", starts_at=now)
    with pytest.raises(InThePast):
        planning.plan_meeting(meeting, complexes=[], by=staff, now=now)
    stored = MeetingFactory()
    with pytest.raises(InThePast):
        planning.move_meeting(stored, now, now + timedelta(hours=1), by=staff, now=now)


def test_pages_of_each_step_ask_and_do(staff_client):
    meeting = MeetingFactory()
    base = f"/bijeenkomsten/{meeting.pk}/"
    assert "Bijeenkomst aankondigen?" in text_of(staff_client.get(f"{base}aankondigen/"))
    staff_client.post(f"{base}aankondigen/")
    assert Meeting.objects.get().state == "announced"
    answer = staff_client.post(f"{base}aankondigen/", follow=True)
    assert "Deze bijeenkomst is niet meer in voorbereiding." in text_of(answer)
    answer = staff_client.post(f"{base}afronden/", follow=True)
    assert "moet nog beginnen" in text_of(answer)
    answer = staff_client.post(f"{base}afgelasten/", {"reason": ""})
    assert "Schrijf op waarom" in text_of(answer)
    staff_client.post(f"{base}afgelasten/", {"reason": "De zaal is niet vrij."})
    assert Meeting.objects.get().state == "cancelled"
    assert "De reden: De zaal is niet vrij." in text_of(staff_client.get(base))
    assert staff_client.get(f"{base}wijzigen/").status_code == 404


def test_reader_sees_the_meeting_and_no_way_to_change_it(staff_client, client):
    client.force_login(UserFactory(roles=[Role.READER]))
    meeting = MeetingFactory()
    ways = (
        f"/bijeenkomsten/voorbereidingen/{PreparationFactory(meeting=meeting).pk}/stand/",
        f'href="/bijeenkomsten/{meeting.pk}/wijzigen/"',
    )

    def found(who) -> list[bool]:
        page = who.get(meeting.get_absolute_url()).content.decode()
        assert meeting.title in page
        return [way in page for way in (*ways, '<form method="post" action="/bijeenkomsten/')]

    assert found(staff_client) == [True, True, True]
    assert found(client) == [False, False, False]


def test_warning_asks_for_a_reason_and_keeps_it(staff_client, staff):
    hall, complex_ = VenueFactory(name="De Schakel"), ComplexFactory()
    day = quiet_day()
    MeetingFactory(
        title="Koffieochtend",
        venue=hall,
        starts_at=amsterdam(day.year, day.month, day.day, 20),
        ends_at=amsterdam(day.year, day.month, day.day, 22),
    )
    sent = plan(complex_, venue=hall.pk)

    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)

    assert Meeting.objects.count() == 1
    [asked] = answer.context["reasons"].asked
    assert "In De Schakel is dan al: Koffieochtend" in text_of(answer)
    assert f'href="#id_{asked.field}"' in answer.content.decode()

    staff_client.post("/bijeenkomsten/nieuw/", sent | {asked.field: "Twee aparte zalen."})
    aside = SetAside.objects.get()
    assert (aside.warning, aside.reason, aside.by) == (
        asked.warning.key,
        "Twee aparte zalen.",
        staff,
    )
    page = text_of(staff_client.get(f"/bijeenkomsten/{aside.meeting_id}/"))
    assert f"Opzijgezet door {staff.name}" in page
    assert "Twee aparte zalen." in page


def test_waiting_households_get_the_places_that_come(staff_client, staff):
    meeting = MeetingFactory(open_to_residents=True, capacity=1)
    first, second = (register_at(meeting, name) for name in ("Eerste", "Tweede"))
    assert (first.state, second.state) == ("seated", "waiting")
    url = f"/bijeenkomsten/{meeting.pk}/wijzigen/"
    sent = plan(meeting.complexes.get(), venue=meeting.venue_id, spot="", capacity=2)
    sent |= {
        "takes_registrations": "on",
        "seen": staff_client.get(url).context["form"]["seen"].value(),
    }

    staff_client.post(url, sent)

    second.refresh_from_db()
    meeting.refresh_from_db()
    assert (second.state, meeting.seats_taken) == ("seated", 2)


def test_residents_hear_of_another_place_time_and_of_calling_off(staff_client):
    meeting = MeetingFactory(open_to_residents=True)
    household = register_at(meeting, "Eerste")
    base = f"/bijeenkomsten/{meeting.pk}/"
    told = household.notices.exclude(kind="seated").order_by("pk")
    other = VenueFactory(capacity=30)
    seen = staff_client.get(f"{base}wijzigen/").context["form"]["seen"].value()
    sent = plan(meeting.complexes.get(), venue=other.pk, spot="", capacity=30, seen=seen)

    staff_client.post(f"{base}wijzigen/", sent | {"takes_registrations": "on"})
    assert list(told.values_list("kind", "about")) == [("update", "1")]
    day = quiet_day(quiet_day())
    page = text_of(staff_client.get(f"{base}verzetten/"))
    assert "1 huishouden dat zich aanmeldde, krijgt meteen bericht." in page
    assert "1 daarvan heeft geen e-mailadres en komt op de bellijst." in page
    staff_client.post(
        f"{base}verzetten/", {"day": day.isoformat(), "starts": "19:00", "ends": "20:00"}
    )
    staff_client.post(f"{base}afgelasten/", {"reason": "De zaal is niet vrij."})

    assert list(told.values_list("kind", "about")) == [
        ("update", "1"),
        ("update", "2"),
        ("cancellation", "3"),
    ]


def test_moving_to_the_moment_it_has_says_so_and_tells_nobody(staff_client):
    starts = moment(quiet_day(), time(19, 30))
    ends = starts + timedelta(hours=2)
    meeting = MeetingFactory(open_to_residents=True, starts_at=starts, ends_at=ends)
    household = register_at(meeting, "Eerste")
    path = f"/bijeenkomsten/{meeting.pk}/verzetten/"
    same = {"day": meeting.day.isoformat(), "starts": "19:30", "ends": "21:30"}

    answer = staff_client.post(path, same)

    assert answer.context["form"].errors == {"__all__": ["Dit is het tijdstip dat er al stond."]}
    assert "Dit is het tijdstip dat er al stond." in text_of(answer)
    assert list(household.notices.values_list("kind", flat=True)) == ["seated"]


def register_at(meeting, name):
    """A household of one, without an address, entered by a colleague."""
    household = Household(name=name, people=1)
    return register(meeting, household, entry=Entry(channel="phone"), now=timezone.now())


def many_complexes(number: int) -> None:
    Complex.objects.bulk_create(
        Complex(code=f"K{n}", name=f"Kavel {n}", place="Oudewaarde") for n in range(number)
    )


def test_complex_among_a_thousand_is_found_and_ticked_without_script(staff_client):
    many_complexes(1000)
    hof = ComplexFactory(code="H1", name="Korenbloemhof")
    sent = plan(hof, complexes=[], title="Mijn titel", doe="zoek")

    page = staff_client.get("/bijeenkomsten/nieuw/")
    assert page.content.decode().count('name="complexes"') == 0
    assert 'name="zoek_complex"' in page.content.decode()

    one = staff_client.post("/bijeenkomsten/nieuw/", sent | {"zoek_complex": "korenbloem"})
    assert f'value="{hof.pk}" checked' in one.content.decode()
    assert "Mijn titel" in one.content.decode()
    assert "Er klopt iets niet" not in text_of(one)

    many = staff_client.post(
        "/bijeenkomsten/nieuw/", sent | {"zoek_complex": "kavel", "complexes": [hof.pk]}
    )
    choice = many.context["choice"]
    assert (choice.chosen, len(choice.found), choice.more) == ((hof,), 20, True)
    none = staff_client.post("/bijeenkomsten/nieuw/", sent | {"zoek_complex": "bestaat niet"})
    assert "Geen complex gevonden met «bestaat niet»." in text_of(none)
    assert not Meeting.objects.exists()


def test_enter_searches_only_while_words_wait_to_be_searched(staff_client):
    many_complexes(20)
    hof = ComplexFactory(code="H1", name="Korenbloemhof")
    sent = plan(hof, doe="enter", zoek_complex="kavel", gezocht="")

    staff_client.post("/bijeenkomsten/nieuw/", sent)
    assert not Meeting.objects.exists()
    staff_client.post("/bijeenkomsten/nieuw/", sent | {"gezocht": "kavel"})
    assert Meeting.objects.count() == 1


def test_complex_that_is_no_number_or_not_there_is_refused(staff_client):
    for bad in ("1 or 1=1", "999999", ""):
        sent = plan(ComplexFactory(), complexes=[bad])
        answer = staff_client.post("/bijeenkomsten/nieuw/", sent)
        assert answer.status_code == 200
        assert answer.context["form"].errors["complexes"]
    assert not Meeting.objects.exists()


def test_more_rows_keep_what_was_typed_and_judge_nothing(staff_client, staff):
    sent = plan(
        ComplexFactory(), kind="", doe="rij", **{"team-0-user": staff.pk, "team-0-task": "koffie"}
    )

    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)

    rows = answer.context["team"].forms
    assert len(rows) == 4
    assert 'value="koffie"' in answer.content.decode()
    assert "Er klopt iets niet" not in text_of(answer)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("", "ontvangst")], "Kies wie deze taak heeft, of maak de taak leeg."),
        ([("staff", "a"), ("staff", "b")], "Deze collega staat er al."),
        ([("999999", "")], "Deze collega kan niet (meer) in een team."),
    ],
)
def test_team_that_cannot_be_is_said_at_its_row(staff_client, staff, rows, words):
    sent = plan(ComplexFactory(), **{"team-TOTAL_FORMS": len(rows)})
    for number, (user, task) in enumerate(rows):
        sent[f"team-{number}-user"] = staff.pk if user == "staff" else user
        sent[f"team-{number}-task"] = task

    answer = staff_client.post("/bijeenkomsten/nieuw/", sent)

    assert answer.status_code == 200
    assert words in text_of(answer)
    assert not Meeting.objects.exists()


def test_looking_ahead_shows_what_a_day_asks_for_and_keeps_nothing(staff_client):
    soon = timezone.localdate() + timedelta(days=14)

    answer = staff_client.post(
        "/bijeenkomsten/nieuw/", plan(ComplexFactory(), doe="kijk", day=soon.isoformat())
    )

    assert not Meeting.objects.exists()
    assert [line.preparation.kind for line in answer.context["foreseen"]][:2] == [
        "partners",
        "letters",
    ]
    assert "De eerste dagen zijn al voorbij." in text_of(answer)
    assert not answer.context["reasons"].missing


def test_looking_ahead_without_a_day_says_what_is_missing(staff_client):
    sent = plan(ComplexFactory(), doe="kijk", day="")

    page = text_of(staff_client.post("/bijeenkomsten/nieuw/", sent))

    assert "Vul eerst de dag en de tijden goed in" in page
    assert "Niets dat in de weg zit." not in page
    seen = text_of(staff_client.post("/bijeenkomsten/nieuw/", plan(ComplexFactory(), doe="kijk")))
    assert "Niets dat in de weg zit." in seen
