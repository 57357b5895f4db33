"""Background groups: figures by one background question, and who answered (rule 4)."""

import numpy as np
from numpy.typing import NDArray

from surveys.questions import Kind, Question
from surveys.results.counts import Counts
from surveys.results.distributions import distribution
from surveys.results.figures import Figures, figures
from surveys.results.objects import level_of
from surveys.results.policy import Disclosed, disclose
from surveys.results.slices import Slice
from surveys.results.types import Band, Profile, Shown, Split, Subgroup


def splits_of(now: Slice) -> tuple[Split, ...]:
    """Every tested figure by every background question; the whole split or nothing.

    Needs 30 respondents, and in each group and in its complement 10 valid answers; where one group's
    level may not be shown as a number, the others could be used to find it.
    """
    respondents = float(now.counts.respondents[0])
    if now.split_counts is None or respondents < now.closed.policy.split_from:
        return ()
    found = figures(now.split_counts, now.plan)
    disclosed = disclose(now.closed.policy, found, now.plan)
    splits: list[Split] = []
    for question in _backgrounds(now):
        rows = _rows(now, question)
        if rows is not None and _large(now, now.split_counts, rows):
            splits += _of_background(now, question, rows, found, disclosed)
    return tuple(splits)


def _backgrounds(now: Slice) -> list[Question]:
    return [q for q in now.closed.asked if q.background and q.kind is Kind.SINGLE]


def _rows(now: Slice, question: Question) -> NDArray[np.intp] | None:
    """Places of the groups of a background question; None when one of them is empty."""
    names = [f"{question.code}:{option.code}" for option in question.options if option.valid]
    if not names or not set(names) <= set(now.subgroups):
        return None
    return np.array([now.subgroups.index(name) for name in names], dtype=np.intp)


def _large(now: Slice, counts: Counts, rows: NDArray[np.intp]) -> bool:
    least = now.closed.policy.least_group
    sizes = counts.respondents[rows]
    return bool(((sizes >= least) & (now.counts.respondents[0] - sizes >= least)).all())


def _of_background(
    now: Slice, question: Question, rows: NDArray[np.intp], found: Figures, disclosed: Disclosed
) -> list[Split]:
    least = now.closed.policy.least_group
    groups, complement = found.n[rows], now.figures.n - found.n[rows]
    fit = ((groups >= least) & (complement >= least) & disclosed.numeric[rows]).all(axis=0)
    fit &= now.figures.n[0] >= now.closed.policy.split_from
    labels = [option.says("nl") for option in question.options if option.valid]
    return [
        Split(
            spec.indicator,
            question.says_short("nl"),
            tuple(
                Subgroup(label, level_of(disclosed, int(row), place))
                for label, row in zip(labels, rows, strict=True)
            ),
        )
        for place, spec in enumerate(now.plan.specs)
        if fit[place] and spec.indicator.tested
    ]


def profiles_of(now: Slice) -> tuple[Profile, ...]:
    """Who answered, from 30 valid answers; beside it all dwellings where margins are known."""
    profiles = []
    for question in _backgrounds(now):
        given = now.counts.options(question.code)
        answered = sum(given.get(str(o.code), (0, 0))[0] for o in question.options if o.valid)
        if answered < now.closed.policy.split_from:
            continue
        plain = {option: (n, n) for option, (n, _) in given.items()}  # who came, not weighted back
        found = distribution(now.closed.policy, now.wave, question, plain)
        if found.shown is not Shown.TOO_FEW:
            profiles.append(Profile(question.says_short("nl"), found, _known(now, question)))
    return tuple(profiles)


def _known(now: Slice, question: Question) -> tuple[Band, ...]:
    margins = [dict(member.margins.get(question.code, {})) for member in now.members]
    if not margins or not all(margins):
        return ()
    totals = {
        option.code: sum(margin.get(str(option.code), 0) for margin in margins)
        for option in question.options
        if option.valid
    }
    everybody = sum(totals.values())
    return tuple(
        Band(question.option(code).says("nl"), total / everybody, None, (code,))
        for code, total in totals.items()
        if everybody
    )
