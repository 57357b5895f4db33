"""Tallies: answers added up per variable and option, as a count table keeps them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

import numpy as np

from surveys.bank import SCALES
from surveys.questions import Kind, Questionnaire, Scale
from surveys.statistics.levels import scale_scores

ANSWERED = "*"  # beside the options of a several-answers variable: who answered it at all
PER_COMPLEX = (
    "M1",
    "M2",
)  # about the measures of one complex: meaningless when complexes are summed

Answers = Mapping[str, Any]
Cells = dict[str, dict[Any, list[float]]]


class Tally:
    """n, Σw and Σw² per variable and option, of one set of respondents."""

    def __init__(self) -> None:
        self.n = 0
        self.weight = 0.0
        self.weight_square = 0.0
        self.cells: Cells = {}

    def add(self, people: Iterable[Answers], weight: float) -> None:
        """Respondents of one weight. An empty list of answers counts as skipped."""
        columns: defaultdict[str, list[Any]] = defaultdict(list)
        n = 0
        for answers in people:
            n += 1
            for variable, answer in answers.items():
                columns[variable].append(answer)
        square = weight * weight
        self.n += n
        self.weight += n * weight
        self.weight_square += n * square
        for variable, column in columns.items():
            cells = self.cells.setdefault(variable, {})
            for option, count in _counted(column).items():
                _count(cells, option, count, count * weight, count * square)

    def merge(self, other: "Tally") -> None:
        """All respondents of a smaller set, without what only means something in one complex."""
        self.n += other.n
        self.weight += other.weight
        self.weight_square += other.weight_square
        for variable, options in other.cells.items():
            if variable.partition(".")[0] in PER_COMPLEX:
                continue
            mine = self.cells.setdefault(variable, {})
            for option, cell in options.items():
                _count(mine, option, *cell)

    def counts(self) -> dict[str, dict[str, list[float]]]:
        """As stored: {variable: {option as text: [n, Σw, Σw²]}}."""
        return {
            variable: {option_text(option): _whole(cell) for option, cell in options.items()}
            for variable, options in self.cells.items()
            if options
        }


def _counted(column: list[Any]) -> Counter[Any]:
    """How often each option was given; of several-answers questions also who answered."""
    if not isinstance(column[0], list):
        return Counter(column)
    counts = Counter(chain.from_iterable(column))
    counts[ANSWERED] = sum(1 for chosen in column if chosen)
    return +counts


def _count(options: dict[Any, list[float]], option: Any, n: float, w: float, w2: float) -> None:
    cell = options.get(option)
    if cell is None:
        options[option] = [n, w, w2]
    else:
        cell[0] += n
        cell[1] += w
        cell[2] += w2


def _whole(cell: list[float]) -> list[float]:
    """Unweighted counts as whole numbers: half the text to store and to read."""
    return [int(number) if number == int(number) else number for number in cell]


def option_text(option: Any) -> str:
    """2 → "2", 7.0 → "7", 7.5 → "7.5", a score → ten decimals at most."""
    if isinstance(option, float):
        return str(int(option)) if option.is_integer() else repr(round(option, 10))
    return str(option)


def subgroups_of(answers: Answers, backgrounds: Mapping[str, frozenset[int]]) -> list[str]:
    """The declared groups of one respondent, as "A1:2"; "zeg ik liever niet" is no group."""
    return [
        f"{variable}:{answers[variable]}"
        for variable, options in backgrounds.items()
        if answers.get(variable) in options
    ]


def backgrounds_in(asked: Questionnaire) -> dict[str, frozenset[int]]:
    """Background variables of a wave with the options that make a group."""
    return {
        question.code: frozenset(option.code for option in question.options if option.valid)
        for question in asked
        if question.background and question.kind is Kind.SINGLE
    }


def scales_in(asked: Questionnaire) -> tuple[Scale, ...]:
    """The scales of which every item was asked."""
    variables = asked.variables()
    return tuple(scale for scale in SCALES if all(item in variables for item in scale.variables))


def add_scale_scores(people: list[dict[str, Any]], asked: Questionnaire) -> None:
    """Give every respondent with enough answers the score of each scale, as one more variable."""
    variables = asked.variables()
    for scale in scales_in(asked) if people else ():
        points: list[dict[Any, float | None]] = [
            {option.code: option.points for option in variables[item].question.options}
            for item in scale.variables
        ]
        matrix = [
            [
                known.get(person.get(item))
                for item, known in zip(scale.variables, points, strict=True)
            ]
            for person in people
        ]
        for person, score in zip(people, _scores(matrix), strict=True):
            if not np.isnan(score):
                person[scale.code] = round(score, 10)


def _scores(matrix: list[list[float | None]]) -> list[float]:
    rows = np.array(matrix, dtype=float)
    found: list[float] = scale_scores(rows).tolist()
    return found
