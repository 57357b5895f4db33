"""Opening freezes; dates, states and chosen complexes are guarded; nothing ever reopens."""

from datetime import date, timedelta

import pytest

from complexes.models import Measure
from surveys.bank import BANK
from surveys.models import OwnQuestion, Questionnaire, Wave, WaveComplex
from surveys.services import refusals
from surveys.services.waves import (
    choose_complexes,
    delete_draft,
    extend_wave,
    move,
    open_wave,
)
from surveys.urn import keys
from tests.factories import (
    ComplexFactory,
    MeasureFactory,
    ReportingGroupFactory,
    WaveComplexFactory,
    WaveFactory,
)
from tests.factories.urn import NOON, open_wave_with_codes

pytestmark = pytest.mark.django_db


def draft(*, complexes: int = 1, dwellings: int | None = 40, **fields) -> Wave:
    dates = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 26)}
    wave = WaveFactory(**(dates | fields))
    for _number in range(complexes):
        WaveComplexFactory(wave=wave, complex=ComplexFactory(dwellings=dwellings))
    return wave


def test_open_wave_freezes_questions_dwellings_group_and_measures():
    wave = draft()
    OwnQuestion.objects.create(wave=wave, position=1, kind="mark", text_nl="En het plein?")
    complex = wave.wave_complexes.get().complex
    complex.group = ReportingGroupFactory()
    complex.save()
    camera = MeasureFactory(complex=complex, title="camera's in de hal")
    MeasureFactory(complex=complex, status=Measure.Status.REJECTED, rejected_on=NOON.date())
    open_wave(wave, now=NOON)
    complex.dwellings, complex.group = 999, None
    complex.save()
    camera.delete()
    OwnQuestion.objects.all().delete()
    wave.questionnaire = Questionnaire.objects.create(name="Anders", codes=["V1"])
    wave.save()
    place = wave.wave_complexes.get()
    assert (place.dwellings, place.group.name) == (40, place.group.name)
    assert place.measures == [{"id": place.measures[0]["id"], "title": "camera's in de hal"}]
    asked = [question.code for question in Wave.objects.get().asked()]
    assert asked[-2:] == [f"E{wave.pk}.1", "X1"]
    assert asked[:2] == ["V1", "V2"]
    assert wave.asked().question("V1") == BANK["V1"]


def test_open_wave_keeps_the_private_key_only_wrapped():
    wave, _issued = open_wave_with_codes()
    private = keys.unwrap(bytes(wave.wrapped_private_key))
    assert private not in bytes(wave.wrapped_private_key)
    keys.check_private_key(private, public=bytes(wave.public_key))


def test_open_wave_with_a_custodian_stores_no_private_key():
    pair = keys.new_key_pair()
    text = keys.to_file(pair.private, wave_code="W1")
    wave = open_wave(draft(), now=NOON, public_key=keys.public_of(keys.from_file(text)))
    assert wave.wrapped_private_key is None
    keys.check_private_key(pair.private, public=bytes(wave.public_key))


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"complexes": 0}, refusals.NoComplexes),
        ({"dwellings": None}, refusals.DwellingsUnknown),
        ({"questionnaire": None}, refusals.NoQuestions),
        ({"opens_on": date(2026, 8, 1), "closes_on": date(2026, 9, 6)}, refusals.DatesPast),
        ({"key_indicators": ["V1", "V2", "V3", "V4", "S1", "R1"]}, refusals.TooManyKeyIndicators),
        ({"state": Wave.State.CLOSED}, refusals.NotInThisState),
    ],
)
def test_open_wave_that_cannot_open_is_refused_and_stays_as_it_was(fields, refusal):
    wave = draft(**fields)
    before = Wave.objects.values().get()
    with pytest.raises(refusal) as caught:
        open_wave(wave, now=NOON)
    assert str(caught.value)
    assert Wave.objects.values().get() == before


