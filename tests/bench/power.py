"""The power that is promised beside that of simulated surveys: python -m tests.bench.power."""

from typing import NamedTuple

import numpy as np

from surveys.statistics.change import Estimate, detectable_mean, mean_change, share_change
from surveys.statistics.detectable import detectable_change
from surveys.statistics.levels import sample

UNTOLD = 3


class Promise(NamedTuple):
    """Answers in both waves and the level of the first step of Holm's procedure."""

    earlier: int
    later: int
    level: float


PROMISED = tuple(
    Promise(*sizes, level)
    for sizes in ((30, 30), (40, 40), (60, 60), (27, 229), (100, 100), (229, 229))
    for level in (0.05, 0.01)
)


def share_of_shares_found(promise: Promise, waves: int) -> float:
    """Of simulated pairs of waves with the promised rise from three in ten, the part that is called a rise."""
    rng = np.random.default_rng([20261201, promise.earlier, promise.later])
    rise = detectable_change(*promise, untold=UNTOLD).rise
    one = rng.binomial(promise.earlier, 0.3, waves)
    two = rng.binomial(promise.later, 0.3 + rise, waves)
    n1, n2 = float(promise.earlier), float(promise.later)
    found = share_change(one / n1, n1, two / n2, n2)
    told = (np.minimum(one, n1 - one) > UNTOLD) & (np.minimum(two, n2 - two) > UNTOLD)
    return float(((found.p <= promise.level) & (found.difference > 0) & told).mean())


def share_of_means_found(promise: Promise, waves: int) -> float:
    """The same for a mean of normal marks with a spread of 2: the rise promised at that spread."""
    rng = np.random.default_rng([20261202, promise.earlier, promise.later])
    true = [
        Estimate(np.array(6.0), np.array(4.0 / n), np.array(n - 1.0))
        for n in (promise.earlier, promise.later)
    ]
    rise = float(detectable_mean(*true, promise.level))
    first = Estimate.of(sample(rng.normal(6, 2, (waves, promise.earlier))))
    second = Estimate.of(sample(rng.normal(6 + rise, 2, (waves, promise.later))))
    found = mean_change(first, second)
    return float(((found.p <= promise.level) & (found.difference > 0)).mean())


def main() -> None:
    """The table of docs/methods.md."""
    print("n1   n2   level   rise   power of shares   of means   (promised .800)")
    for promise in PROMISED:
        rise = 100 * detectable_change(*promise, untold=UNTOLD).rise
        shares, means = (f(promise, 50_000) for f in (share_of_shares_found, share_of_means_found))
        print(f"{promise.earlier:<5}{promise.later:<5}{promise.level:<7}{rise:5.1f}   "
              f"{shares:.3f}             {means:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
