"""Which figures a wave has: for every scored variable its mean, for every share its share, and scales."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from surveys.bank import SCALES, measure_question
from surveys.bank.national import national_rows
from surveys.questions import (
    NO_OPINION,
    Better,
    Kind,
    Question,
    Questionnaire,
    Scale,
    Variable,
)
from surveys.results.types import Indicator, Measure, NationalFigure
from surveys.statistics.levels import Array
from surveys.statistics.verdicts import EQUAL_MEAN, EQUAL_SHARE

SHARE_IS_TESTED = "V4"  # "voelt zich wel eens onveilig" is known as a share, nationally too
RANGES = {Measure.SHARE: (0.0, 1.0), Measure.SCORE: (0.0, 10.0), Measure.MARK: (1.0, 10.0)}


@dataclass(frozen=True)
class Spec:
    """How one indicator follows from counts, and which questions must be the same to compare it."""

    indicator: Indicator
    questions: tuple[Question, ...]
    points: Mapping[str, float] | None  # option → value; None: the option is the value

    def value_of(self, option: str) -> float | None:
        """What an option is worth; None when it is not a valid, scored answer."""
        if self.points is not None:
            return self.points.get(option)
        value = float(option)
        is_mark = self.indicator.measure is Measure.MARK
        return None if is_mark and value == NO_OPINION else value

    def same_as(self, other: "Spec") -> bool:
        """Comparable over waves: every question behind it is the same in both."""
        return len(self.questions) == len(other.questions) and all(
            mine.same_as(theirs)
            for mine, theirs in zip(self.questions, other.questions, strict=True)
        )


@dataclass(frozen=True)
class Plan:
    """The indicators of a wave (or of one complex in it), with what arrays need to know of them."""

    specs: tuple[Spec, ...]

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(spec.indicator.key for spec in self.specs)

    @cached_property
    def place(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def is_share(self) -> NDArray[np.bool_]:
        return self._flags(spec.indicator.measure is Measure.SHARE for spec in self.specs)

    @cached_property
    def is_key(self) -> NDArray[np.bool_]:
        return self._flags(spec.indicator.is_key for spec in self.specs)

    @cached_property
    def tested(self) -> NDArray[np.bool_]:
        return self._flags(spec.indicator.tested for spec in self.specs)

    @cached_property
    def share_of(self) -> NDArray[np.intp]:
        """For each indicator the place of its variable's share; its own place when there is none."""
        shares = {
            spec.indicator.variable: place
            for place, spec in enumerate(self.specs)
            if self.is_share[place]
        }
        return np.array(
            [shares.get(spec.indicator.variable, place) for place, spec in enumerate(self.specs)],
            dtype=np.intp,
        )

    @cached_property
    def partly_scored(self) -> NDArray[np.bool_]:
        """Means that leave out an answer which is valid all the same (V4: a yes without how often)."""
        return self._flags(
            spec.indicator.measure is Measure.SCORE
            and any(o.valid and o.points is None for q in spec.questions for o in q.options)
            for spec in self.specs
        )

    @cached_property
    def near(self) -> Array:
        """How small a whole interval must be to be called about equal."""
        return np.where(self.is_share, EQUAL_SHARE, EQUAL_MEAN)

    @cached_property
    def lowest(self) -> Array:
        return np.array([RANGES[spec.indicator.measure][0] for spec in self.specs])

    @cached_property
    def highest(self) -> Array:
        return np.array([RANGES[spec.indicator.measure][1] for spec in self.specs])

    def comparable(self, earlier: "Plan") -> NDArray[np.bool_]:
        """Per indicator whether `earlier` has it with the same questions."""
        return self._flags(
            spec.indicator.key in earlier.place
            and spec.same_as(earlier.specs[earlier.place[spec.indicator.key]])
            for spec in self.specs
        )

    def places_in(self, other: "Plan") -> NDArray[np.intp]:
        """For each indicator its place in `other`, −1 when it is not there."""
        return np.array([other.place.get(key, -1) for key in self.keys], dtype=np.intp)

    def _flags(self, values: Iterable[bool]) -> NDArray[np.bool_]:
        return np.fromiter(values, dtype=bool, count=len(self.specs))


def plan_of(
    asked: Questionnaire, key_codes: Sequence[str], measures: Sequence[Mapping[str, object]] = ()
) -> Plan:
    """The indicators in the order asked; M2 once per measure, a scale after its last item."""
    variables = asked.variables()
    scales = [s for s in SCALES if all(item in variables for item in s.variables)]
    specs: list[Spec] = []
    for question in _expanded(asked, measures):
        for variable in question.variables():
            specs += _of_variable(variable, key_codes)
        for scale in scales:
            if variables[scale.variables[-1]].question.code == question.code:
                specs.append(_of_scale(scale, variables, key_codes))
    return Plan(tuple(specs))


def _expanded(asked: Questionnaire, measures: Sequence[Mapping[str, object]]) -> Iterator[Question]:
    for question in asked:
        if question.follow_up == "per_measure":
            for measure in measures:
                yield measure_question(question, int(str(measure["id"])), str(measure["title"]))
        elif not question.background:
            yield question


def _of_variable(variable: Variable, key_codes: Sequence[str]) -> Iterator[Spec]:
    question = variable.question
    rank = _rank(key_codes, question.code, variable.name)
    share_is_tested = bool(question.share) and (
        question.code == SHARE_IS_TESTED or not question.scored or _yes_or_no(question)
    )
    if question.scored and not _yes_or_no(question):
        tested = not share_is_tested
        measure = Measure.MARK if question.kind is Kind.MARK else Measure.SCORE
        indicator = _indicator(variable, measure, tested, rank if tested else 0)
        yield Spec(indicator, (question,), _scores(question))
    if question.share:
        indicator = _indicator(
            variable, Measure.SHARE, share_is_tested, rank if share_is_tested else 0
        )
        yield Spec(indicator, (question,), _ones(question))


def _rank(key_codes: Sequence[str], *codes: str) -> int:
    """Place among the key indicators from 1; 0 when none of these codes is one."""
    return next((place for place, code in enumerate(key_codes, start=1) if code in codes), 0)


def _yes_or_no(question: Question) -> bool:
    """Two scored answers: the mean would be the share again, with a worse interval."""
    return bool(question.share) and sum(o.points is not None for o in question.options) == 2


def _scores(question: Question) -> Mapping[str, float] | None:
    if question.kind is Kind.MARK:
        return None
    return {str(o.code): o.points for o in question.options if o.points is not None and o.valid}


def _ones(question: Question) -> Mapping[str, float]:
    codes = question.share.codes if question.share else ()
    return {str(o.code): float(o.code in codes) for o in question.options if o.valid}


def _indicator(variable: Variable, measure: Measure, tested: bool, rank: int) -> Indicator:
    question = variable.question
    is_share = measure is Measure.SHARE and question.share is not None
    wording = question.says("nl")
    return Indicator(
        key=f"{variable.name}:share" if is_share else variable.name,
        variable=variable.name,
        question=question.code,
        theme=question.theme,
        measure=measure,
        label=variable.label(),
        share_label=question.share.label["nl"] if is_share and question.share else "",
        wording=f"{wording} ({variable.item.says('nl')})" if variable.item else wording,
        better=question.share.better if is_share and question.share else Better.HIGHER,
        is_key=rank > 0,
        key_rank=rank,
        tested=tested,
    )


def _of_scale(scale: Scale, variables: Mapping[str, Variable], key_codes: Sequence[str]) -> Spec:
    items = [variables[name] for name in scale.variables]
    questions = tuple(dict.fromkeys(item.question.code for item in items))
    indicator = Indicator(
        key=scale.code,
        variable=scale.code,
        question=scale.code,
        theme=items[0].question.theme,
        measure=Measure.SCORE,
        label=scale.label["nl"],
        share_label="",
        wording="; ".join(item.label() for item in items),
        better=Better.HIGHER,
        is_key=scale.code in key_codes,
        key_rank=_rank(key_codes, scale.code),
    )
    by_code = {item.question.code: item.question for item in items}
    return Spec(indicator, tuple(by_code[code] for code in questions), None)


def national_figures(indicator: Indicator) -> tuple[NationalFigure, ...]:
    """The reference line of a share, oldest first; () where there is none."""
    if indicator.measure is not Measure.SHARE:
        return ()
    return tuple(
        NationalFigure(row.year, row.value, row.series, row.source, row.label)
        for row in national_rows()
        if row.question == indicator.question
    )
