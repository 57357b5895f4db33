"""Letters “u zei – wij doen”: proposed, composed, frozen, and what the page adds afterwards."""

import io
import json
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pikepdf
import pytest
from django.apps import apps
from django.utils import timezone

from meetings.models import CheckIn, Feedback, FeedbackLine, PromiseStep, TallyTick
from meetings.services import feedback as services
from meetings.services.printing import DoesNotFit, letter_pdf, poster_pdf
from meetings.summaries.letters import Letter, Line, Promised, frozen, stored
from meetings.summaries.offers import result_offers, topic_offers
from meetings.summaries.since import Change, standings
from proof.models import AuditEntry, Verb
from tests.factories import ComplexFactory, CorporationFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    FeedbackFactory,
    MeetingFactory,
    PreparationFactory,
    PromiseFactory,
    TopicFactory,
    amsterdam,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 12, 8, 10, tzinfo=UTC)
TODAY = date(2022, 12, 8)


@pytest.fixture
def place():
    CorporationFactory(name="Woonstichting Zilverbeek", phone="000 - 000 00 00")
    return ComplexFactory(
        code="C2", name="Korenbloemhof", address="Korenbloemstraat 2", dwellings=96
    )


@pytest.fixture
def letter(place):
    feedback = FeedbackFactory(complex=place, intro="Dank u wel.", look_again_on=date(2023, 3, 2))
    feedback.lines.create(
        said="De sloten zijn slecht.",
        promise=PromiseFactory(
            complex=place, what="nieuwe sloten", due_on=date(2022, 12, 15), state="underway"
        ),
    )
    feedback.lines.create(
        said="Er moeten camera’s komen.", answer="Dat doen wij nu niet.", position=1
    )
    return feedback


def published(feedback, now=NOW):
    return services.publish(feedback, by=UserFactory(), now=now)


def step(promise, *, days, **changes):
    """Change a promise so many days after the letter, as its service does."""
    for name, value in changes.items():
        setattr(promise, name, value)
    promise.save()
    PromiseStep.objects.create(
        promise=promise,
        at=NOW + timedelta(days=days),
        state=promise.state,
        due_on=promise.due_on,
        reason=promise.reason,
    )


def test_results_are_offered_in_plain_sentences_with_what_they_were(place):
    other = ComplexFactory()
    for year, own in ((2020, [7]), (2022, [6, 6, 6, 7])):
        closed_wave(year, {place: people(40, R1=own), other: people(40, R1=[7])})

    [mark] = [one for one in result_offers(place) if one.key == "cijfer-R1"]

    assert mark.words == "U gaf een 6,3 voor veiligheid. In 2020 was dat 7,0."


def test_difference_that_may_be_chance_says_so(place):
    for year, own in ((2020, [1, 10, 7]), (2022, [1, 10, 6])):
        closed_wave(year, {place: people(30, R1=own)})

    [mark] = [one for one in result_offers(place) if one.key == "cijfer-R1"]

    assert mark.words.endswith("In 2020 was dat 6,0. Dat verschil kan toeval zijn.")


@pytest.mark.parametrize(("answers", "offered"), [(9, 0), (10, 1)])
def test_results_of_too_few_answers_are_not_offered(place, answers, offered):
    closed_wave(2022, {place: people(answers, R1=[6, 7])})

    assert len([one for one in result_offers(place) if one.key == "cijfer-R1"]) == offered


def test_topics_come_with_the_top_three_first_and_how_often_they_were_named(place):
    meeting = MeetingFactory(held=True, complexes=[place])
    named = {
        label: TopicFactory(meeting=meeting, label=label, rank=rank)
        for label, rank in (
            ("parkeren", None),
            ("deuren", 2),
            ("donkere hoeken", 1),
            ("post", None),
        )
    }
    TallyTick.objects.create(topic=named["parkeren"])
    TallyTick.objects.create(topic=named["parkeren"], undone=True)

    offers = topic_offers(FeedbackFactory(complex=place))

    assert [(one.words, one.note) for one in offers] == [
        ("donkere hoeken", "nummer 1 · 0 keer genoemd"),
        ("deuren", "nummer 2 · 0 keer genoemd"),
        ("parkeren", "1 keer genoemd"),
        ("post", "0 keer genoemd"),
    ]


