"""The board in the tent: what a tablet sends about topics, ticks and notes, and the residents' top three."""

import json
import uuid
from collections import Counter

import pytest
from django.db import connection, connections

from accounts.roles import Role
from meetings.models import TallyNote, TallyTick, Topic
from meetings.services.batches import Outcome
from meetings.services.board import (
    Named,
    NewTopic,
    TopicIsThere,
    TopicIsUsed,
    choose_top,
    remove_topic,
    rename_topic,
    take_tally,
)
from meetings.services.door import Undo
from meetings.summaries.tablets import board_state
from tests.attack.test_parallel_sends import at_once
from tests.factories.meetings import MeetingFactory, PromiseFactory, TopicFactory
from tests.meetings.scenes import client_of
from tests.meetings.test_door import SAME, TAKEN, undo

pytestmark = [
    pytest.mark.django_db,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]


@pytest.fixture
def meeting():
    return MeetingFactory(kind="tent", announced=True)


@pytest.fixture
def client():
    return client_of(Role.FIELD_STAFF)


def send(client, meeting, *rows):
    answer = client.post(
        f"/bijeenkomsten/{meeting.pk}/dag/bord/verstuur/",
        json.dumps({"rows": rows}),
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    return [(one["outcome"], one["words"]) for one in answer.json()["answers"]]


def topic(label, key=None):
    return {"kind": "topic", "key": str(key or uuid.uuid4()), "label": label}


def named(key):
    return {"kind": "named", "key": str(uuid.uuid4()), "topic": str(key)}


def note(key, text):
    return {"kind": "note", "key": str(uuid.uuid4()), "topic": str(key), "text": text}


def board(meeting):
    return {one["label"]: one["count"] for one in board_state(meeting)["topics"]}


def test_batch_sent_three_times_counts_once(client, meeting):
    light = topic("Licht in de hal")
    first = named(light["key"])
    rows = [light, first, named(light["key"]), undo(first), note(light["key"], "Al lang stuk")]

    for _again in range(3):
        assert send(client, meeting, *rows) == [TAKEN] * 5

    assert board(meeting) == {"Licht in de hal": 1}
    assert TallyNote.objects.get().text == "Al lang stuk"


@pytest.mark.parametrize("again", ["licht in de hal", "LICHT IN DE HAL", "  Licht  in de\thal "])
def test_same_topic_from_a_second_tablet_is_the_one_on_the_board(client, meeting, again):
    light = topic("Licht in de hal")
    other = topic(again)

    assert send(client, meeting, light, named(light["key"])) == [TAKEN, TAKEN]
    assert send(client, meeting, other, named(other["key"])) == [SAME, TAKEN]

    assert board(meeting) == {"Licht in de hal": 2}


def test_letters_with_accents_do_not_make_a_second_topic(client, meeting):
    assert send(client, meeting, topic("Één ingang"), topic("één ingang")) == [TAKEN, SAME]


def test_tick_for_a_topic_of_another_meeting_or_of_none_is_refused(client, meeting):
    elsewhere = TopicFactory()

    words = "Dit onderwerp staat niet op het bord van deze bijeenkomst."
    rows = [named(elsewhere.key), named(uuid.uuid4()), note(elsewhere.key, "Ook hier")]
    assert send(client, meeting, *rows) == [("refused", words)] * 3

    assert not TallyTick.objects.exists()
    assert not TallyNote.objects.exists()


def test_keys_of_another_meeting_can_be_neither_used_nor_undone(client, meeting):
    other = MeetingFactory()
    light = topic("Licht")
    tick, said = named(light["key"]), note(light["key"], "Stuk")
    send(client, other, light, tick, said)

    refused = ("refused", "Dit hoort bij een andere bijeenkomst.")
    emptied = {**said, "text": ""}
    assert send(client, meeting, light, tick, undo(tick), emptied) == [refused] * 4

    assert (board(other), board(meeting)) == ({"Licht": 1}, {})
    assert TallyNote.objects.get().text == "Stuk"


def test_note_that_was_taken_off_stays_off_when_it_is_sent_again(client, meeting):
    light = TopicFactory(meeting=meeting)
    said = note(light.key, "Mevrouw Zilver viel")
    send(client, meeting, said, {**said, "text": ""})

    send(client, meeting, said)

    assert not TallyNote.objects.filter(text__contains="Zilver").exists()
    assert board_state(meeting)["topics"][0]["notes"] == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (topic(""), "Dit veld is verplicht."),
        (topic("   "), "Dit veld is verplicht."),
        (
            topic("x" * 81),
            "Zorg dat deze waarde niet meer dan 80 tekens bevat (het zijn er nu 81).",
        ),
        (topic("Licht \ud800"), "In deze tekst staat een teken dat niet bestaat."),
        (topic("Licht\x00"), "Null-tekens zijn niet toegestaan."),
        ({**topic("x"), "label": None}, "Dit veld is verplicht."),
        (
            note(uuid.uuid4(), "x" * 501),
            "Zorg dat deze waarde niet meer dan 500 tekens bevat (het zijn er nu 501).",
        ),
        ({"kind": "household", "key": str(uuid.uuid4())}, "Dit soort regel kennen wij hier niet."),
    ],
)
def test_row_that_cannot_stand_on_the_board_is_refused_in_words(client, meeting, row, words):
    assert send(client, meeting, topic("Fietsen"), row) == [TAKEN, ("refused", words)]
    assert board(meeting) == {"Fietsen": 0}


