"""Invented answers for the demo corporation: from a fixed seed, with exactly the stated patterns.

Every respondent has one hidden feeling of safety; answers follow from it, from what plays at the complex
in that wave, and from chance. The mean mark and the number who ever feel unsafe come out exactly as stated.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from surveys.bank import BANK
from surveys.questions import Kind, Question

MARK_SPREAD = 1.15
SKIPS = 0.03
UNSURE = 0.04
YES = (2, 3, 4, 6)  # V4: rarely, sometimes, often, and without how often

Answers = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """One complex in one wave: how many answer, how they feel, and what plays there."""

    respondents: int
    mark: float  # mean of R1, met to one decimal
    unsafe: int  # number who ever feel unsafe (V4), met exactly
    shifts: dict[str, float] = field(default_factory=dict)  # variable → points above or below mood
    absent: frozenset[str] = frozenset()  # places that the complex does not have
    measures: tuple[int, ...] = ()  # ids asked about in M1
    seniors: float = 0.35  # share of 55 or older


def invent(scene: Scene, random: Random) -> list[Answers]:
    """Answers of `scene.respondents` people, in no order that means anything."""
    moods = [random.gauss(0, 1) for _ in range(scene.respondents)]
    people = [_answers(scene, mood, random) for mood in moods]
    for person, mark in zip(people, _marks(scene, moods, random), strict=True):
        person["R1"] = mark
    _set_unsafe(scene, people, moods, random)
    random.shuffle(people)
    return people


def _answers(scene: Scene, mood: float, random: Random) -> Answers:
    answers: Answers = {}
    for question in BANK.values():
        for variable in question.variables():
            if variable.name in scene.absent:
                answers[variable.name] = next(o.code for o in question.options if not o.valid)
            elif question.scored and not question.follow_up and random.random() > SKIPS:
                shift = scene.shifts.get(variable.name, scene.shifts.get(question.code, 0.0))
                answers[variable.name] = _scored(question, scene.mark + shift, mood, random)
    answers |= _unscored(scene, mood, random)
    return answers


def _scored(question: Question, level: float, mood: float, random: Random) -> float | int:
    """The option whose points lie nearest to what this person feels about it."""
    felt = level + 1.4 * mood + random.gauss(0, 1.5)
    if question.kind is Kind.MARK:
        return float(min(10, max(1, round(felt))))
    unsure = [option.code for option in question.options if not option.valid]
    if unsure and random.random() < UNSURE:
        return unsure[0]
    scored = [option for option in question.options if option.points is not None]
    return min(scored, key=lambda option: abs((option.points or 0.0) - felt)).code


def _unscored(scene: Scene, mood: float, random: Random) -> Answers:
    """Reporting, changes seen, wishes and background: what carries no points."""
    seen = [measure for measure in scene.measures if random.random() < 0.6]
    answers: Answers = {
        "P2": sorted(random.sample(range(1, 7), random.choice([1, 1, 2]))),
        "P4": random.choices([1, 2, 3, 4], weights=[60, 16, 18, 6])[0],
        "M3": sorted(random.sample(range(1, 9), random.choice([2, 3, 3]))),
        "A1": random.choices(
            [1, 2, 3], weights=[0.4 * (1 - scene.seniors), 0.6 * (1 - scene.seniors), scene.seniors]
        )[0],
        "A2": random.choices([1, 2, 3], weights=[15, 25, 60])[0],
    }
    if scene.measures:
        answers["M1"] = seen or [random.choice([-1, -2])]
    for measure in seen:
        weights = [50 + 10 * mood, 40, 5, 5]
        answers[f"M2.{measure}"] = random.choices([1, 2, 3, 4], weights=weights)[0]
    return answers


def _marks(scene: Scene, moods: list[float], random: Random) -> list[float]:
    """Whole marks whose mean is the stated one to the decimal."""
    marks = [
        min(10, max(1, round(scene.mark + MARK_SPREAD * (0.8 * mood + 0.6 * random.gauss(0, 1)))))
        for mood in moods
    ]
    wanted = round(scene.mark * scene.respondents)
    while (gap := wanted - sum(marks)) != 0:
        step = 1 if gap > 0 else -1
        index = random.randrange(len(marks))
        if 2 <= marks[index] + step <= 9:
            marks[index] += step
    return [float(mark) for mark in marks]


def _set_unsafe(scene: Scene, people: list[Answers], moods: list[float], random: Random) -> None:
    """Exactly `scene.unsafe` people say "ja" to V4: mostly those who feel least safe."""
    ranked = sorted(range(len(people)), key=lambda i: moods[i] + random.gauss(0, 0.6))
    for place, index in enumerate(ranked):
        unsafe = place < scene.unsafe
        people[index]["V4"] = random.choices(YES, weights=[4, 4, 2, 1])[0] if unsafe else 1
