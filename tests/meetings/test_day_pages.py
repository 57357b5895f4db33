"""Pages of the day: totals, the plain lists without JavaScript, paper, the top three."""

import io
import uuid

import pikepdf
import pytest
from pypdf import PdfReader

from accounts.roles import Role
from complexes.models import Corporation
from meetings.models import Needs, TallyNote, TallyTick, Topic
from meetings.summaries.door import Attendance, attendance
from proof.models import AuditEntry, Verb
from tests.factories import ComplexFactory, CorporationFactory
from tests.factories.meetings import MeetingFactory, RegistrationFactory, TopicFactory, amsterdam
from tests.html import column, errors, text_of
from tests.meetings.scenes import client_of, household, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    CorporationFactory()
    return MeetingFactory(open_to_residents=True)


@pytest.fixture
def client():
    return client_of(Role.ORGANISER)


def day(meeting, part=""):
    return f"/bijeenkomsten/{meeting.pk}/dag/{part}"


def ticked_topics(number, meeting):
    topics = TopicFactory.bulk(number, meeting=meeting)
    TallyTick.objects.bulk_create(TallyTick(topic=topic) for topic in topics)
    return topics


def tick(topic):
    return {"kind": "named", "key": str(uuid.uuid4()), "topic": str(topic.key)}


# The day ----------------------------------------------------------------------------------------


def test_day_tells_totals_to_who_may_see_meetings_and_names_to_nobody(client, meeting):
    zilver = RegistrationFactory(meeting=meeting, name="Mevrouw Aydin", people=3)
    RegistrationFactory(meeting=meeting, people=2, waiting=True)
    client.post(day(meeting, "namen/"), household(zilver, 3))
    client.post(day(meeting, "namen/"), person(4))
    reader = client_of(Role.READER)

    said = text_of(reader.get(day(meeting)))

    assert "7 mensen" in said
    assert "3, uit 1 huishouden (aangemeld: 3) Op de wachtlijst 2 Zonder aanmelding 4" in said
    assert "Aydin" not in said
    assert "Deurlijst op de tablet" not in said
    assert "Deurlijst op de tablet" in text_of(client.get(day(meeting)))


@pytest.mark.parametrize(
    ("preset", "shown"), [("standard", "Portiek 1 12"), ("strict", "Portiek 1 10")]
)
def test_day_tells_an_entrance_from_ten_people_on_and_as_coarse_as_results(
    client, meeting, preset, shown
):
    Corporation.objects.update(disclosure=preset)
    place = meeting.complexes.get()
    first, second, third = (place.entrances.create(name=f"Portiek {n}") for n in (1, 2, 3))
    for entrance, people in ((first, 8), (first, 4), (second, 6), (third, 5)):
        client.post(day(meeting, "namen/"), person(people, entrance=entrance.pk))

    said = text_of(client.get(day(meeting)))

    assert shown in said
    assert "Portiek 2 te weinig om te tonen" in said
    assert "Portiek 3 te weinig om te tonen" in said


def test_entrances_of_two_complexes_are_told_apart_everywhere_and_stand_as_people_count(client):
    CorporationFactory()
    places = [ComplexFactory(name=name) for name in ("Zilverhof", "Korenbloemhof")]
    meeting = MeetingFactory(open_to_residents=True, complexes=places)
    for place in places:
        for name in ("Portiek 10", "Portiek 1", "Portiek 2"):
            place.entrances.create(name=name)
    words = [
        f"{place}, Portiek {n}" for place in ("Korenbloemhof", "Zilverhof") for n in (1, 2, 10)
    ]

    shown = client.get(day(meeting, "deur/stand/")).json()["shown"]["entrances"]
    arrivals = client.get(day(meeting, "namen/"))
    for place, people in ((1, 8), (1, 8), (4, 7), (4, 7)):
        client.post(day(meeting, "namen/"), person(people, entrance=shown[place]["pk"]))
    rows = client.get(day(meeting))

    assert [one["name"] for one in shown] == words
    assert column(arrivals, r'<option value="\d+">(.*?)</option>') == words
    assert column(rows, "<dt>([^<]* Portiek [^<]*)</dt>") == words
    assert "Korenbloemhof, Portiek 2 16" in text_of(rows)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_day_costs_the_same_whatever_was_counted(
    client, meeting, number, django_assert_num_queries
):
    RegistrationFactory.bulk(number, meeting=meeting)
    ticked_topics(number, meeting)
    client.get(day(meeting))

    # session, user, meeting, corporation, who came (2), who comes (2), per entrance (2), topics (2)
    with django_assert_num_queries(13):
        client.get(day(meeting))