def test_note_of_five_hundred_signs_is_kept(client, meeting):
    light = TopicFactory(meeting=meeting)

    assert send(client, meeting, note(light.key, "é" * 500)) == [TAKEN]


def test_top_three_stands_in_order_and_can_be_chosen_again(meeting):
    light, bikes, doors, noise = (TopicFactory(meeting=meeting) for _topic in range(4))

    choose_top(meeting, [light, bikes, doors])
    choose_top(meeting, [doors, light])

    ranks = list(meeting.topics.in_the_top().values_list("pk", "rank"))
    assert ranks == [(doors.pk, 1), (light.pk, 2)]
    assert noise.rank is None


def test_topic_of_another_meeting_gets_no_place(meeting):
    elsewhere = TopicFactory()

    choose_top(meeting, [elsewhere])

    elsewhere.refresh_from_db()
    assert elsewhere.rank is None


@pytest.mark.django_db(transaction=True)
def test_one_topic_put_on_the_board_by_twenty_tablets_at_once_is_one(real_db):
    meeting = MeetingFactory()

    def put(number):
        key = uuid.uuid4()
        rows = [NewTopic(key, "Licht" if number % 2 else "LICHT"), Named(uuid.uuid4(), key)]
        return [answer.outcome for answer in take_tally(meeting, rows)]

    outcomes = at_once(20, put)
    connections.close_all()

    assert Counter(first for first, _tick in outcomes) == {Outcome.TAKEN: 1, Outcome.SAME: 19}
    assert list(board(meeting).values()) == [20]
    assert Topic.objects.count() == 1


# Correcting the board ---------------------------------------------------------------------------


def test_topic_gets_other_words_and_keeps_its_ticks(meeting):
    light = TopicFactory(meeting=meeting, label="Licht bij mevrouw Zilver")
    take_tally(meeting, [Named(uuid.uuid4(), light.key)])

    rename_topic(light, "Licht in de hal")

    assert board(meeting) == {"Licht in de hal": 1}


def test_topic_put_on_the_board_before_it_got_other_words_stays_that_one(client, meeting):
    light = topic("Licht bij mevrouw Zilver")
    send(client, meeting, light)
    rename_topic(Topic.objects.get(), "Licht in de hal")

    assert send(client, meeting, light, named(light["key"])) == [TAKEN, TAKEN]
    assert board(meeting) == {"Licht in de hal": 1}


def test_words_of_another_topic_are_refused_whatever_the_capitals(meeting):
    light, bikes = TopicFactory(meeting=meeting, label="Één lamp"), TopicFactory(meeting=meeting)
    rename_topic(light, "één LAMP")

    with pytest.raises(TopicIsThere, match="staat al op het bord"):
        rename_topic(bikes, "ÉÉN lamp")


def test_topic_that_nobody_named_can_go_and_another_cannot(meeting):
    unnamed, light, promised = (TopicFactory(meeting=meeting) for _topic in range(3))
    once, twice = uuid.uuid4(), uuid.uuid4()
    take_tally(meeting, [Named(once, unnamed.key), Undo(once), Named(twice, light.key)])
    PromiseFactory(topic=promised, source="topic")

    remove_topic(unnamed)
    for used in (light, promised):
        with pytest.raises(TopicIsUsed, match="Het blijft op het bord"):
            remove_topic(used)

    assert set(meeting.topics.all()) == {light, promised}
