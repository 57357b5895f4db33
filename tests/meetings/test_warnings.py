"""What an organiser is warned about, and what becomes of a warning that was set aside."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from meetings.models import SetAside, TeamMember
from meetings.services import planning
from meetings.services.errors import NoReason, WarningGone
from meetings.services.warnings import set_aside
from meetings.summaries import days
from meetings.summaries.clashes import Plan, plan_of
from meetings.summaries.warnings import seen_warnings, warnings
from tests.factories import ComplexFactory, ContactFactory, CorporationFactory, UserFactory
from tests.factories.meetings import (
    MeetingFactory,
    ParticipationFactory,
    VenueFactory,
    amsterdam,
    evening_in,
    quiet_day,
)
from tests.html import text_of

pytestmark = pytest.mark.django_db

# Tuesday 8 June 2027: no holiday of any kind, the sun sets at ten.
START, END = amsterdam(2027, 6, 8, 19, 30), amsterdam(2027, 6, 8, 21, 0)


def evening(**changes) -> Plan:
    return Plan(**{"kind": "evening", "starts_at": START, "ends_at": END} | changes)


def at(start: datetime, end: datetime, **changes):
    return MeetingFactory(starts_at=start, ends_at=end, **changes)


def kinds(plan: Plan) -> list[str]:
    return [one.kind for one in warnings(plan)]


def test_plan_that_nothing_stands_in_the_way_of_gives_no_warning():
    at(START, END)  # elsewhere, with others

    assert warnings(evening()) == []


def test_same_venue_at_once_is_told_and_right_after_is_not():
    hall = VenueFactory(name="De Schakel")
    at(amsterdam(2027, 6, 8, 18), START, venue=hall)
    at(END, amsterdam(2027, 6, 8, 22), venue=hall)
    assert kinds(evening(venue_id=hall.pk)) == []

    at(END - timedelta(minutes=1), END + timedelta(hours=1), venue=hall, title="Koffie")

    [warning] = warnings(evening(venue_id=hall.pk))
    assert (warning.kind, warning.firm) == ("venue", True)
    assert (
        warning.words == "In De Schakel is dan al: Koffie, dinsdag 8 juni 2027, 20.59 – 22.00 uur."
    )


def test_colleague_at_two_places_at_once_is_named():
    hanna, joost = UserFactory(name="Hanna"), UserFactory(name="Joost")
    other = at(START, END, title="Buurttent")
    for user in (hanna, joost):
        TeamMember.objects.create(meeting=other, user=user)

    [warning] = warnings(evening(people=frozenset({hanna.pk, joost.pk})))

    assert warning.kind == "person"
    assert warning.words == "Hanna en Joost: dan ook bij Buurttent, 19.30 – 21.00 uur."


def test_contact_of_a_partner_at_two_meetings_at_once_is_named_until_taken_off():
    contact = ContactFactory(name="Wijkagent Noord")
    there = ParticipationFactory(contact=contact, meeting=at(START, END))
    plan = evening(contacts=frozenset({contact.pk}))
    assert kinds(plan) == ["person"]

    there.taken_off_at = timezone.now()
    there.save()

    assert kinds(plan) == []


@pytest.mark.parametrize(("minutes", "told"), [(59, ["travel"]), (60, [])])
def test_less_than_an_hour_between_two_places_is_told(minutes, told):
    hanna, hall = UserFactory(name="Hanna"), VenueFactory()
    begins = END + timedelta(minutes=minutes)
    other = at(begins, begins + timedelta(hours=1))
    TeamMember.objects.create(meeting=other, user=hanna)
    plan = evening(people=frozenset({hanna.pk}), venue_id=hall.pk)

    assert kinds(plan) == told
    assert kinds(evening(people=frozenset({hanna.pk}), venue_id=other.venue_id)) == []


def test_complex_with_two_meetings_at_once_is_firm_and_within_days_is_soft():
    hof = ComplexFactory(name="Korenbloemhof")
    plan = evening(complexes=frozenset({hof.pk}))
    later = at(END + timedelta(days=3, minutes=1), END + timedelta(days=4), complexes=[hof])
    assert kinds(plan) == []

    later.starts_at -= timedelta(minutes=2)
    later.save()
    [near] = warnings(plan)
    assert (near.kind, near.firm) == ("near", False)
    assert near.words.startswith("Korenbloemhof: op vrijdag 11 juni 2027 is ook")

    at(START, END, complexes=[hof])
    assert [(one.kind, one.firm) for one in warnings(plan)] == [("complex", True), ("near", False)]


@pytest.mark.parametrize("trait", ["held", "cancelled"])
def test_meeting_that_is_over_or_off_is_in_nobodys_way(trait):
    hall = VenueFactory()
    at(START, END, venue=hall, **{trait: True})

    assert kinds(evening(venue_id=hall.pk)) == []


def test_meeting_is_not_in_its_own_way():
    meeting = at(START, END)
    TeamMember.objects.create(meeting=meeting, user=UserFactory())

    assert warnings(plan_of(meeting)) == []
    assert {one.kind for one in warnings(plan_of(meeting).as_new())} == {
        "venue",
        "person",
        "complex",
    }


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 1, 1), "Nieuwjaarsdag"),
        (date(2027, 3, 26), "Goede vrijdag"),
        (date(2027, 3, 29), "tweede paasdag"),
        (date(2027, 4, 27), "Koningsdag"),
        (date(2027, 5, 5), "Bevrijdingsdag"),
        (date(2027, 5, 6), "Hemelvaartsdag"),
        (date(2025, 4, 26), "Koningsdag"),  # the 27th was a Sunday
        (date(2027, 6, 8), ""),
    ],
)
def test_public_holidays_are_those_of_the_netherlands(day, name):
    assert days.public_holiday(day) == name


def test_holiday_is_told_by_its_name():
    start = amsterdam(2027, 4, 27, 10)

    told = warnings(evening(starts_at=start, ends_at=start + timedelta(hours=1)))

    assert [(one.kind, one.words) for one in told] == [
        ("holiday", "Het is dinsdag 27 april 2027: Koningsdag."),
        (
            "school",
            "Op dinsdag 27 april 2027 is het meivakantie in regio Noord, Midden en Zuid. "
            "Gezinnen zijn dan vaker weg.",
        ),
    ]


def test_school_holiday_is_that_of_the_region_of_the_corporation():
    corporation = CorporationFactory()
    start = amsterdam(2027, 7, 13, 19)
    plan = evening(starts_at=start, ends_at=start + timedelta(hours=1))
    assert "in regio Noord." in warnings(plan)[0].words

    corporation.school_region = "midden"
    corporation.save()
    assert warnings(plan) == []

    corporation.school_region = "noord"
    corporation.save()
    [warning] = warnings(plan)
    assert (warning.kind, warning.firm) == ("school", False)


def test_day_beyond_the_published_school_holidays_says_so():
    start = amsterdam(2029, 9, 4, 19)

    [warning] = warnings(evening(starts_at=start, ends_at=start + timedelta(hours=1)))

    assert warning.words == (
        "Voor dinsdag 4 september 2029 weet Buurtpeil de schoolvakanties nog niet. Kijk dat zelf na."
    )


def test_every_region_has_every_school_holiday_in_order():
    found = days._school_holidays()["holidays"]
    for region in days.REGIONS:
        periods = [tuple(map(date.fromisoformat, one[region])) for one in found]
        assert periods == sorted(periods)
        assert all(first.weekday() == 5 and last.weekday() == 6 for first, last in periods)
    assert [one["name"] for one in found] == [found[n]["name"] for n in range(5)] * 4


@pytest.mark.parametrize(
    ("start", "end", "title"),
    [
        (amsterdam(2026, 12, 9, 14), amsterdam(2026, 12, 9, 15), None),
        (
            amsterdam(2026, 12, 9, 15),
            amsterdam(2026, 12, 9, 17),
            "De schouw is deels in het donker",
        ),
        (amsterdam(2026, 12, 9, 17), amsterdam(2026, 12, 9, 18), "De schouw is in het donker"),
        (amsterdam(2026, 12, 9, 7), amsterdam(2026, 12, 9, 8), "De schouw is in het donker"),
        (amsterdam(2027, 6, 8, 20), amsterdam(2027, 6, 8, 21, 30), None),
    ],
)
def test_schouw_is_warned_about_the_dark_and_other_kinds_are_not(start, end, title):
    told = warnings(Plan(kind="walk", starts_at=start, ends_at=end))

    assert [one.title for one in told] == ([title] if title else [])
    assert warnings(Plan(kind="evening", starts_at=start, ends_at=end)) == []


def test_sun_of_the_middle_of_the_country_is_within_minutes_of_the_almanac():
    # De Bilt, KNMI: 21 December 08.45 and 16.30, 21 June 05.20 and 22.03.
    for day, rises, sets in (
        (date(2026, 12, 21), (8, 45), (16, 30)),
        (date(2027, 6, 21), (5, 20), (22, 3)),
    ):
        up, down = days.daylight(day)
        for found, (hour, minute) in ((up, rises), (down, sets)):
            assert abs(found - amsterdam(day.year, day.month, day.day, hour, minute)) < timedelta(
                minutes=5
            )


def test_warning_set_aside_comes_back_when_its_facts_change(staff):
    hall = VenueFactory()
    other, mine = at(START, END, venue=hall), at(START, END, venue=hall)
    [warning] = warnings(plan_of(mine))
    now = amsterdam(2027, 6, 1)
    with pytest.raises(NoReason):
        set_aside(mine, {warning.key: " "}, by=staff, now=now)
    set_aside(mine, {warning.key: "Twee zalen."}, by=staff, now=now)
    assert [(one.aside.reason, one.earlier) for one in seen_warnings(mine)] == [("Twee zalen.", "")]

    planning.move_meeting(other, START + timedelta(minutes=15), END, by=staff, now=now)

    [back] = seen_warnings(mine)
    assert (back.aside, back.earlier) == (None, "Twee zalen.")
    assert back.warning.key != warning.key
    with pytest.raises(WarningGone):
        set_aside(mine, {warning.key: "Nog eens."}, by=staff, now=now)


def test_page_sets_aside_says_by_whom_and_takes_back(staff_client, staff):
    hall = VenueFactory(name="De Schakel")
    soon = evening_in(30)
    mine = at(soon, soon + timedelta(hours=1), venue=hall)
    at(soon, soon + timedelta(hours=1), venue=hall)
    base = f"/bijeenkomsten/{mine.pk}/"
    warning = next(one for one in warnings(plan_of(mine)) if one.kind == "venue")

    answer = staff_client.post(f"{base}waarschuwingen/", {"warning": warning.key}, follow=True)
    assert "Schrijf op waarom dit zo kan." in text_of(answer)
    assert not SetAside.objects.exists()
    sent = {"warning": warning.key, "reason": "Twee zalen."}
    page = text_of(staff_client.post(f"{base}waarschuwingen/", sent, follow=True))
    assert f"Opzijgezet door {staff.name} op" in page
    assert "Twee zalen." in page

    aside = SetAside.objects.get()
    elsewhere = f"/bijeenkomsten/{MeetingFactory().pk}/waarschuwingen/{aside.pk}/"
    assert staff_client.post(elsewhere).status_code == 404
    staff_client.post(f"{base}waarschuwingen/{aside.pk}/")
    assert not SetAside.objects.exists()
    sent["warning"] = "venue-verzonnen"
    answer = staff_client.post(f"{base}waarschuwingen/", sent, follow=True)
    assert "Deze waarschuwing geldt niet meer." in text_of(answer)


def test_soft_warning_does_not_hold_up_a_plan_and_a_firm_one_does(staff_client):
    complex_ = ComplexFactory()
    coming = quiet_day()
    first = MeetingFactory(
        complexes=[complex_],
        starts_at=amsterdam(coming.year, coming.month, coming.day, 10),
        venue=None,
        spot="Elders",
    )
    moved = MeetingFactory(complexes=[complex_], venue=None, spot="Bij de ingang")
    day = (coming + timedelta(days=2)).isoformat()

    def move(**changes):
        sent = {"day": day, "starts": "10:00", "ends": "11:00"} | changes
        answer = staff_client.post(f"/bijeenkomsten/{moved.pk}/verzetten/", sent)
        moved.refresh_from_db()
        return answer

    looked = move(kijk="ja")
    assert looked.status_code == 200
    assert "near" in [one.warning.kind for one in looked.context["reasons"].asked]
    assert not looked.context["reasons"].missing
    held_up = move(day=first.day.isoformat(), starts="10:30", ends="11:30")
    assert held_up.status_code == 200
    assert "Kies iets anders, of schrijf op waarom dit zo kan." in text_of(held_up)
    [field] = [one.field for one in held_up.context["reasons"].asked if one.error]
    move(**{"day": first.day.isoformat(), "starts": "10:30", "ends": "11:30", field: "Samen."})
    assert moved.day == first.day