# The plain door list ----------------------------------------------------------------------------


def test_form_that_is_sent_again_by_reloading_counts_once(client, meeting):
    zilver = RegistrationFactory(meeting=meeting)
    for form in (household(zilver, 3), person(2)):
        client.post(day(meeting, "namen/"), form)
        client.post(day(meeting, "namen/"), form)

    assert attendance(meeting) == Attendance(households=1, by_name=3, loose=2, on_paper=0)


def test_household_and_person_can_be_taken_back_from_the_list(client, meeting):
    zilver = RegistrationFactory(meeting=meeting)
    tick, one = household(zilver, 3), person(2)
    client.post(day(meeting, "namen/"), tick)
    answer = client.post(day(meeting, "namen/"), one)
    assert "Erbij geteld. Ongedaan maken" in text_of(answer)

    for form in (tick, one):
        client.post(day(meeting, "namen/"), {"kind": "undo", "key": form["key"]})

    assert attendance(meeting) == Attendance(households=0, by_name=0, loose=0, on_paper=0)


def test_person_counted_too_many_can_be_taken_off_later_by_somebody_else(client, meeting):
    for people in (4, 1):
        client.post(day(meeting, "namen/"), person(people))

    page = client.get(day(meeting, "namen/"))
    assert "Te veel geteld? Haal er 1 af" in text_of(page)
    client.post(day(meeting, "namen/"), {"kind": "undo", "key": page.context["loose"].key})

    assert attendance(meeting).loose == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": "9"}, "Vul een aantal mensen in van 1 tot en met 8."),
        ({"people": "veel"}, "Vul een aantal mensen in van 1 tot en met 8."),
        ({"key": "x"}, "Deze regel heeft geen sleutel."),
        ({"kind": "x"}, "Dit soort regel kennen wij hier niet."),
        (
            {"registration": str(uuid.uuid4())},
            "Dit huishouden staat niet meer op de lijst. Tel de mensen zonder naam.",
        ),
    ],
)
def test_wrong_form_is_answered_in_words_and_counts_nothing(client, meeting, change, words):
    answer = client.post(
        day(meeting, "namen/"), household(RegistrationFactory(meeting=meeting)) | change
    )

    assert words in text_of(answer)
    assert attendance(meeting) == Attendance(households=0, by_name=0, loose=0, on_paper=0)


def test_list_is_searched_without_a_name_in_the_address(client, meeting):
    for name in ("Aydin", "Bakker"):
        RegistrationFactory(meeting=meeting, name=name)

    answer = client.post(day(meeting, "namen/"), {"zoek": "bak"})

    assert column(answer) == ["Bakker"]
    assert 'role="search" autocomplete="off"' in answer.content.decode()
    assert "?zoek" not in answer.content.decode()


def test_list_shows_neither_needs_nor_telephone_nor_who_withdrew(client, meeting):
    zilver = RegistrationFactory(meeting=meeting, name="Zilver", phone="0612345678")
    Needs.objects.create(registration=zilver, interpreter="Berbers")
    gone = RegistrationFactory(
        meeting=meeting, name="Wegener", state="withdrawn", withdrawn_at=meeting.starts_at
    )
    RegistrationFactory(name="Van elders")

    said = text_of(client.get(day(meeting, "namen/")))

    assert "Zilver" in said
    assert not any(one in said for one in ("0612345678", "Berbers", gone.name, "Van elders"))


@pytest.mark.parametrize("number", [1, 3, 300])
def test_door_list_costs_the_same_for_one_and_many(
    client, meeting, number, django_assert_num_queries
):
    RegistrationFactory.bulk(number, meeting=meeting)
    client.get(day(meeting, "namen/"))

    # session, user, meeting, corporation, count, page, inside, came (3), entrances; the log's line
    with django_assert_num_queries(12):
        answer = client.get(day(meeting, "namen/"))

    assert len(column(answer)) == min(number, 25)


@pytest.mark.parametrize("number", [1, 3, 300])
def test_what_a_tablet_fetches_costs_the_same_for_one_and_many(
    client, meeting, number, django_assert_num_queries
):
    RegistrationFactory.bulk(number, meeting=meeting)
    ticked_topics(number, meeting)
    client.get(day(meeting, "deur/stand/"))

    with django_assert_num_queries(
        8
    ):  # session, user, meeting, inside, signed up, named, loose, entrances
        households = client.get(day(meeting, "deur/stand/")).json()["shown"]["households"]
    with django_assert_num_queries(6):  # session, user, meeting, topics, ticks, notes
        topics = client.get(day(meeting, "bord/stand/")).json()["shown"]["topics"]

    assert (len(households), len(topics)) == (number, number)


