"""A programme from evidence: what is offered, chosen and frozen, what comes when and whether it fits."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from meetings.models import ProgrammeItem
from meetings.services.programme import (
    ProgrammeIsClosed,
    choose,
    move_item,
    remove_item,
    save_item,
)
from meetings.services.promises import Update, update_promise
from meetings.summaries.evidence import Evidence, frozen, offer, thawed
from meetings.summaries.programme import length, programme, public_lines
from tests.factories import ComplexFactory, PartnerFactory, ReportingGroupFactory, UserFactory
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import (
    MeetingFactory,
    ProgrammeItemFactory,
    PromiseFactory,
    amsterdam,
)
from tests.html import column, errors, text_of
from tests.meetings.scenes import client_of
from ui.charts.data import LevelChart, TrendChart

pytestmark = pytest.mark.django_db
GOOD, BAD = [8, 8, 9, 7], [4, 3, 5, 4]


@pytest.fixture
def organiser(db) -> Client:
    return client_of(Role.ORGANISER)


def worse_complex(**more):
    """Its mark fell from some 8 to some 4; another complex stayed as it was. Returns it with the later wave."""
    complex_, other = ComplexFactory(**more), ComplexFactory()
    closed_wave(2020, {complex_: people(40, R1=GOOD), other: people(40, R1=GOOD)})
    wave = closed_wave(2022, {complex_: people(40, R1=BAD), other: people(40, R1=GOOD)})
    return complex_, wave


def titles(meeting) -> list[str]:
    return [item.title for item in meeting.programme.all()]


# What is offered ------------------------------------------------------------------------------------


def test_what_is_demonstrably_worse_is_offered_with_its_words_verdict_and_course():
    complex_, wave = worse_complex(name="Hof")

    found = offer(complex_)

    assert (found.wave, found.nothing) == (wave, "")
    assert [(one.why, one.indicator) for one in found.candidates] == [("worse", "R1")]
    evidence = found.candidates[0].evidence
    assert (evidence.complex, evidence.wave, evidence.closed_on) == (
        "Hof",
        "Meting 2022",
        wave.closes_on,
    )
    assert (evidence.value, evidence.tone) == ("4,0", "worse")
    assert evidence.verdict == "aantoonbaar lager dan in 2020 (8,0)"
    assert "Aantoonbaar gedaald: van 8,0 naar 4,0." in evidence.sentence
    assert isinstance(evidence.chart, TrendChart)
    assert [point.name for point in evidence.chart.points] == ["2020", "2022"]


def test_key_figure_below_the_other_complexes_is_worst_also_in_a_first_wave():
    complex_, other = ComplexFactory(), ComplexFactory()
    closed_wave(2022, {complex_: people(40, R1=BAD), other: people(60, R1=GOOD)})

    found = offer(complex_)

    assert [(one.why, one.indicator) for one in found.candidates] == [("worst", "R1")]
    assert "lager dan de andere complexen" in found.candidates[0].evidence.verdict
    assert isinstance(found.candidates[0].evidence.chart, LevelChart)


def test_lowest_of_several_scores_is_offered_though_nothing_got_worse():
    complex_ = ComplexFactory()
    closed_wave(2022, {complex_: people(40, V2=[5, 4], V1=[1, 2])})
    before = offer(complex_)

    worst = [one for one in before.candidates if one.why == "worst"]

    assert len(worst) == 1
    assert worst[0].evidence.verdict == "het laagste cijfer"
    assert "is dit het laagst" in worst[0].evidence.sentence


def test_complex_that_stays_the_same_has_nothing_to_offer_and_says_so():
    complex_ = ComplexFactory(name="Hof")
    for year in (2020, 2022):
        closed_wave(year, {complex_: people(40, R1=GOOD)})

    found = offer(complex_)

    assert found.candidates == ()
    assert found.nothing.startswith("Bij Meting 2022 is in Hof niets aantoonbaar slechter")


def test_complex_with_too_few_answers_offers_no_number_and_says_why():
    group = ReportingGroupFactory(name="Kleine complexen")
    small, other = ComplexFactory(name="Hof", group=group), ComplexFactory(group=group)
    closed_wave(2022, {small: people(6, R1=BAD), other: people(40, R1=GOOD)})
    assert offer(other).wave is not None

    found = offer(small)

    assert found.candidates == ()
    assert found.nothing == (
        "Bij Meting 2022 waren er van Hof te weinig antwoorden om iets te laten zien: "
        "anders is te raden wie wat antwoordde. De antwoorden tellen mee in Kleine complexen."
    )


def test_complex_that_was_never_asked_says_so():
    found = offer(ComplexFactory(name="Hof"))

    assert (found.wave, found.candidates) == (None, ())
    assert found.nothing.startswith("Van Hof is nog geen meting gesloten.")


def test_wave_of_the_meeting_comes_before_the_latest_one_and_an_open_one_is_no_evidence():
    complex_ = ComplexFactory()
    early = closed_wave(2020, {complex_: people(40, R1=GOOD)})
    late = closed_wave(2022, {complex_: people(40, R1=BAD)})

    assert offer(complex_, early).wave == early
    late.state = late.State.OPEN
    late.public_key = b"x"
    late.save()
    assert offer(complex_, late).wave == early


def test_frozen_evidence_comes_back_equal_and_anything_else_is_none():
    complex_, _wave = worse_complex()
    evidence = offer(complex_).candidates[0].evidence

    assert thawed(frozen(evidence)) == evidence
    for other in ({}, {"is": "Evidence"}, {"is": "Nothing"}, {"is": "Axis", "kind": "mark"}):
        assert thawed(other) is None


# Choosing -------------------------------------------------------------------------------------------


def test_chosen_evidence_is_frozen_and_a_changed_count_does_not_change_it(organiser):
    complex_, wave = worse_complex()
    meeting = MeetingFactory(complexes=[complex_])
    path = f"/bijeenkomsten/{meeting.pk}/programma/voorstellen/"

    answer = organiser.post(path, {"chosen": [f"{wave.pk}:{complex_.pk}:R1"]})

    assert answer.url == f"/bijeenkomsten/{meeting.pk}/programma/"
    item = meeting.programme.get()
    assert (item.source, item.wave, item.complex, item.indicator) == (
        "worse",
        wave,
        complex_,
        "R1",
    )
    kept = thawed(item.evidence)
    assert isinstance(kept, Evidence)
    wave.title = "Andere naam"
    wave.save()
    page = text_of(organiser.get(answer.url))
    assert "aantoonbaar lager dan in 2020 (8,0)" in page
    assert "Meting 2022" in page
    assert "Cijfers in een tabel" in page


def test_what_is_on_the_programme_already_is_not_put_there_twice():
    complex_, _wave = worse_complex()
    promise = PromiseFactory(complex=complex_)
    meeting = MeetingFactory(complexes=[complex_])
    candidates = offer(complex_).candidates

    first = choose(meeting, candidates, [promise])
    again = choose(meeting, candidates, [promise])

    assert (len(first), again) == (2, [])
    assert [item.position for item in meeting.programme.all()] == [1, 2]


def test_figure_of_a_complex_that_is_not_in_the_meeting_cannot_be_chosen(organiser):
    complex_, wave = worse_complex()
    meeting = MeetingFactory()
    path = f"/bijeenkomsten/{meeting.pk}/programma/voorstellen/"

    for key in (f"{wave.pk}:{complex_.pk}:R1", f"promise:{PromiseFactory().pk}", "onzin"):
        answer = organiser.post(path, {"chosen": [key]})
        assert errors(answer) == [
            "Voorstellen: Een van de voorstellen is er niet meer. Kijk de lijst na en kies opnieuw."
        ]
    assert errors(organiser.post(path)) == ["Voorstellen: Kies minstens één voorstel."]
    assert not meeting.programme.exists()


def test_open_and_overdue_promises_are_offered_with_their_history(organiser, staff):
    complex_ = ComplexFactory()
    meeting = MeetingFactory(complexes=[complex_])
    partner = PartnerFactory(name="Politie Noord")
    late = PromiseFactory(complex=complex_, what="Vaker langskomen", overdue=True, partner=partner)
    update_promise(late, Update("underway", late.due_on, remark="Te weinig mensen."), by=staff)
    PromiseFactory(complex=complex_, what="Lamp vervangen", done=True)
    PromiseFactory(what="Elders iets doen")
    PromiseFactory(complex=complex_, what="Hier besproken", meeting=meeting)
    path = f"/bijeenkomsten/{meeting.pk}/programma/voorstellen/"

    page = text_of(organiser.get(path))

    assert "Vaker langskomen" in page
    assert "Te weinig mensen." in page
    assert "te laat" in page
    for other in ("Lamp vervangen", "Elders iets doen", "Hier besproken"):
        assert other not in page
    organiser.post(path, {"chosen": [f"promise:{late.pk}"]})
    item = meeting.programme.get()
    assert (item.source, item.promise, item.partner, item.title) == (
        "promise",
        late,
        partner,
        "Vaker langskomen",
    )
    assert "Te weinig mensen." in text_of(organiser.get(f"/bijeenkomsten/{meeting.pk}/programma/"))


def test_promise_that_residents_may_not_read_makes_an_item_they_do_not_read():
    complex_ = ComplexFactory()
    meeting = MeetingFactory(complexes=[complex_])

    choose(meeting, [], [PromiseFactory(complex=complex_, is_public=False)])

    assert public_lines(meeting) == []
    assert len(programme(meeting).lines) == 1


# What comes when ------------------------------------------------------------------------------------


def evening(minutes: int, *items: int):
    starts = amsterdam(2026, 3, 12)
    meeting = MeetingFactory(starts_at=starts, ends_at=starts + timedelta(minutes=minutes))
    for place, length_ in enumerate(items):
        ProgrammeItemFactory(
            meeting=meeting, position=place, minutes=length_, title=f"Punt {place}"
        )
    return meeting


def test_each_item_begins_where_the_one_before_ends(organiser):
    meeting = evening(90, 15, 30, 45)

    lines = programme(meeting).lines

    starts = meeting.starts_at
    assert [(line.starts_at - starts, line.ends_at - starts) for line in lines] == [
        (timedelta(minutes=0), timedelta(minutes=15)),
        (timedelta(minutes=15), timedelta(minutes=45)),
        (timedelta(minutes=45), timedelta(minutes=90)),
    ]
    page = text_of(organiser.get(f"/bijeenkomsten/{meeting.pk}/programma/"))
    assert "19.30 – 19.45" in page
    assert "20.15 – 21.00" in page


def test_item_over_the_night_of_a_clock_change_lasts_as_long_as_it_says():
    starts = amsterdam(2026, 3, 29, 1, 30)  # the clock goes from two to three
    meeting = MeetingFactory(starts_at=starts, ends_at=amsterdam(2026, 3, 29, 3, 30))
    ProgrammeItemFactory(meeting=meeting, minutes=60)

    found = programme(meeting)

    assert timezone.localtime(found.lines[0].ends_at).strftime("%H:%M") == "03:30"
    assert (found.needed, found.available) == (60, 60)


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (
            (60, 45),
            "Het past niet: samen duren de punten 1 uur en 45 minuten en de bijeenkomst duurt "
            "1 uur en 30 minuten. Dat is 15 minuten te veel.",
        ),
        ((60, 30), "Het past precies: 1 uur en 30 minuten."),
        (
            (60, 29),
            "Samen duren de punten 1 uur en 29 minuten; de bijeenkomst duurt 1 uur en 30 minuten. "
            "Er is nog 1 minuut over.",
        ),
    ],
)
def test_programme_says_plainly_whether_it_fits(organiser, items, said):
    meeting = evening(90, *items)

    assert programme(meeting).words == said
    assert said in text_of(organiser.get(f"/bijeenkomsten/{meeting.pk}/programma/"))


@pytest.mark.parametrize(
    ("minutes", "said"), [(1, "1 minuut"), (60, "1 uur"), (61, "1 uur en 1 minuut"), (0, "0 minuten")]
)  # fmt: skip
def test_lengths_read_as_people_say_them(minutes, said):
    assert length(minutes) == said


def test_residents_see_public_items_at_their_real_moment():
    meeting = evening(90, 15, 30)
    meeting.programme.filter(title="Punt 0").update(is_public=False)

    lines = public_lines(meeting)

    assert [line.item.title for line in lines] == ["Punt 1"]
    assert lines[0].starts_at == meeting.starts_at + timedelta(minutes=15)


# Ordering and changing -------------------------------------------------------------------------------


def test_up_and_down_change_places_and_the_ends_stay_where_they_are(organiser):
    meeting = evening(90, 10, 10, 10)
    first, _second, last = meeting.programme.all()

    def move(item, way):
        return organiser.post(
            f"/bijeenkomsten/{meeting.pk}/programma/{item.pk}/plaats/", {"naar": way}
        )

    answer = move(last, "omhoog")
    assert answer.url == f"/bijeenkomsten/{meeting.pk}/programma/#punt-{last.pk}"
    assert titles(meeting) == ["Punt 0", "Punt 2", "Punt 1"]
    move(first, "omlaag")
    assert titles(meeting) == ["Punt 2", "Punt 0", "Punt 1"]
    move(last, "omhoog")
    assert titles(meeting) == ["Punt 2", "Punt 0", "Punt 1"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no locks on rows")
def test_item_moved_on_a_database_that_locks_changes_places(organiser):
    meeting = evening(90, 10, 10)
    url = f"/bijeenkomsten/{meeting.pk}/programma/{meeting.programme.last().pk}/plaats/"

    assert organiser.post(url, {"naar": "omhoog"}).status_code == 302
    assert titles(meeting) == ["Punt 1", "Punt 0"]


def test_items_with_the_same_place_can_still_be_ordered():
    meeting = MeetingFactory()
    items = [ProgrammeItemFactory(meeting=meeting, position=0, title=name) for name in "abc"]

    move_item(items[2], up=True)

    assert titles(meeting) == ["a", "c", "b"]


def item_form(**more):
    return {"title": "Opening", "words": "", "minutes": "10", "owner": "", "is_public": "on"} | more


def test_own_item_comes_last_with_a_colleague_or_partner(organiser):
    meeting = evening(90, 10)
    partner, colleague = PartnerFactory(), UserFactory()
    path = f"/bijeenkomsten/{meeting.pk}/programma/nieuw/"

    organiser.post(path, item_form(owner=f"p{partner.pk}"))
    organiser.post(path, item_form(title="Sluiting", owner=f"u{colleague.pk}"))

    assert titles(meeting) == ["Punt 0", "Opening", "Sluiting"]
    assert list(meeting.programme.values_list("partner", "owner"))[1:] == [
        (partner.pk, None),
        (None, colleague.pk),
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"minutes": "0"}, "Minuten: Elk punt duurt minstens 1 minuut."),
        ({"minutes": "481"}, "Minuten: Een punt duurt hooguit 8 uur. Vul minuten in."),
        ({"minutes": ""}, "Minuten: Dit veld is verplicht."),
        ({"title": ""}, "Punt: Dit veld is verplicht."),
    ],
)
def test_item_that_cannot_be_says_why(organiser, more, said):
    meeting = MeetingFactory()

    answer = organiser.post(f"/bijeenkomsten/{meeting.pk}/programma/nieuw/", item_form(**more))

    assert errors(answer) == [said]
    assert not ProgrammeItem.objects.exists()


def test_second_editor_of_an_item_is_told(organiser):
    meeting = evening(90, 10)
    item = meeting.programme.get()
    path = f"/bijeenkomsten/{meeting.pk}/programma/{item.pk}/"
    seen = organiser.get(path).context["form"]["seen"].value()
    ProgrammeItem.objects.filter(pk=item.pk).update(title="Door een ander")

    answer = organiser.post(path, item_form(seen=seen))

    assert "Nu is opgeslagen: Punt: Door een ander" in errors(answer)[0]
    item.refresh_from_db()
    assert item.title == "Door een ander"


def test_taking_an_item_off_asks_first_and_keeps_what_came_of_it(organiser):
    meeting = evening(90, 10)
    item = meeting.programme.get()
    promise = PromiseFactory(meeting=meeting, item=item, source="item")
    path = f"/bijeenkomsten/{meeting.pk}/programma/{item.pk}/weg/"

    assert "«Punt 0» van het programma halen?" in text_of(organiser.get(path))
    assert meeting.programme.exists()
    organiser.post(path)

    assert not meeting.programme.exists()
    promise.refresh_from_db()
    assert promise.item is None


def test_item_is_found_under_its_own_meeting_only(organiser):
    item, other = ProgrammeItemFactory(), MeetingFactory()

    for part in ("", "plaats/", "weg/"):
        path = f"/bijeenkomsten/{other.pk}/programma/{item.pk}/{part}"
        assert organiser.post(path, item_form()).status_code == 404


def test_programme_of_a_meeting_that_was_called_off_stays_as_it_was(organiser):
    meeting = MeetingFactory(cancelled=True)
    item = ProgrammeItemFactory(meeting=meeting, title="Opening")

    for change in (
        lambda: save_item(item),
        lambda: move_item(item, up=True),
        lambda: remove_item(item),
        lambda: choose(meeting, []),
    ):
        with pytest.raises(ProgrammeIsClosed, match="gaat niet door"):
            change()
    answer = organiser.post(f"/bijeenkomsten/{meeting.pk}/programma/nieuw/", item_form())
    assert errors(answer) == ["Deze bijeenkomst gaat niet door; het programma verandert niet meer."]


# Who sees what ---------------------------------------------------------------------------------------


def test_figures_are_for_who_may_see_results(organiser):
    complex_, _wave = worse_complex()
    meeting = MeetingFactory(complexes=[complex_])
    choose(meeting, offer(complex_).candidates)
    path = f"/bijeenkomsten/{meeting.pk}/programma/"

    assert "aantoonbaar lager" in text_of(organiser.get(path))
    page = text_of(client_of(Role.FIELD_STAFF).get(path))
    assert "Rapportcijfer" in page
    assert "aantoonbaar lager" not in page
    assert "4,0" not in page


@pytest.mark.parametrize("number", [1, 3, 300])
def test_programme_costs_as_many_queries_for_three_hundred_as_for_one(
    organiser, django_assert_num_queries, number
):
    meeting = MeetingFactory()
    promises = PromiseFactory.bulk(number, complex=ComplexFactory())
    ProgrammeItem.objects.bulk_create(
        ProgrammeItemFactory.build(meeting=meeting, source="promise", promise=promise)
        for promise in promises
    )

    with django_assert_num_queries(6):
        page = organiser.get(f"/bijeenkomsten/{meeting.pk}/programma/")

    assert len(column(page, r"<h2>(.*?)</h2>")) == number


def test_programme_on_paper_is_tagged_and_says_what_comes_when(organiser):
    meeting = evening(60, 15, 60)
    meeting.programme.update(words="Wat wij zagen.")

    answer = organiser.get(f"/bijeenkomsten/{meeting.pk}/programma/pdf/")

    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="programma-2026-03-12.pdf"'
    )
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo["/Title"]) == f"Programma: {meeting.title}"
