"""The door's endpoint: what a tablet may send, and what counts of it once, whatever it sends twice."""

import json
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from meetings.models import CheckIn, Meeting, Needs
from meetings.services.batches import Off, Outcome
from meetings.services.door import Arrival, Undo, count_paper, take_arrivals
from meetings.summaries.door import Attendance, attendance, tellable
from tests.attack.test_parallel_sends import at_once
from tests.factories import UserFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory
from tests.meetings.scenes import client_as, client_of, household, person

# The whole file on PostgreSQL too: there only the lock on the meeting puts batches in turn.
pytestmark = [
    pytest.mark.django_db,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]


@pytest.fixture
def meeting():
    return MeetingFactory(open_to_residents=True)


@pytest.fixture
def doorkeeper():
    return UserFactory(roles=[Role.FIELD_STAFF])


@pytest.fixture
def client(doorkeeper):
    return client_as(doorkeeper)


def path(meeting, part="verstuur/"):
    return f"/bijeenkomsten/{meeting.pk}/dag/deur/{part}"


def send(client, meeting, *rows):
    """Posts a batch and returns (outcome, words) of every row."""
    body = json.dumps({"rows": rows})
    answer = client.post(path(meeting), body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return [(one["outcome"], one["words"]) for one in answer.json()["answers"]]


def undo(row):
    return {"kind": "undo", "key": row["key"]}


TAKEN = ("taken", "")
SAME = ("same", "")


def counted(meeting):
    meeting.refresh_from_db()
    return attendance(meeting)


def came(*, households=0, by_name=0, loose=0, on_paper=0):
    return Attendance(households, by_name, loose, on_paper)


def test_batch_sent_three_times_counts_once(client, meeting):
    batch = [household(RegistrationFactory(meeting=meeting), 3), person(), person(2)]

    for _again in range(3):
        assert send(client, meeting, *batch) == [TAKEN, TAKEN, TAKEN]

    assert counted(meeting) == came(households=1, by_name=3, loose=3)
    assert CheckIn.objects.count() == 3


def test_household_ticked_on_two_tablets_comes_in_once(client, meeting):
    registration = RegistrationFactory(meeting=meeting)
    first, second = household(registration, 2), household(registration, 4)

    assert send(client, meeting, first) == [TAKEN]
    assert send(client, meeting, second, second) == [SAME, TAKEN]

    assert counted(meeting) == came(households=1, by_name=2)


def test_second_tick_names_the_key_under_which_the_household_counts(client, meeting):
    registration = RegistrationFactory(meeting=meeting)
    first, second = household(registration), household(registration)
    send(client, meeting, first)

    body = json.dumps({"rows": [second]})
    answer = client.post(path(meeting), body, content_type="application/json").json()

    assert answer["answers"] == [
        {"key": second["key"], "outcome": "same", "words": "", "same_as": first["key"]}
    ]


def test_tick_of_a_second_tablet_sent_again_after_the_first_was_undone_stays_out(client, meeting):
    registration = RegistrationFactory(meeting=meeting)
    first, second = household(registration), household(registration)
    send(client, meeting, first)
    send(client, meeting, second)
    send(client, meeting, undo(first))

    send(client, meeting, second)

    assert counted(meeting) == came()


def test_undone_household_sent_again_stays_out_and_can_come_in_under_a_new_key(client, meeting):
    registration = RegistrationFactory(meeting=meeting)
    tick = household(registration, 2)
    send(client, meeting, tick, undo(tick))

    send(client, meeting, tick, undo(tick))
    assert counted(meeting) == came()
    send(client, meeting, household(registration, 5))

    assert counted(meeting) == came(households=1, by_name=5)


def test_undo_of_what_never_arrived_is_taken_and_changes_nothing(client, meeting):
    assert send(client, meeting, undo(person())) == [TAKEN]
    assert counted(meeting) == came()


def test_household_of_another_meeting_is_refused_and_the_rest_is_counted(client, meeting):
    stranger = RegistrationFactory()
    rows = [person(), household(stranger), person()]

    words = "Dit huishouden staat niet meer op de lijst. Tel de mensen zonder naam."
    assert send(client, meeting, *rows) == [TAKEN, ("refused", words), TAKEN]

    assert counted(meeting) == came(loose=2)
    assert counted(stranger.meeting) == came()


def test_key_of_another_meeting_can_be_neither_used_nor_undone(client, meeting):
    other = MeetingFactory(open_to_residents=True)
    theirs = person()
    send(client, other, theirs)

    refused = ("refused", "Dit hoort bij een andere bijeenkomst.")
    assert send(client, meeting, theirs, undo(theirs)) == [refused, refused]

    assert (counted(meeting), counted(other)) == (came(), came(loose=1))


def test_household_that_withdrew_and_came_all_the_same_counts(client, meeting):
    registration = RegistrationFactory(
        meeting=meeting, state="withdrawn", withdrawn_at=timezone.now()
    )

    assert send(client, meeting, household(registration, 1)) == [
        ("taken", "Had zich afgemeld en telt nu mee.")
    ]

    assert counted(meeting) == came(households=1, by_name=1)
    names = [
        one["name"] for one in client.get(path(meeting, "stand/")).json()["shown"]["households"]
    ]
    assert names == [registration.name]


def test_household_of_a_deleted_registration_keeps_its_people_without_a_name(client, meeting):
    registration = RegistrationFactory(meeting=meeting)
    tick = household(registration, 3)
    send(client, meeting, tick)
    registration.delete()

    assert counted(meeting) == came(loose=3)
    assert send(client, meeting, tick) == [TAKEN]
    assert counted(meeting) == came(loose=3)


def test_waiting_household_may_be_let_in(client, meeting):
    registration = RegistrationFactory(meeting=meeting, waiting=True)

    assert send(client, meeting, household(registration)) == [TAKEN]


@pytest.mark.parametrize(
    "row",
    [
        None,
        1,
        "tick",
        [],
        {},
        {"kind": 1, "key": str(uuid.uuid4())},
        {"kind": "burglar", "key": str(uuid.uuid4())},
        {"kind": "topic", "key": str(uuid.uuid4()), "label": "Lampen"},  # of the other page
        {"kind": "person", "people": 1},
        {"kind": "person", "key": "no-key", "people": 1},
        {"kind": "person", "key": {"a": 1}, "people": 1},
        {"kind": "person", "key": "\ud800", "people": 1},
        {"kind": "person", "key": str(uuid.uuid4())},
        {"kind": "person", "key": str(uuid.uuid4()), "people": 0},
        {"kind": "person", "key": str(uuid.uuid4()), "people": 9},
        {"kind": "person", "key": str(uuid.uuid4()), "people": -1},
        {"kind": "person", "key": str(uuid.uuid4()), "people": 1.5},
        {"kind": "person", "key": str(uuid.uuid4()), "people": True},
        {"kind": "person", "key": str(uuid.uuid4()), "people": [1]},
        {"kind": "person", "key": str(uuid.uuid4()), "people": float("nan")},
        {"kind": "person", "key": str(uuid.uuid4()), "people": 10**40},
        {"kind": "person", "key": str(uuid.uuid4()), "people": 1, "entrance": "door"},
        {"kind": "household", "key": str(uuid.uuid4()), "people": 1},
        {"kind": "household", "key": str(uuid.uuid4()), "people": 1, "registration": "x"},
        {
            "kind": "household",
            "key": str(uuid.uuid4()),
            "people": 1,
            "registration": str(uuid.uuid4()),
        },
        {"kind": "undo"},
    ],
)
def test_row_of_the_wrong_shape_is_refused_in_words_and_the_others_count(client, meeting, row):
    [before, (outcome, words), after] = send(client, meeting, person(), row, person())

    assert (before, outcome, after) == (TAKEN, "refused", TAKEN)
    assert words
    assert counted(meeting) == came(loose=2)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"null",
        b"[]",
        b"{}",
        b'{"rows": {}}',
        b'{"rows": null}',
        b"[" * 100_000,
        b'{"rows": [' + b"1" * 5000 + b"]}",
    ],
)
def test_body_that_cannot_be_read_is_refused_whole(client, meeting, body):
    answer = client.post(path(meeting), body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json() == {"words": "Dit was niet te lezen. Er is niets geteld."}


@pytest.mark.parametrize("rows", [501, 10_000])
def test_batch_that_is_too_large_is_refused_whole_in_words(client, meeting, rows):
    body = json.dumps({"rows": [person() for _row in range(rows)]})

    answer = client.post(path(meeting), body, content_type="application/json")

    assert answer.status_code == 413
    words = "Dit is te veel tegelijk: stuur er ten hoogste 500. Er is niets geteld."
    assert answer.json() == {"words": words}
    assert counted(meeting) == came()


def test_batch_of_five_hundred_rows_is_taken(client, meeting):
    assert send(client, meeting, *(person() for _row in range(500))) == [TAKEN] * 500
    assert counted(meeting) == came(loose=500)


def test_same_key_twice_in_one_batch_counts_once(client, meeting):
    one = person()

    assert send(client, meeting, one, one) == [TAKEN, TAKEN]
    assert counted(meeting) == came(loose=1)


def test_meeting_that_is_called_off_takes_nothing_and_names_nobody(client):
    meeting = MeetingFactory(cancelled=True)
    RegistrationFactory(meeting=meeting, name="Mevrouw Zilver")

    body = json.dumps({"rows": [person()]})
    answer = client.post(path(meeting), body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (
        409,
        {"words": "Deze bijeenkomst gaat niet door. Er is niets geteld."},
    )
    state = client.get(path(meeting, "stand/")).json()
    assert (state["over"], state["shown"]) == ("Deze bijeenkomst gaat niet door.", {})


def test_meeting_that_was_held_takes_what_comes_late_and_names_nobody(client):
    meeting = MeetingFactory(held=True)
    registration = RegistrationFactory(meeting=meeting, name="Mevrouw Zilver")

    body = json.dumps({"rows": [household(registration, 2)]})
    answer = client.post(path(meeting), body, content_type="application/json")

    assert [one["outcome"] for one in answer.json()["answers"]] == ["taken"]
    assert (answer.json()["over"], answer.json()["shown"]) == ("Deze bijeenkomst is gehouden.", {})
    assert b"Zilver" not in answer.content
    assert counted(meeting) == came(households=1, by_name=2)


def test_two_days_after_the_end_no_device_learns_a_name(client):
    now = timezone.now()
    last = {
        "starts_at": now - timedelta(days=3),
        "ends_at": now - timedelta(hours=47),
    }
    gone = {
        "starts_at": now - timedelta(days=3),
        "ends_at": now - timedelta(hours=49),
    }

    said = []
    for moments in (last, gone):
        meeting = MeetingFactory(open_to_residents=True, **moments)
        RegistrationFactory(meeting=meeting)
        state = client.get(path(meeting, "stand/")).json()
        said.append((state["over"], len(state["shown"].get("households", []))))

    assert said == [("", 1), ("Deze bijeenkomst is meer dan twee dagen voorbij.", 0)]


def test_device_learns_name_people_and_list_and_nothing_else(client, meeting):
    registration = RegistrationFactory(
        meeting=meeting, name="Zilver", people=2, email="zilver@example.org", phone="0612345678"
    )
    Needs.objects.create(registration=registration, interpreter="Berbers", wheelchair=True)

    answer = client.get(path(meeting, "stand/"))

    assert answer.json()["shown"]["households"] == [
        {
            "pk": str(registration.pk),
            "name": "Zilver",
            "people": 2,
            "waiting": False,
            "inside": None,
        }
    ]
    assert b"0612345678" not in answer.content
    assert b"example.org" not in answer.content
    assert b"Berbers" not in answer.content
    assert answer["Cache-Control"] == "private, no-store"


def test_page_that_a_tablet_keeps_holds_no_resident_and_nobody_who_is_signed_in(
    client, doorkeeper, meeting
):
    RegistrationFactory(meeting=meeting, name="Mevrouw Zilver")

    page = client.get(path(meeting, "")).content.decode()

    assert meeting.title in page
    assert "Zilver" not in page
    assert doorkeeper.name not in page
    assert doorkeeper.email not in page
    assert "csrf" not in page


def test_worker_lies_below_its_page_and_has_no_say_elsewhere(client, meeting):
    page, worker = client.get(path(meeting, "")), client.get(path(meeting, "werker.js"))

    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in worker
    assert f'const PAGE = "{path(meeting, "")}";' in worker.content.decode()
    assert "worker-src 'self'" in page["Content-Security-Policy"]
    assert "script-src 'self'" in page["Content-Security-Policy"]


def test_page_can_be_put_on_the_home_screen_and_ends_where_its_addresses_end(client, meeting):
    app = client.get(path(meeting, "app.webmanifest")).json()

    assert (app["start_url"], app["scope"]) == (path(meeting, ""), path(meeting, ""))
    assert app["name"] == f"Deurlijst · {meeting.title}"


@pytest.mark.parametrize("part", ["", "stand/", "werker.js", "app.webmanifest"])
def test_page_of_a_meeting_that_is_not_there_is_not_found(client, part):
    assert client.get(f"/bijeenkomsten/999/dag/deur/{part}").status_code == 404


def test_batch_without_the_token_is_refused(doorkeeper, meeting):
    client = Client(enforce_csrf_checks=True)
    client.force_login(doorkeeper)
    body = json.dumps({"rows": [person()]})

    assert client.post(path(meeting), body, content_type="application/json").status_code == 403
    token = client.get(path(meeting, "stand/")).json()["token"]
    answer = client.post(
        path(meeting), body, content_type="application/json", headers={"X-CSRFToken": token}
    )

    assert answer.status_code == 200
    assert counted(meeting) == came(loose=1)


def test_batch_after_signing_out_is_sent_to_the_door_and_not_counted(meeting):
    body = json.dumps({"rows": [person()]})

    answer = Client().post(path(meeting), body, content_type="application/json")

    assert (answer.status_code, counted(meeting)) == (302, came())


def test_who_may_not_keep_the_door_can_send_nothing(meeting):
    client = client_of(Role.READER, Role.SURVEY_LEAD)

    answer = client.post(path(meeting), '{"rows": []}', content_type="application/json")

    assert answer.status_code == 403


def test_entrance_counts_for_people_without_a_name_only(client, meeting):
    entrance = meeting.complexes.get().entrances.create(name="Portiek 1")
    elsewhere = MeetingFactory().complexes.get().entrances.create(name="Elders")
    registration = RegistrationFactory(meeting=meeting)

    send(
        client,
        meeting,
        person(entrance=entrance.pk),
        person(entrance=elsewhere.pk),
        person(entrance=10**30),
        {**household(registration), "entrance": entrance.pk},
    )

    kept = CheckIn.objects.filter(entrance__isnull=False).values_list("entrance", "registration")
    assert list(kept) == [(entrance.pk, None)]
    assert counted(meeting) == came(households=1, by_name=2, loose=3)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({}, {}),
        ({1: 9}, {}),
        ({1: 10}, {1: 10}),
        ({1: 10, 2: 30}, {1: 10, 2: 30}),
        ({1: 9, 2: 30}, {}),  # the total less thirty would tell nine
        ({1: 9, 2: 30, 3: 12}, {2: 30}),
        ({1: 9, 2: 9, 3: 30}, {3: 30}),  # eighteen together tell neither
        ({1: 0, 2: 30}, {}),
        ({1: 1, 2: 1, 3: 10, 4: 10, 5: 11}, {4: 10, 5: 11}),
    ],
)
def test_count_per_entrance_is_told_only_where_nothing_small_follows_from_it(counts, shown):
    assert tellable(counts, 10) == shown


