"""Three questions after a meeting: anonymous, once, and shown only when nobody can be told from it."""

import io
import uuid
from datetime import timedelta

import pikepdf
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from complexes.models import Corporation
from meetings.models import Evaluation, Meeting
from meetings.residents.evaluation import OPINIONS
from meetings.services.evaluating import NotOpen, give_opinion
from meetings.summaries.opinions import opinions_of
from tests.factories import CorporationFactory
from tests.factories.meetings import MeetingFactory, evening_in
from tests.html import text_of
from tests.meetings.scenes import client_of

pytestmark = pytest.mark.django_db
GOOD = {"heard": "5", "clear": "4", "again": "3"}


@pytest.fixture(autouse=True)
def corporation():
    caches["throttle"].clear()
    return CorporationFactory()


@pytest.fixture
def meeting():
    return MeetingFactory(held=True, starts_at=timezone.now(), title="Buurttent")


def address(meeting: Meeting) -> str:
    return f"/bijeenkomst/{meeting.token}/mening/"


def key_in(answer) -> str:
    return answer.content.decode().split('name="key" value="')[1].split('"')[0]


def on_day(days: int) -> Meeting:
    return MeetingFactory(announced=True, starts_at=evening_in(days))


def answers(meeting, n, **values):
    """`n` forms, kept on the day of the meeting."""
    for number in range(n):
        chosen = {
            name: given[number % len(given)] if isinstance(given, list) else given
            for name, given in ({"heard": 5, "clear": 5, "again": 5} | values).items()
        }
        Evaluation.objects.create(meeting=meeting, **chosen)


def told(opinion):
    return [(part.words, part.percent) for part in opinion.parts]


def closed(meeting):
    return opinions_of(meeting, meeting.day + timedelta(days=15))


def test_what_a_resident_answers_is_kept_without_a_time_a_name_or_a_session(meeting):
    client = Client()
    key = key_in(client.get(address(meeting)))

    answer = client.post(address(meeting), GOOD | {"key": key})

    assert answer.url == f"{address(meeting)}?nu=verstuurd"
    assert "Dank u wel" in text_of(client.get(answer.url))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM meetings_evaluation")
        columns = {column[0] for column in cursor.description}
    assert columns == {"key", "meeting_id", "heard", "clear", "again"}
    assert list(Evaluation.objects.values_list("heard", "clear", "again")) == [(5, 4, 3)]
    assert set(client.cookies) == {"buurtpeil-csrf"}


def test_form_that_is_sent_twice_counts_once(meeting):
    key = key_in(Client().get(address(meeting)))

    for _ in range(2):
        answer = Client().post(address(meeting), GOOD | {"key": key})
        assert answer.status_code == 302

    assert Evaluation.objects.count() == 1
    assert not give_opinion(meeting, {"heard": 1}, key=uuid.UUID(key), today=meeting.day)


def test_every_page_has_its_own_key(meeting):
    assert key_in(Client().get(address(meeting))) != key_in(Client().get(address(meeting)))


@pytest.mark.parametrize("sent", [{}, {"heard": ""}, {"heard": "", "clear": "", "again": ""}])
def test_form_without_an_answer_is_not_kept(meeting, sent):
    answer = Client().post(address(meeting), sent | {"key": str(uuid.uuid4())})

    assert "Kies bij ten minste één vraag een antwoord." in text_of(answer)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("wrong", ["0", "6", "-1", "vijf", "5.0", "5" * 400])
def test_answer_off_the_scale_is_not_kept_and_what_was_right_stays(meeting, wrong):
    answer = Client().post(
        address(meeting), {"heard": wrong, "clear": "4", "key": str(uuid.uuid4())}
    )

    assert "Kies bij elke vraag een van de vijf antwoorden" in text_of(answer)
    assert 'name="clear" value="4" checked' in answer.content.decode()
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("key", ["", "geen sleutel", "0" * 500])
def test_form_without_a_right_key_gets_a_new_one_and_keeps_nothing(meeting, key):
    answer = Client().post(address(meeting), GOOD | {"key": key})

    assert uuid.UUID(key_in(answer))
    assert not Evaluation.objects.exists()


def test_one_question_is_enough(meeting):
    Client().post(address(meeting), {"again": "1", "key": str(uuid.uuid4())})

    assert list(Evaluation.objects.values_list("heard", "clear", "again")) == [(None, None, 1)]


@pytest.mark.parametrize(("days", "is_open"), [(1, False), (0, True), (-14, True), (-15, False)])
def test_questions_are_open_from_the_day_itself_for_two_weeks(days, is_open):
    meeting = on_day(days)

    page = Client().get(address(meeting))
    sent = Client().post(address(meeting), GOOD | {"key": str(uuid.uuid4())})

    assert ('name="key"' in page.content.decode()) == is_open
    assert (sent.status_code == 302) == is_open
    assert Evaluation.objects.exists() == is_open


@pytest.mark.parametrize("days", [0, 1])
def test_meeting_that_is_not_announced_asks_nothing(days):
    meeting = MeetingFactory(starts_at=evening_in(days))

    assert Client().get(address(meeting)).status_code == 404


def test_cancelled_meeting_asks_nothing():
    meeting = MeetingFactory(cancelled=True, announced_at=timezone.now(), starts_at=timezone.now())

    assert "Deze bijeenkomst gaat niet door." in text_of(Client().get(address(meeting)))
    with pytest.raises(NotOpen):
        give_opinion(meeting, {"heard": 5}, key=uuid.uuid4(), today=meeting.day)


