"""How often a trend is called one, without and with a trend: python -m tests.bench.trends."""

from typing import NamedTuple

import numpy as np

from surveys.statistics.change import Estimate
from surveys.statistics.levels import sample
from surveys.statistics.trends import Trend, mean_trend, share_trend

YEARS = {3: (0.0, 2.0, 4.0), 4: (0.0, 2.0, 3.0, 6.0), 5: (0.0, 1.0, 3.0, 4.0, 6.0)}
MIXED = (30, 100, 60, 25, 150)


class Case(NamedTuple):
    """Waves, answers in each (0: mixed), the level first and the rise from the first wave to the last."""

    waves: int
    answers: int
    start: float
    rise: float = 0.0

    @property
    def years(self) -> np.ndarray:
        return np.array(YEARS[self.waves])

    @property
    def sizes(self) -> np.ndarray:
        return np.array(MIXED[: self.waves] if not self.answers else [self.answers] * self.waves)

    @property
    def true(self) -> np.ndarray:
        return self.start + self.rise * self.years / self.years[-1]


LEVEL_SHARES = tuple(Case(w, n, p) for w in (3, 5) for n in (30, 60, 0) for p in (0.1, 0.3, 0.5))
LEVEL_MEANS = tuple(Case(w, n, 6.0) for w in (3, 5) for n in (12, 30, 0))
RISING_SHARES = tuple(Case(w, n, 0.3, 0.25) for w in (3, 4, 5) for n in (30, 60, 100))


def shares(case: Case, times: int) -> Trend:
    rng = np.random.default_rng([20261203, case.waves, case.answers])
    drawn = rng.binomial(case.sizes, case.true, (times, case.waves)) / case.sizes
    return share_trend(case.years, drawn, case.sizes)


def means(case: Case, times: int) -> Trend:
    """Whole marks of 1 to 10 around the true ones, with a spread that doubles over the waves."""
    rng = np.random.default_rng([20261204, case.waves, case.answers])
    found = [
        Estimate.of(sample(np.clip(np.round(rng.normal(mean, spread, (times, n))), 1, 10)))
        for mean, spread, n in zip(
            case.true, np.linspace(1.2, 2.4, case.waves), case.sizes, strict=True
        )
    ]
    parts = ([getattr(one, part) for one in found] for part in ("value", "variance", "df"))
    return mean_trend(case.years, Estimate(*(np.stack(part, axis=-1) for part in parts)))


def main() -> None:
    """The tables of docs/methods.md."""
    print("waves n    start  rise   p<=.05  p<=.01  misfit<.01")
    for draw, cases in ((shares, LEVEL_SHARES), (means, LEVEL_MEANS), (shares, RISING_SHARES)):
        print(draw.__name__)
        for case in cases:
            found = draw(case, 40_000)
            print(f"{case.waves:<6}{case.answers or 'mix':<5}{case.start:<7}{case.rise:<7}"
                  f"{(found.p <= 0.05).mean():.3f}   {(found.p <= 0.01).mean():.3f}   "
                  f"{(found.misfit < 0.01).mean():.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