def test_open_wave_on_its_last_day_is_allowed():
    wave = draft(opens_on=NOON.date(), closes_on=NOON.date())
    assert open_wave(wave, now=NOON).state == "open"


def test_open_wave_without_questions_in_the_questionnaire_is_refused():
    empty = Questionnaire.objects.create(name="Leeg", codes=[])
    with pytest.raises(refusals.NoQuestions):
        open_wave(draft(questionnaire=empty), now=NOON)


def test_open_wave_twice_is_refused_and_keeps_the_first_key():
    wave, _issued = open_wave_with_codes()
    first = bytes(wave.public_key)
    with pytest.raises(refusals.NotInThisState):
        open_wave(wave, now=NOON)
    assert bytes(Wave.objects.get().public_key) == first


def test_open_wave_keeps_only_key_indicators_that_are_asked():
    few = Questionnaire.objects.create(name="Drie", codes=["V1", "O1", "R1"])
    wave = draft(questionnaire=few, key_indicators=["R1", "V4", "OV", "V1"])
    assert open_wave(wave, now=NOON).key_indicators == ["R1", "V1"]


def test_item_length_follows_the_complex_with_most_measures():
    full = Questionnaire.objects.get(name="Volledig (29 vragen)")
    plain, rich = draft(questionnaire=full), draft(questionnaire=full, complexes=2)
    for _number in range(200):
        MeasureFactory(complex=rich.wave_complexes.first().complex)
    open_wave(plain, now=NOON)
    open_wave(rich, now=NOON)
    assert 4 * 500 < plain.item_length < rich.item_length


def test_extend_wave_only_to_a_later_day_and_only_while_open():
    wave, _issued = open_wave_with_codes()
    extend_wave(wave, closes_on=date(2026, 10, 3), now=NOON)
    assert Wave.objects.get().closes_on == date(2026, 10, 3)
    for day in (date(2026, 10, 3), date(2026, 9, 30)):
        with pytest.raises(refusals.NotLater):
            extend_wave(wave, closes_on=day, now=NOON)
    with pytest.raises(refusals.DatesPast):
        extend_wave(wave, closes_on=date(2026, 10, 4), now=NOON + timedelta(days=60))
    with pytest.raises(refusals.NotInThisState):
        extend_wave(draft(), closes_on=date(2026, 12, 1), now=NOON)


@pytest.mark.parametrize("state", list(Wave.State))
def test_move_goes_forward_only(state):
    allowed = {
        "draft": {"open", "closed"},
        "open": {"closing"},
        "closing": {"closed"},
        "closed": set(),
    }
    for target in Wave.State:
        wave = Wave(state=state)
        if target.value in allowed[state.value]:
            move(wave, target)
            assert wave.state == target
        else:
            with pytest.raises(refusals.NotInThisState):
                move(wave, target)


def test_choose_complexes_of_a_draft_adds_removes_and_keeps():
    wave = draft(complexes=2)
    kept, dropped = wave.wave_complexes.order_by("pk")
    added = ComplexFactory()
    choose_complexes(
        wave, adding={kept.complex_id, added.pk, 10**9}, removing={dropped.complex_id, 10**9 + 1}
    )
    assert set(wave.wave_complexes.values_list("complex", flat=True)) == {
        kept.complex_id,
        added.pk,
    }
    assert WaveComplex.objects.filter(pk=kept.pk).exists()
    assert not WaveComplex.objects.filter(pk=dropped.pk).exists()


def test_choose_complexes_of_an_open_wave_is_refused():
    wave, _issued = open_wave_with_codes()
    with pytest.raises(refusals.NotInThisState):
        choose_complexes(wave, removing=set(wave.wave_complexes.values_list("complex", flat=True)))
    assert wave.wave_complexes.count() == 1


def test_delete_draft_removes_a_draft_and_nothing_else():
    delete_draft(draft())
    wave, _issued = open_wave_with_codes()
    with pytest.raises(refusals.NotInThisState):
        delete_draft(wave)
    assert list(Wave.objects.all()) == [wave]