def test_unknown_meeting_is_not_found():
    assert Client().get("/bijeenkomst/bestaatniet/mening/").status_code == 404


def test_tablet_returns_to_an_empty_form(meeting):
    client = Client()
    page = client.get(f"{address(meeting)}?tablet=1")
    assert "meetings/kiosk.js" in page.content.decode()

    answer = client.post(address(meeting), GOOD | {"key": key_in(page), "tablet": "1"})
    thanks = client.get(answer.url)

    assert f'href="{address(meeting)}?tablet=1" data-terug' in thanks.content.decode()
    assert "checked" not in client.get(f"{address(meeting)}?tablet=1").content.decode()
    assert "no-store" in page["Cache-Control"]


def test_too_many_forms_from_one_address_wait_and_keep_what_was_chosen(meeting):
    client = Client()
    for _ in range(OPINIONS.per_address):
        client.post(address(meeting), GOOD | {"key": str(uuid.uuid4())})

    answer = client.post(address(meeting), GOOD | {"key": str(uuid.uuid4())})

    assert answer.status_code == 429
    assert 'name="heard" value="5" checked' in answer.content.decode()
    assert Evaluation.objects.count() == OPINIONS.per_address


def test_page_speaks_english(meeting):
    told = text_of(Client().get(f"/en{address(meeting)}"))

    assert "I was listened to." in told
    assert "Yes, certainly" in told


def test_nothing_but_the_number_is_told_while_the_form_is_open(meeting):
    answers(meeting, 30)

    last_day = opinions_of(meeting, meeting.day + timedelta(days=14))

    assert (last_day.n, last_day.opinions) == (30, ())
    assert len(closed(meeting).opinions) == 3


@pytest.mark.parametrize(("n", "shown"), [(0, 0), (9, 0), (10, 3)])
def test_outcome_needs_ten_forms(meeting, n, shown):
    answers(meeting, n, heard=[5, 3, 1], clear=[5, 3, 1], again=[5, 3, 1])

    found = closed(meeting)

    assert (found.n, len(found.opinions)) == (n, shown)


def test_question_that_fewer_than_ten_answered_is_not_told(meeting):
    answers(meeting, 9, heard=[5, 3, 1])
    answers(meeting, 3, heard=None)

    heard, clear, again = closed(meeting).opinions

    assert [len(one.parts) for one in (heard, clear, again)] == [0, 3, 3]


def test_below_fifty_the_answers_are_told_in_three_classes(meeting):
    answers(meeting, 40, heard=[5, 4, 3, 1])

    [heard, *_] = closed(meeting).opinions

    assert [(part.label, part.words) for part in heard.parts] == [
        ("Ja, zeker of ja", "50%"),
        ("Een beetje", "25%"),
        ("Niet echt of helemaal niet", "25%"),
    ]


def test_from_fifty_every_point_is_told(meeting):
    answers(meeting, 50, heard=[5, 4, 3, 2, 1])

    [heard, *_] = closed(meeting).opinions

    assert [part.words for part in heard.parts] == ["20%"] * 5


def test_extreme_share_of_few_people_is_not_told(meeting):
    answers(meeting, 12)  # all the same: a band of everybody, two of nobody

    hidden = [("meer dan 90%", None), ("minder dan 10%", None), ("minder dan 10%", None)]
    assert [told(one) for one in closed(meeting).opinions] == [hidden] * 3


def test_strict_rules_round_the_outcome(meeting):
    Corporation.objects.update(disclosure="strict")
    answers(meeting, 33, heard=[5, 3, 1, 1])

    [heard, *_] = closed(meeting).opinions

    assert told(heard) == [("30%", 30), ("20%", 20), ("50%", 50)]  # of 27, 24 and 48 percent


def test_paper_forms_are_typed_one_by_one_and_counted_once(meeting):
    client = client_of(Role.FIELD_STAFF)
    entry = f"/bijeenkomsten/{meeting.pk}/bewoners-terug/mening/"
    key = key_in(client.get(entry))

    for _ in range(2):
        assert client.post(entry, GOOD | {"key": key}).url == entry
    assert Evaluation.objects.count() == 1
    assert "checked" not in client.get(entry).content.decode()
    empty = client.post(entry, {"key": str(uuid.uuid4())})
    assert "Kies bij ten minste één vraag een antwoord." in text_of(empty)


def test_paper_form_after_the_outcome_is_refused():
    meeting = MeetingFactory(held=True, starts_at=evening_in(-15))
    client = client_of(Role.FIELD_STAFF)
    entry = f"/bijeenkomsten/{meeting.pk}/bewoners-terug/mening/"

    assert "Daarna staat de uitslag vast." in text_of(client.get(entry))
    client.post(entry, GOOD | {"key": str(uuid.uuid4())})
    assert not Evaluation.objects.exists()


def test_paper_form_is_one_tagged_page_with_dutch_and_english(meeting):
    client = client_of(Role.READER)

    answer = client.get(f"/bijeenkomsten/{meeting.pk}/bewoners-terug/formulier.pdf")

    document = pikepdf.open(io.BytesIO(answer.content))
    assert len(document.pages) == 1
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
