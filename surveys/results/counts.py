"""Count tables as arrays: units beside each other, one column per variable and option."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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
        n, weight = self.cells[0, unit], self.cells[1, unit]
        return {
            option: (float(n[place]), float(weight[place]))
            for place, (name, option) in enumerate(self.columns)
            if name == variable and n[place]
        }


def counts_of(tables: Iterable[tuple[Table, int | None, int]]) -> Counts:
    """Units of (counts, N, respondents), in their order."""
    rows = list(tables)
    places: dict[tuple[str, str], int] = {}
    flat: list[tuple[list[int], list[Sequence[float]]]] = []
    for table, _, _ in rows:
        where: list[int] = []
        cells: list[Sequence[float]] = []
        for variable, options in table.items():
            for option, cell in options.items():
                where.append(places.setdefault((variable, option), len(places)))
                cells.append(cell)
        flat.append((where, cells))
    array = np.zeros((3, len(rows), len(places)))
    for unit, (where, cells) in enumerate(flat):
        if where:
            array[:, unit, where] = np.array(cells, dtype=float).T
    return Counts(
        tuple(places),
        array,
        np.array([np.nan if n is None else n for _, n, _ in rows], dtype=float),
        np.array([n for _, _, n in rows], dtype=float),
        (array[0] != array[1]).any(axis=1),
    )
