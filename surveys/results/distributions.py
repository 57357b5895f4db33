"""Distributions after disclosure: bands of answers, fewer where fewer people answered (rule 3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from surveys.questions import NO_OPINION, Kind, Option, Question
from surveys.results.policy import Policy, rounded
from surveys.results.types import Band, Distribution, Shown, WaveRef

ANSWERED = "*"  # as the count table calls everybody who answered a several-answers question
Given = Mapping[str, tuple[float, float]]  # option → n, Σw

THREE_MARKS = ((5.5, "5 of lager", -2), (7.5, "6 of 7", 0), (11.0, "8 of hoger", 2))
FIVE_MARKS = (
    (3.5, "3 of lager", -2),
    (5.5, "4 of 5", -1),
    (7.5, "6 of 7", 0),
    (8.5, "8", 1),
    (11.0, "9 of 10", 2),
)


@dataclass(frozen=True)
class _Part:
    """A band before disclosure."""

    label: str
    weight: float
    tone: int | None
    codes: tuple[int, ...]


def distribution(
    policy: Policy,
    wave: WaveRef,
    question: Question,
    given: Given,
    *,
    measures: Sequence[Mapping[str, object]] = (),
) -> Distribution:
    """The answers of one variable in one wave. Below 10 valid answers: nothing but "too few"."""
    several = question.kind is Kind.SEVERAL
    options = _options(question, measures)
    n, base = base_of(question, options, given)
    if n < policy.least_responses:
        return Distribution(wave, Shown.TOO_FEW, None, several=several)
    parts = _parts(policy, question, options, given, int(n))
    bands = [_band(policy, part, base, int(n)) for part in parts]
    if not several:
        bands = _sum_to_one(policy, bands, int(n))
        if sum(band.share is None for band in bands) == 1:  # the others would tell it
            return Distribution(wave, Shown.TOO_FEW, None)
    return Distribution(
        wave=wave,
        shown=Shown.INDICATIVE if n < policy.indicative_below else Shown.FULL,
        n=policy.count(n),
        bands=tuple(bands),
        not_scored=_not_scored(policy, options, given, int(n)),
        several=several,
    )


def _options(question: Question, measures: Sequence[Mapping[str, object]]) -> tuple[Option, ...]:
    if question.options_from != "measures":
        return question.options
    own = [Option(int(str(m["id"])), {"nl": str(m["title"])}) for m in measures]
    return (*own, *question.options)


def base_of(question: Question, options: Sequence[Option], given: Given) -> tuple[float, float]:
    """How many gave a valid answer, and their Σw."""
    if question.kind is Kind.MARK:
        marks = [cell for option, cell in given.items() if float(option) != NO_OPINION]
        return sum(n for n, _ in marks), sum(w for _, w in marks)
    if question.kind is Kind.SEVERAL:
        n, weight = given.get(ANSWERED, (0.0, 0.0))
        off = [given.get(str(o.code), (0.0, 0.0)) for o in options if not o.valid]
        return n - sum(cell[0] for cell in off), weight - sum(cell[1] for cell in off)
    valid = [given.get(str(option.code), (0.0, 0.0)) for option in options if option.valid]
    return sum(n for n, _ in valid), sum(w for _, w in valid)


def _parts(
    policy: Policy, question: Question, options: Sequence[Option], given: Given, n: int
) -> list[_Part]:
    if question.kind is Kind.MARK:
        return _mark_parts(FIVE_MARKS if n >= policy.full_distribution_from else THREE_MARKS, given)
    valid = [option for option in options if option.valid]
    groups: list[tuple[Option, ...]] = [(option,) for option in valid]
    if n < policy.full_distribution_from and question.kind is not Kind.SEVERAL:
        groups = _three(question, valid)
    return [_part(group, given) for group in groups]


def _three(question: Question, valid: list[Option]) -> list[tuple[Option, ...]]:
    """Four or five ordered answers as three bands: the ends together, or where the share is cut.

    A yes without how often joins the middle band, the least that every yes says.
    """
    offered = [option for option in valid if option.offered]
    if any(option.points is None for option in offered) or len(offered) not in (4, 5):
        return [(option,) for option in valid]
    one, two, three, *rest = offered
    plain = [option for option in valid if not option.offered]
    if len(offered) == 5 or (question.share and question.share.codes == (one.code, two.code)):
        return [(one, two), (three, *plain), tuple(rest)]
    return [(one,), (two, *plain), (three, *rest)]


def _part(group: tuple[Option, ...], given: Given) -> _Part:
    points = [option.points for option in group if option.points is not None]
    grey = None if any(option.offered for option in group) else 0
    return _Part(
        label=_together([option.says("nl") for option in group]),
        weight=sum(given.get(str(option.code), (0.0, 0.0))[1] for option in group),
        tone=_tone(sum(points) / len(points)) if points else grey,
        codes=tuple(option.code for option in group),
    )


def _together(labels: list[str]) -> str:
    """ "heel veilig of veilig"; what both begin with is said once: "ja, soms of vaak"."""
    start = labels[0].rpartition(", ")[0]
    same = bool(start) and all(label.startswith(f"{start}, ") for label in labels)
    rest = [label.removeprefix(f"{start}, ") if same else label for label in labels[1:]]
    return " of ".join([labels[0], *rest])


def _tone(points: float) -> int:
    """0–10 towards safety as −2 … 2."""
    return 2 - sum(points < limit for limit in (8.75, 6.25, 3.75)) - (points <= 1.25)


def _mark_parts(limits: Sequence[tuple[float, str, int]], given: Given) -> list[_Part]:
    marks = {float(option): weight for option, (_, weight) in given.items()}
    marks.pop(float(NO_OPINION), None)
    parts, start = [], 0.0
    for end, label, tone in limits:
        weight = sum(w for mark, w in marks.items() if start <= mark < end)
        codes = tuple(mark for mark in range(1, 11) if start <= mark < end)
        parts.append(_Part(label, weight, tone, codes))
        start = end
    return parts


def _band(policy: Policy, part: _Part, base: float, n: int) -> Band:
    share = part.weight / base if base else 0.0
    shown = Shown.FULL
    if n < policy.extreme_below and share < policy.extreme:
        shown = Shown.BELOW_TEN_PERCENT
    if n < policy.extreme_below and share > 1 - policy.extreme:
        shown = Shown.ABOVE_NINETY_PERCENT
    value = _rounded_share(policy, share, n) if shown is Shown.FULL else None
    return Band(part.label, value, part.tone, part.codes, shown)


def _rounded_share(policy: Policy, share: float, n: int) -> float:
    # an array of one costs twenty times a float, and a page has hundreds of bands
    return float(rounded(share, policy.share_steps(n))) if policy.rounds else share


def _sum_to_one(policy: Policy, bands: list[Band], n: int) -> list[Band]:
    """Rounded bands that miss 1 by a step give or take it at the largest band."""
    shares = [band.share for band in bands if band.share is not None]
    if not policy.rounds or len(shares) < len(bands):
        return bands
    largest = max(range(len(bands)), key=lambda place: shares[place])
    share = round(1 - sum(shares) + shares[largest], 10)
    return [replace(b, share=share) if i == largest else b for i, b in enumerate(bands)]


def _not_scored(
    policy: Policy, options: Sequence[Option], given: Given, n: int
) -> tuple[Band, ...]:
    """ "Weet niet" and such, as shares of everybody who answered."""
    everybody = given.get(ANSWERED, (0.0, sum(weight for _, weight in given.values())))[1]
    return tuple(
        _band(policy, _part((option,), given), everybody, n)
        for option in options
        if not option.valid
    )