def test_new_letter_proposes_what_is_known(place):
    closed_wave(2022, {place: people(44, R1=[6])})
    meeting = MeetingFactory(
        held=True, kind="tent", complexes=[place], starts_at=amsterdam(2022, 11, 10)
    )
    CheckIn.objects.create(meeting=meeting, people=8)
    CheckIn.objects.create(meeting=meeting, people=3)
    CheckIn.objects.create(meeting=meeting, people=1, undone=True)
    topic = TopicFactory(meeting=meeting, label="sloten", rank=1)
    promise = PromiseFactory(complex=place, topic=topic)
    PromiseFactory(complex=place, topic=topic, is_public=False)

    feedback = services.start(place, meeting, now=NOW)

    assert feedback.intro == (
        "In oktober 2022 vulden 44 bewoners de vragenlijst in. Dank u wel! "
        "Op 10 november 2022 kwamen 11 bewoners naar de "
        "buurttent. Hieronder leest u wat u zei en wat wij doen."
    )
    assert [(line.said, line.promise) for line in feedback.lines.all()] == [("sloten", promise)]
    assert feedback.look_again_on == date(2023, 3, 2)


@pytest.mark.parametrize("after_a_meeting", [True, False])
def test_starting_twice_gives_the_same_letter(place, after_a_meeting):
    meeting = MeetingFactory(held=True, complexes=[place]) if after_a_meeting else None

    first = services.start(place, meeting, now=NOW)

    assert services.start(place, meeting, now=NOW) == first
    assert Feedback.objects.count() == 1


def test_published_letter_stays_as_it_was_when_everything_changes(letter, place):
    before = stored(published(letter).content)
    promise = letter.lines.first().promise
    promise.what, promise.due_on = "iets anders", date(2024, 1, 1)
    promise.save()
    place.name = "Nieuwe naam"
    place.save()
    letter.lines.all().delete()

    after = stored(Feedback.objects.get().content)

    assert after == before
    assert after.lines == (
        Line(
            "De sloten zijn slecht.",
            "",
            Promised(promise.pk, "nieuwe sloten", "", "underway", date(2022, 12, 15)),
        ),
        Line("Er moeten camera’s komen.", "Dat doen wij nu niet."),
    )
    assert (after.complex_name, after.written_on) == ("Korenbloemhof", TODAY)


WHOLE = Letter(
    "Hof", "H", "Straat 1\n0000 AA Stad", "Corporatie", "000", TODAY, "Begin.", date(2023, 1, 1),
    (
        Line("zei", "antwoord"),
        Line("", "", Promised(3, "wat", "Gemeente", "done", TODAY, TODAY, "omdat")),
    ),
)  # fmt: skip


def test_letter_survives_being_stored_exactly():
    assert stored(frozen(WHOLE)) == WHOLE


@pytest.mark.parametrize("look_again_on", [None, date(2023, 1, 1)])
def test_letter_of_an_earlier_release_reads_the_same_after_the_update(letter, look_again_on):
    whole = replace(WHOLE, look_again_on=look_again_on)
    before = json.loads(json.dumps(asdict(whole), default=date.isoformat))
    Feedback.objects.update(content=before)
    names = import_module("meetings.migrations.0006_letters_name_their_kinds")

    for _once_more in range(2):
        names.name_kinds(apps, None)
        assert stored(Feedback.objects.get().content) == whole

    names.leave_kinds_out(apps, None)
    assert Feedback.objects.get().content == before


