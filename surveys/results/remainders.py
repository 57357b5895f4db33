"""Subtraction, question by question: what a total minus its published parts would tell (rule 5).

The publication sees to it that enough *people* are left; here a question that too few of those people
answered is left out of the total.
"""

from collections.abc import Collection, Iterable

import numpy as np

from surveys.questions import Kind, Question
from surveys.results.counts import Counts
from surveys.results.distributions import base_of
from surveys.results.reading import ClosedWave, all_complexes


def revealing(found: ClosedWave, total: Counts, members: Collection[int]) -> list[str]:
    """Variables of a total over `members` (complex ids) whose remainder 1–9 people answered.

    Subtracted are the members reported alone, and all members that are reported in some way: groups
    are published too.
    """
    published = found.publication
    parts = [_together(found, members, ids) for ids in (published.complexes, published.covered)]
    questions = _questions(found)
    least = found.policy.least_responses
    return [
        variable
        for variable in total.by_variable
        if any(
            0 < _valid(total, variable, questions) - _valid(part, variable, questions) < least
            for part in parts
        )
    ]


def _together(found: ClosedWave, members: Collection[int], chosen: Iterable[int]) -> Counts:
    everybody = all_complexes(found)
    wanted = set(members) & set(chosen)
    return everybody.counts.total(np.array([pk in wanted for pk in everybody.ids], dtype=bool))


def _questions(found: ClosedWave) -> dict[str, Question]:
    return {
        name: variable.question
        for name, variable in found.asked.variables().items()
        if variable.question.kind is not Kind.OPEN
    }


def _valid(counts: Counts, variable: str, questions: dict[str, Question]) -> float:
    given = counts.options(variable)
    question = questions.get(variable)
    if question is None:  # a scale: every score is valid
        return sum(n for n, _ in given.values())
    return base_of(question, question.options, given)[0]