def test_meeting_called_off_is_said_on_the_plain_pages_and_nothing_is_counted(client):
    CorporationFactory()
    meeting = MeetingFactory(cancelled=True)

    door = client.post(day(meeting, "namen/"), person())
    board = client.post(
        day(meeting, "onderwerpen/"),
        {"kind": "topic", "key": str(uuid.uuid4()), "label": "Licht"},
        follow=True,
    )

    words = "Deze bijeenkomst gaat niet door. Er is niets geteld."
    assert words in text_of(door)
    assert words in text_of(board)
    assert not Topic.objects.exists()


# On paper ---------------------------------------------------------------------------------------


@pytest.fixture
def printed():
    """On a day whose words are the longest: how many pages there are is no matter of today's date."""
    CorporationFactory()
    return MeetingFactory(open_to_residents=True, starts_at=amsterdam(2031, 9, 24))


def paper(client, meeting):
    answer = client.get(day(meeting, "namen/deurlijst.pdf"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def test_paper_holds_names_people_and_boxes_and_nothing_more(client, printed):
    zilver = RegistrationFactory(
        meeting=printed, name="Şule Zilver", people=3, phone="0612345678", email="z@example.org"
    )
    Needs.objects.create(registration=zilver, interpreter="Berbers", wheelchair=True)
    RegistrationFactory(meeting=printed, name="Later", waiting=True)

    pages = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(paper(client, printed))).pages
    )

    assert "Şule Zilver" in pages
    assert pages.index("Şule Zilver") < pages.index("Op de wachtlijst") < pages.index("Later")
    assert not any(one in pages for one in ("0612345678", "example.org", "Berbers", "rolstoel"))


def test_paper_is_tagged_with_title_and_language(client, printed):
    RegistrationFactory.create_batch(60, meeting=printed)

    pdf = pikepdf.open(io.BytesIO(paper(client, printed)))

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "nl"
    assert str(pdf.docinfo.Title) == f"Deurlijst van {printed.title}"
    assert len(pdf.pages) == 3


def test_paper_of_a_meeting_without_registrations_has_boxes_all_the_same(client, printed):
    pages = PdfReader(io.BytesIO(paper(client, printed))).pages

    assert "Niemand heeft zich aangemeld." in pages[0].extract_text()


def test_paper_and_looking_at_names_leave_a_line_without_names(client, meeting):
    RegistrationFactory(meeting=meeting, name="Zilver")
    client.get(day(meeting, "namen/"))
    client.get(day(meeting, "deur/"))
    client.get(day(meeting, "deur/"), headers={"Sec-Fetch-Dest": "empty"})  # the worker keeps it
    paper(client, meeting)

    lines = list(AuditEntry.objects.order_by("pk").values_list("verb", "words"))

    assert lines == [
        (Verb.LOOKED_AT, f"deurlijst van {meeting}"),
        (Verb.LOOKED_AT, f"deurlijst van {meeting}"),
        (Verb.EXPORTED, f"papieren deurlijst van {meeting}"),
    ]
    assert "Zilver" not in repr(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(("typed", "on_paper"), [("0", 0), ("23", 23), ("5000", 5000), ("", 0)])
def test_count_of_the_paper_list_is_written_down_afterwards(client, meeting, typed, on_paper):
    answer = client.post(day(meeting, "papier/"), {"people": typed}, follow=True)

    meeting.refresh_from_db()
    assert "De telling van papier is bewaard." in text_of(answer)
    assert attendance(meeting).on_paper == on_paper
    assert (meeting.counted_on_paper is None) == (typed == "")


@pytest.mark.parametrize("typed", ["-1", "5001", "veel", "1,5", "9" * 40])
def test_count_that_cannot_be_is_refused_and_stays_in_the_form(client, meeting, typed):
    answer = client.post(day(meeting, "papier/"), {"people": typed})

    meeting.refresh_from_db()
    assert len(errors(answer)) == 1
    assert f'value="{typed}"' in answer.content.decode()
    assert meeting.counted_on_paper is None


# The board as a list, and the top three ---------------------------------------------------------


def test_board_works_with_forms_only(client, meeting):
    page = day(meeting, "onderwerpen/")
    client.post(page, {"kind": "topic", "key": str(uuid.uuid4()), "label": "Licht"})
    light = Topic.objects.get()
    first = tick(light)
    for form in (first, first, tick(light)):
        client.post(page, form)
    note = {
        "kind": "note",
        "key": str(uuid.uuid4()),
        "topic": str(light.key),
        "text": "Al lang stuk",
    }
    client.post(page, note)
    client.post(page, {"kind": "undo", "key": first["key"]})

    said = text_of(client.get(page))

    assert "Licht Wijzigen Aantekeningen (1) Al lang stuk" in said
    assert Topic.objects.with_count().get().count == 1
    client.post(page, note | {"text": ""})
    assert "Al lang stuk" not in text_of(client.get(page))


def test_note_with_a_name_is_kept_and_asked_about(client, meeting):
    light = TopicFactory(meeting=meeting)
    note = {"kind": "note", "topic": str(light.key)}
    page = day(meeting, "onderwerpen/")

    plain = client.post(
        page, note | {"key": str(uuid.uuid4()), "text": "Al lang stuk"}, follow=True
    )
    named = note | {"key": str(uuid.uuid4()), "text": "Mevrouw Jansen viel"}

    assert "te herkennen" not in text_of(plain)
    assert "Is iemand eraan te herkennen" in text_of(client.post(page, named, follow=True))
    assert light.notes.count() == 2


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_topics_costs_the_same_for_one_and_many(
    client, meeting, number, django_assert_num_queries
):
    topics = ticked_topics(number, meeting)
    TallyNote.objects.bulk_create(TallyNote(topic=one, text="Gezegd") for one in topics)
    client.get(day(meeting, "onderwerpen/"))

    # session, user, meeting, corporation, count, page, notes
    with django_assert_num_queries(7):
        answer = client.get(day(meeting, "onderwerpen/"))

    assert answer.context["listing"].total == number


def test_top_three_is_proposed_by_count_and_corrected_by_who_was_there(client, meeting):
    light, bikes, doors, unnamed = (
        TopicFactory(meeting=meeting, label=label)
        for label in ("Licht", "Fietsen", "Deuren", "Niets")
    )
    for topic, times in ((light, 1), (bikes, 3), (doors, 2)):
        for _resident in range(times):
            TallyTick.objects.create(topic=topic)
    TallyTick.objects.create(topic=unnamed, undone=True)
    page = day(meeting, "onderwerpen/top-3/")

    proposed = client.get(page).context["form"].initial
    assert proposed == {"first": bikes, "second": doors, "third": light}
    client.post(page, {"first": light.pk, "second": bikes.pk})

    assert [topic.label for topic in meeting.topics.in_the_top()] == ["Licht", "Fietsen"]
    assert client.get(page).context["form"].initial == {"first": light, "second": bikes}
    assert "Licht Fietsen" in text_of(client.get(day(meeting)))


def test_place_that_is_skipped_taken_twice_or_of_another_meeting_is_refused(client, meeting):
    light, elsewhere = TopicFactory(meeting=meeting), TopicFactory()
    page = day(meeting, "onderwerpen/top-3/")

    assert errors(client.post(page, {"second": light.pk})) == [
        "Tweede: Kies eerst de plaats hierboven."
    ]
    assert errors(client.post(page, {"first": light.pk, "second": light.pk})) == [
        "Tweede: Dit onderwerp staat al hoger."
    ]
    assert len(errors(client.post(page, {"first": elsewhere.pk}))) == 1
    assert not meeting.topics.in_the_top().exists()


def test_topic_is_changed_and_taken_off_on_pages_of_its_own(client, meeting):
    light, bikes = (TopicFactory(meeting=meeting, label=label) for label in ("Lcht", "Fietsen"))
    page = day(meeting, f"onderwerpen/{light.key}/")

    assert errors(client.post(page, {"label": "fietsen"})) == [
        "Onderwerp: Dit onderwerp staat al op het bord."
    ]
    assert "Het onderwerp is gewijzigd." in text_of(
        client.post(page, {"label": " Licht  in de hal "}, follow=True)
    )
    assert "van het bord halen?" in text_of(client.get(page + "weghalen/"))
    client.post(day(meeting, f"onderwerpen/{bikes.key}/weghalen/"))

    assert [topic.label for topic in meeting.topics.all()] == ["Licht in de hal"]


def test_topic_of_another_meeting_is_not_found(client, meeting):
    elsewhere = TopicFactory()

    for part in ("", "weghalen/"):
        page = day(meeting, f"onderwerpen/{elsewhere.key}/{part}")
        assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)
    assert Topic.objects.filter(pk=elsewhere.pk).exists()