def test_update_leaves_a_letter_that_was_never_published_alone(letter):
    names = import_module("meetings.migrations.0006_letters_name_their_kinds")

    names.name_kinds(apps, None)

    assert Feedback.objects.get().content == {}


def test_page_adds_what_changed_since_in_the_order_it_happened(letter):
    feedback = published(letter)
    promise = letter.lines.first().promise
    step(promise, days=-3, due_on=date(2022, 12, 10))  # before the letter: in its words already
    step(promise, days=2, due_on=date(2023, 1, 20))
    step(promise, days=3)  # a remark only
    step(promise, days=40, state="done", ended_on=date(2023, 1, 17))
    content = stored(feedback.content)

    found = standings(content, since=feedback.published_at, today=date(2023, 2, 1))

    assert found[promise.pk].changes == (
        Change("later", date(2022, 12, 10), due_on=date(2023, 1, 20)),
        Change("done", date(2023, 1, 17)),
    )
    assert (found[promise.pk].state, found[promise.pk].is_overdue) == ("done", False)


@pytest.mark.parametrize(("state", "kind"), [("cannot", "cannot"), ("withdrawn", "withdrawn")])
def test_promise_that_lapsed_says_why_on_the_page_and_not_in_the_letter(letter, state, kind):
    feedback = published(letter)
    promise = letter.lines.first().promise
    step(promise, days=5, state=state, reason="Het geld is op", ended_on=date(2022, 12, 13))

    found = standings(stored(feedback.content), since=feedback.published_at, today=TODAY)

    assert found[promise.pk].changes == (Change(kind, date(2022, 12, 13), reason="Het geld is op"),)
    assert found[promise.pk].changes[0].because == "het geld is op."
    assert stored(feedback.content).lines[0].promised.state == "underway"


def test_overdue_is_computed_on_the_day_of_reading(letter):
    feedback = published(letter)
    pk = letter.lines.first().promise_id

    def overdue(day):
        found = standings(stored(feedback.content), since=feedback.published_at, today=day)
        return found[pk].is_overdue

    assert [overdue(date(2022, 12, 15)), overdue(date(2022, 12, 16))] == [False, True]


def test_promise_that_is_no_longer_public_tells_nothing_more(letter):
    feedback = published(letter)
    promise = letter.lines.first().promise
    step(promise, days=5, state="cannot", reason="Geheim", ended_on=TODAY, is_public=False)

    assert standings(stored(feedback.content), since=feedback.published_at, today=TODAY) == {}


def test_what_was_said_the_moment_it_was_published_is_no_change(letter):
    feedback = published(letter)
    promise = letter.lines.first().promise
    step(promise, days=0, state="done", ended_on=TODAY)

    found = standings(stored(feedback.content), since=feedback.published_at, today=TODAY)

    assert (found[promise.pk].state, found[promise.pk].changes) == ("done", ())


def test_changes_of_many_promises_cost_no_more_queries(letter, django_assert_num_queries):
    for _more in range(2):
        letter.lines.create(said="Nog iets.", promise=PromiseFactory(complex=letter.complex))
    feedback = published(letter)
    promises = [line.promise for line in letter.lines.exclude(promise=None)]
    step(promises[2], days=2, state="underway")
    content = stored(feedback.content)

    with django_assert_num_queries(2):
        found = standings(content, since=feedback.published_at, today=TODAY)

    kinds = [[one.kind for one in found[promise.pk].changes] for promise in promises]
    assert sorted(kinds) == [[], [], ["underway"]]


def test_letter_without_lines_is_not_published(place):
    with pytest.raises(services.NothingToSay, match="Er staat nog niets in"):
        published(FeedbackFactory(complex=place))


def test_letter_with_a_promise_that_is_not_public_is_not_published(letter):
    promise = letter.lines.first().promise
    promise.is_public = False
    promise.save()

    with pytest.raises(services.NotForResidents, match="nieuwe sloten"):
        published(letter)
    assert not Feedback.objects.public().exists()


