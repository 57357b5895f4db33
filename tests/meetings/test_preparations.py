"""What must be done before and after a meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from meetings.models import Preparation
from meetings.services import planning, preparations
from meetings.services.errors import StandardPreparation
from meetings.summaries.preparing import lines, offset_words, points
from tests.factories import ComplexFactory, UserFactory
from tests.factories.meetings import MeetingFactory, PreparationFactory, VenueFactory, evening_in
from tests.html import text_of

pytestmark = pytest.mark.django_db


def planned(in_days: int, by=None):
    now = timezone.now()
    starts = evening_in(in_days)
    meeting = MeetingFactory.build(
        starts_at=starts, ends_at=starts + timedelta(hours=1), venue=VenueFactory()
    )
    return planning.plan_meeting(meeting, complexes=[ComplexFactory()], by=by, now=now)


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (0, "op de dag zelf"),
        (-1, "1 dag ervoor"),
        (-7, "1 week ervoor"),
        (-42, "6 weken ervoor"),
        (10, "10 dagen erna"),
        (84, "12 weken erna"),
    ],
)
def test_distance_to_the_meeting_is_said_in_weeks_or_days(offset, words):
    assert offset_words(offset) == words


def test_line_has_today_and_the_meeting_between_the_preparations():
    meeting = planned(14)
    today = timezone.localdate()
    found = lines(meeting.preparations.all(), today, today)

    told = [point.mark or point.line.preparation.kind for point in points(meeting, found, today)]

    assert told == [
        "partners",
        "letters",
        "today",
        "poster",
        "meeting",
        "commitments",
        "feedback",
        "check",
    ]
    assert [line.standing for line in found] == [
        "passed",
        "passed",
        "soon",
        "calm",
        "calm",
        "calm",
    ]


def test_meeting_planned_two_weeks_ahead_says_calmly_what_was_due(staff_client):
    page = text_of(staff_client.get(planned(14).get_absolute_url()))

    assert "kort van tevoren gepland: 2 dagen waren toen al voorbij" in page
    assert "nu doen" in page
    assert "te laat" not in page


def test_what_was_let_lie_is_late(staff_client):
    meeting = planned(14)
    type(meeting).objects.update(created_at=timezone.now() - timedelta(days=60))

    page = text_of(staff_client.get(meeting.get_absolute_url()))

    assert "te laat" in page
    assert "kort van tevoren gepland" not in page


def test_done_not_needed_and_to_be_done_after_all(staff_client):
    meeting = planned(50)
    one = meeting.preparations.get(kind="letters")
    url = f"/bijeenkomsten/voorbereidingen/{one.pk}/stand/"

    for state in ("done", "skipped"):
        staff_client.post(url, {"state": state})
        one.refresh_from_db()
        assert one.state == state
        assert one.ended_at is not None
    staff_client.post(url, {"state": "verzonnen"})
    one.refresh_from_db()
    assert one.state == "skipped"
    staff_client.post(url, {"state": "open"})
    one.refresh_from_db()
    assert (one.state, one.ended_at) == ("open", None)
    assert staff_client.get(url).status_code == 405


def test_what_was_done_before_a_move_is_due_by_the_new_date_when_opened_again(staff):
    meeting, now = planned(50), timezone.now()
    one = meeting.preparations.get(kind="letters")
    preparations.mark(one, Preparation.State.DONE, now=now)
    starts = meeting.starts_at + timedelta(days=7)
    moved = planning.move_meeting(meeting, starts, starts + timedelta(hours=1), by=staff, now=now)

    opened = preparations.mark(one, Preparation.State.OPEN, now=now)

    assert opened.due_on == moved.day - timedelta(days=21)


def test_owner_marks_their_own_and_nobody_elses(client):
    wies = UserFactory(roles=[Role.FIELD_STAFF])
    client.force_login(wies)
    mine = PreparationFactory(owner=wies)
    other = PreparationFactory(meeting=mine.meeting)

    client.post(f"/bijeenkomsten/voorbereidingen/{mine.pk}/stand/", {"state": "done"})
    refused = client.post(f"/bijeenkomsten/voorbereidingen/{other.pk}/stand/", {"state": "done"})

    assert refused.status_code == 404
    states = dict(Preparation.objects.values_list("pk", "state"))
    assert states == {mine.pk: "done", other.pk: "open"}
    page = client.get(mine.meeting.get_absolute_url()).content.decode()
    assert f"/bijeenkomsten/voorbereidingen/{mine.pk}/stand/" in page
    assert f"/bijeenkomsten/voorbereidingen/{other.pk}/stand/" not in page


def test_own_preparation_is_added_changed_and_deleted_after_a_question(staff_client, staff):
    meeting = planned(50)
    start = f"/bijeenkomsten/{meeting.pk}/voorbereidingen/nieuw/"
    sent = {"title": "Koffie bestellen", "number": 3, "side": "before", "owner": staff.pk}

    staff_client.post(start, sent)

    one = Preparation.objects.get(kind="own")
    assert (one.offset_days, one.due_on) == (-3, meeting.day - timedelta(days=3))
    assert one.owner == staff
    edit = f"/bijeenkomsten/voorbereidingen/{one.pk}/"
    seen = staff_client.get(edit).context["form"].initial["seen"]
    staff_client.post(edit, sent | {"number": 2, "side": "after", "owner": "", "seen": seen})
    one.refresh_from_db()
    assert (one.offset_days, one.due_on) == (2, meeting.day + timedelta(days=2))
    assert one.owner is None

    assert "«Koffie bestellen» verdwijnt." in text_of(staff_client.get(f"{edit}verwijderen/"))
    assert Preparation.objects.filter(pk=one.pk).exists()
    staff_client.post(f"{edit}verwijderen/")
    assert not Preparation.objects.filter(pk=one.pk).exists()


def test_standard_preparation_keeps_its_title_and_stays(staff_client):
    one = planned(50).preparations.get(kind="poster")
    edit = f"/bijeenkomsten/voorbereidingen/{one.pk}/"
    seen = staff_client.get(edit).context["form"].initial["seen"]

    staff_client.post(
        edit, {"title": "Iets anders", "number": 5, "side": "before", "owner": "", "seen": seen}
    )
    answer = staff_client.post(f"{edit}verwijderen/", follow=True)

    one.refresh_from_db()
    assert (one.title, one.offset_days) == ("Poster ophangen en langs de deuren", -5)
    assert "Kies «niet nodig» als u het niet doet." in text_of(answer)
    with pytest.raises(StandardPreparation):
        preparations.delete_preparation(one)


def test_two_editors_of_a_preparation_are_told(staff_client, staff):
    one = planned(50).preparations.get(kind="poster")
    edit = f"/bijeenkomsten/voorbereidingen/{one.pk}/"
    seen = staff_client.get(edit).context["form"].initial["seen"]
    Preparation.objects.filter(pk=one.pk).update(owner=staff)

    answer = staff_client.post(edit, {"number": 5, "side": "before", "owner": "", "seen": seen})

    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(answer)
    one.refresh_from_db()
    assert (one.owner, one.offset_days) == (staff, -7)