def test_paper_count_adds_to_who_came_and_can_be_taken_back(meeting, doorkeeper):
    take_arrivals(meeting, [Arrival(uuid.uuid4(), 2)], by=doorkeeper)

    count_paper(meeting, 23)
    assert counted(meeting) == came(loose=2, on_paper=23)
    count_paper(meeting, None)

    assert counted(meeting) == came(loose=2)


def test_service_refuses_a_meeting_that_was_called_off_since(meeting, doorkeeper):
    later = Meeting.objects.get(pk=meeting.pk)
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancelled_at=timezone.now())

    with pytest.raises(Off, match="gaat niet door"):
        take_arrivals(later, [Undo(uuid.uuid4())], by=doorkeeper)


@pytest.mark.django_db(transaction=True)
def test_twenty_tablets_ticking_one_household_at_once_let_it_in_once(real_db):
    meeting, keeper = MeetingFactory(open_to_residents=True), UserFactory()
    registration = RegistrationFactory(meeting=meeting)

    def tick(_number):
        return take_arrivals(
            meeting, [Arrival(uuid.uuid4(), 2, registration=registration.pk)], by=keeper
        )[0].outcome

    outcomes = at_once(20, tick)
    connections.close_all()

    assert Counter(outcomes) == {Outcome.TAKEN: 1, Outcome.SAME: 19}
    assert counted(meeting) == came(households=1, by_name=2)


@pytest.mark.django_db(transaction=True)
def test_one_batch_sent_twenty_times_at_once_counts_once(real_db):
    meeting, keeper = MeetingFactory(open_to_residents=True), UserFactory()
    registration = RegistrationFactory(meeting=meeting)
    first = Arrival(uuid.uuid4(), 3)
    batch = [
        first,
        Arrival(uuid.uuid4(), 2, registration=registration.pk),
        Arrival(uuid.uuid4(), 1),
        Undo(first.key),
    ]

    outcomes = at_once(
        20, lambda _number: [one.outcome for one in take_arrivals(meeting, batch, by=keeper)]
    )
    connections.close_all()

    assert outcomes == [[Outcome.TAKEN] * 4] * 20
    assert counted(meeting) == came(households=1, by_name=2, loose=1)