def test_letter_that_does_not_fit_is_refused_and_nothing_is_cut(letter):
    for place in range(12):
        letter.lines.create(said="Zo " * 90, answer="Wij " * 90, position=place)

    with pytest.raises(DoesNotFit, match="Kies minder regels of schrijf korter"):
        published(letter)
    assert not Feedback.objects.public().exists()


def test_letter_that_changed_after_it_was_looked_at_is_not_published(letter):
    with pytest.raises(services.ChangedMeanwhile):
        services.publish(letter, by=None, now=NOW, seen="iets anders")
    assert not Feedback.objects.public().exists()


def test_public_letter_is_not_changed(letter):
    line = letter.lines.first()
    published(letter)

    for change in (
        lambda: services.save_line(line),
        lambda: services.move_line(line, up=True),
        lambda: services.remove_line(line),
        lambda: services.save_intro(letter, {"intro": "x", "look_again_on": None}),
        lambda: services.delete_draft(letter),
        lambda: published(letter),
    ):
        with pytest.raises(services.AlreadyPublic):
            change()


def test_withdrawn_letter_can_be_changed_and_published_again(letter):
    published(letter)
    services.withdraw(letter, by=UserFactory(), now=NOW)
    assert not Feedback.objects.public().exists()

    services.remove_line(letter.lines.last())
    again = published(letter, NOW + timedelta(days=1))

    assert len(stored(again.content).lines) == 1
    assert Feedback.objects.public().get().state == Feedback.State.PUBLIC
    verbs = AuditEntry.objects.filter(kind="feedback").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [Verb.PUBLISHED, Verb.WITHDREW, Verb.PUBLISHED]


def test_withdrawing_twice_is_logged_once(letter):
    published(letter)
    for _ in range(2):
        services.withdraw(letter, by=UserFactory(), now=NOW)

    assert AuditEntry.objects.filter(verb=Verb.WITHDREW).count() == 1


def test_lines_change_places_and_stay_at_the_ends(letter):
    first, second = letter.lines.all()

    services.move_line(first, up=True)
    assert list(letter.lines.all()) == [first, second]
    services.move_line(first, up=False)
    assert list(letter.lines.all()) == [second, first]
    services.move_line(first, up=False)
    assert list(letter.lines.all()) == [second, first]


def test_line_that_went_meanwhile_is_not_moved_and_the_others_stay(letter):
    first, second = letter.lines.all()
    FeedbackLine.objects.filter(pk=first.pk).delete()

    services.move_line(first, up=False)

    assert list(letter.lines.all()) == [second]


def test_preparation_is_done_when_every_complex_has_its_letter(place):
    other = ComplexFactory()
    meeting = MeetingFactory(held=True, complexes=[place, other])
    todo = PreparationFactory(meeting=meeting, kind="feedback")
    for complex_, state in ((place, "open"), (other, "done")):
        feedback = FeedbackFactory(complex=complex_, meeting=meeting)
        feedback.lines.create(said="a", answer="b")
        published(feedback)
        todo.refresh_from_db()
        assert todo.state == state


def test_letter_and_poster_are_one_tagged_page_with_a_code(letter):
    paper = stored(published(letter).content)

    for pdf, size in ((letter_pdf(paper), (595, 842)), (poster_pdf(paper), (842, 1191))):
        document = pikepdf.open(io.BytesIO(pdf))
        assert len(document.pages) == 1
        assert tuple(round(float(side)) for side in document.pages[0].MediaBox[2:]) == size
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "nl"
        with document.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_suspect_words_are_hinted_at(letter):
    letter.lines.create(said="Meneer Jansen op nummer 12 heeft last.", answer="Ja.", position=9)

    found = services.suspect_words(services.composed(letter, today=timezone.localdate()))

    assert found == ("Meneer Jansen", "nummer 12")
