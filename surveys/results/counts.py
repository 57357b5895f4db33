"""Count tables as arrays: units beside each other, one column per variable and option."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from surveys.statistics.levels import Array

Table = Mapping[str, Mapping[str, Sequence[float]]]  # {variable: {option: [n, Σw, Σw²]}}


@dataclass(frozen=True)
class Counts:
    """Arrays [units, columns]; `dwellings` is nan where N is unknown."""

    columns: tuple[tuple[str, str], ...]
    cells: Array  # [3, units, columns]: n, Σw, Σw²
    dwellings: Array
    respondents: Array
    weighted: NDArray[np.bool_]

    def total(self, units: NDArray[np.bool_]) -> "Counts":
        """The chosen units together, as one unit."""
        return Counts(
            self.columns,
            self.cells[:, units].sum(axis=1, keepdims=True),
            self.dwellings[units].sum(keepdims=True),
            self.respondents[units].sum(keepdims=True),
            np.array([bool(self.weighted[units].any())]),
        )

    def options(self, variable: str, unit: int = 0) -> dict[str, tuple[float, float]]:
        """Of one unit the options given of a variable, with n and Σw."""
        n, weight = self.cells[0, unit].tolist(), self.cells[1, unit].tolist()
        return {
            option: (n[place], weight[place])
            for option, place in self.by_variable.get(variable, ())
            if n[place]
        }

    def lacking(self, variables: Iterable[str]) -> "Counts":
        """The same counts as if nobody had answered these variables."""
        places = [place for name in variables for _, place in self.by_variable.get(name, ())]
        cells = self.cells.copy()
        cells[:, :, places] = 0.0
        return replace(self, cells=cells)

    @cached_property
    def by_variable(self) -> dict[str, list[tuple[str, int]]]:
        """Variable → its options and their columns."""
        found: dict[str, list[tuple[str, int]]] = {}
        for place, (variable, option) in enumerate(self.columns):
            found.setdefault(variable, []).append((option, place))
        return found


def counts_of(tables: Iterable[tuple[Table, int | None, int]]) -> Counts:
    """Units of (counts, N, respondents), in their order; each table is let go once it is read."""
    columns: dict[str, dict[str, int]] = {}
    names: list[tuple[str, str]] = []
    flat: list[tuple[list[int], Array]] = []
    sizes: list[tuple[float, float]] = []
    for table, dwellings, n in tables:
        flat.append(_flat(table, columns, names))
        sizes.append((np.nan if dwellings is None else dwellings, n))
    cells = np.zeros((3, len(flat), len(names)))
    for unit, (where, values) in enumerate(flat):
        cells[:, unit, where] = values
    known = np.array(sizes, dtype=float).reshape(-1, 2)
    weighted = (cells[0] != cells[1]).any(axis=1)
    return Counts(tuple(names), cells, known[:, 0], known[:, 1], weighted)


def _flat(
    table: Table, columns: dict[str, dict[str, int]], names: list[tuple[str, str]]
) -> tuple[list[int], Array]:
    """One table as columns and their cells [3, …]; new columns are added to `columns` and `names`."""
    where: list[int] = []
    cells: list[Sequence[float]] = []
    for variable, options in table.items():
        known = columns.setdefault(variable, {})
        for option in options:
            if option not in known:
                known[option] = len(names)
                names.append((variable, option))
        where += [known[option] for option in options]
        cells += options.values()
    numbers = np.fromiter(chain.from_iterable(cells), dtype=float, count=3 * len(cells))
    return where, numbers.reshape(-1, 3).T
