"""The life of a wave before it closes: opening freezes what is asked of whom; the end may be put off."""

from collections.abc import Set
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from complexes.models import Complex, Measure
from proof.audit import record
from proof.models import Verb
from surveys.bank import SCALES, questionnaire_to_json
from surveys.models import Wave, WaveComplex
from surveys.questions import Questionnaire
from surveys.services import locks
from surveys.services.letters import forget_addresses
from surveys.services.margins import misfits
from surveys.services.refusals import (
    DatesCross,
    DatesPast,
    DwellingsUnknown,
    MarginsDoNotFit,
    NoComplexes,
    NoQuestions,
    NotInThisState,
    NotLater,
    TooManyKeyIndicators,
)
from surveys.urn import keys, sealing

if TYPE_CHECKING:
    from proof.audit import Actor

MAX_KEY_INDICATORS = 5


def move(wave: Wave, state: Wave.State) -> None:
    """Set the next state; raises NotInThisState when the wave's table of transitions forbids it."""
    if state not in Wave.TRANSITIONS[Wave.State(wave.state)]:
        raise NotInThisState
    wave.state = state


def open_wave(
    wave: Wave, *, now: datetime, public_key: bytes | None = None, by: "Actor" = None
) -> Wave:
    """Freeze questions, dwellings, groups and measures, make the key pair, and open for answers.

    With `public_key` a custodian keeps the private half, which is then stored nowhere here. Raises,
    with nothing changed, one of the refusals: NotInThisState, NoComplexes, NoQuestions, DatesCross,
    DatesPast, DwellingsUnknown, MarginsDoNotFit, TooManyKeyIndicators.
    """
    with transaction.atomic():
        locks.hold_state(wave.pk)
        fresh = Wave.objects.get(pk=wave.pk)
        asked = fresh.asked()
        places = list(fresh.wave_complexes.select_related("complex"))
        _check(fresh, asked, places, today=timezone.localdate(now))
        move(fresh, Wave.State.OPEN)
        for place in places:
            _freeze(place, today=timezone.localdate(now))
        WaveComplex.objects.bulk_update(places, ["dwellings", "group", "measures"], batch_size=500)
        fresh.document = questionnaire_to_json(asked)
        possible = possible_indicators(asked)
        fresh.key_indicators = [code for code in fresh.key_indicators if code in possible]
        fresh.item_length = sealing.fixed_length(asked, (place.measures for place in places))
        pair = None if public_key else keys.new_key_pair()
        fresh.public_key = pair.public if pair else public_key
        fresh.wrapped_private_key = keys.wrap(pair.private) if pair else None
        fresh.save()
        record(by, Verb.OPENED_WAVE, fresh, now=now)
    wave.refresh_from_db()
    return wave


def possible_indicators(asked: Questionnaire) -> set[str]:
    """What a questionnaire can give: its questions, and the scales all of whose items are asked."""
    variables = set(asked.variables())
    scales = {scale.code for scale in SCALES if variables.issuperset(scale.variables)}
    return scales | {question.code for question in asked}


def extend_wave(wave: Wave, *, closes_on: date, now: datetime, by: "Actor" = None) -> None:
    """Let an open wave close later; raises NotInThisState, NotLater or DatesPast."""
    with transaction.atomic():
        locks.hold_state(wave.pk)
        fresh = Wave.objects.get(pk=wave.pk)
        if fresh.state != Wave.State.OPEN:
            raise NotInThisState
        if closes_on <= fresh.closes_on:
            raise NotLater
        if closes_on < timezone.localdate(now):
            raise DatesPast
        Wave.objects.filter(pk=fresh.pk).update(closes_on=closes_on)
        record(by, Verb.EXTENDED_WAVE, fresh, now=now, closes_on=closes_on.isoformat())
    wave.closes_on = closes_on


def choose_complexes(
    wave: Wave, *, adding: Set[int] = frozenset(), removing: Set[int] = frozenset()
) -> None:
    """Let these complexes (ids) take part in a draft wave, and those no longer; raises NotInThisState.

    Who takes part already stays as it is, whoever chose it.
    """
    with transaction.atomic():
        locks.hold_state(wave.pk)
        if Wave.objects.get(pk=wave.pk).state != Wave.State.DRAFT:
            raise NotInThisState
        leaving = wave.wave_complexes.filter(complex_id__in=removing)
        forget_addresses(leaving)
        leaving.delete()
        known = set(wave.wave_complexes.values_list("complex_id", flat=True))
        WaveComplex.objects.bulk_create(
            WaveComplex(wave=wave, complex_id=complex_id)
            for complex_id in Complex.objects.filter(pk__in=adding - known).values_list(
                "pk", flat=True
            )
        )


def delete_draft(wave: Wave) -> None:
    """Remove a wave that has not been opened; raises NotInThisState."""
    with transaction.atomic():
        locks.hold_state(wave.pk)
        if Wave.objects.get(pk=wave.pk).state != Wave.State.DRAFT:
            raise NotInThisState
        forget_addresses(wave.wave_complexes.all())
        wave.delete()


def _check(wave: Wave, asked: Questionnaire, places: list[WaveComplex], *, today: date) -> None:
    if wave.state != Wave.State.DRAFT:
        raise NotInThisState
    if not asked.questions:
        raise NoQuestions
    if not places:
        raise NoComplexes
    if wave.closes_on < wave.opens_on:
        raise DatesCross
    if wave.closes_on < today:
        raise DatesPast
    if len(wave.key_indicators) > MAX_KEY_INDICATORS:
        raise TooManyKeyIndicators
    _check_places(places, asked)


def _check_places(places: list[WaveComplex], asked: Questionnaire) -> None:
    if unknown := [place.complex.name for place in places if not place.complex.dwellings]:
        raise DwellingsUnknown(unknown)
    if wrong := misfits(places, asked):
        raise MarginsDoNotFit(wrong)


def _freeze(place: WaveComplex, *, today: date) -> None:
    place.dwellings = place.complex.dwellings
    place.group_id = place.complex.group_id
    in_place = place.complex.measures.filter(status=Measure.Status.IN_PLACE, in_place_on__lte=today)
    place.measures = [
        {"id": measure.pk, "title": measure.title}
        for measure in in_place.order_by("in_place_on", "pk")
    ]
