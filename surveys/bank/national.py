"""National reference figures: drawn as a line with year, series and source; never tested or merged."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("national-figures.csv")


@dataclass(frozen=True)
class NationalRow:
    """One published figure; `value` is a share 0–1."""

    question: str
    label: str
    series: str
    year: int
    value: float
    source: str


@cache
def national_rows() -> tuple[NationalRow, ...]:
    """Every figure of the file, in its order. The 2021 redesign broke the series: two series, one break."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            NationalRow(
                question=row["question_code"],
                label=row["indicator"],
                series=row["series"],
                year=int(row["year"]),
                value=float(row["value"]) / 100,
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )
