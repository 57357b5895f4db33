"""The judge itself: it must catch a leak, and leave chance alone."""

import random

import pytest

from tests.attack.matching import (
    ALPHA,
    hits_p,
    neighbours_p,
    no_better_than_chance,
    rank_correlation_p,
)

ARRIVAL = list(range(40))


@pytest.mark.parametrize(
    "leak",
    [ARRIVAL, ARRIVAL[::-1], [*ARRIVAL[20:], *ARRIVAL[:20]], ARRIVAL[:30] + ARRIVAL[:29:-1]],
    ids=["kept", "reversed", "in two halves", "mostly kept"],
)
def test_an_order_that_is_kept_is_caught(leak):
    assert not no_better_than_chance(leak)


def test_neighbours_that_stay_together_are_caught():
    pairs = [ARRIVAL[start : start + 2] for start in range(0, 40, 2)]
    random.Random(3).shuffle(pairs)
    together = [number for pair in pairs for number in pair]
    assert neighbours_p(ARRIVAL, together) < ALPHA


def test_shuffled_orders_look_like_chance():
    dice = random.Random(11)
    shuffled = [dice.sample(ARRIVAL, 40) for _ in range(2000)]
    assert all(no_better_than_chance(order) for order in shuffled)
    assert sum(rank_correlation_p(order) < 0.05 for order in shuffled) < 140
    assert sum(hits_p(order) < 0.05 for order in shuffled) < 140
    assert sum(neighbours_p(ARRIVAL, order) < 0.06 for order in shuffled) < 160
