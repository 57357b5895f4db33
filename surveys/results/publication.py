"""Which units of a wave are reported: alone, with their group, or not at all (rules 2 and 5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveys.results.policy import Policy


@dataclass(frozen=True)
class Member:
    """A complex in a wave: its responses, its dwellings as frozen at opening, and its group."""

    complex_id: int
    n: int
    dwellings: int | None
    group_id: int | None


@dataclass(frozen=True)
class Publication:
    """What is reported. `complexes` alone; `groups` as a whole; `covered` are all complexes in either.

    `whole`: the corporation's own total may be shown. Otherwise it would tell, by subtraction, the few
    respondents that are reported nowhere; the corporation is then the sum of the covered complexes.
    """

    complexes: frozenset[int]
    groups: frozenset[int]
    covered: frozenset[int]
    whole: bool
    corporation: bool


def publish(policy: Policy, members: Sequence[Member], elsewhere: int = 0) -> Publication:
    """Decide for all units at once; `elsewhere` respondents live in no known complex.

    A complex is reported alone when it is large enough. In a group the members that are not must be large
    enough together; if not, the smallest member reported alone is hidden too, and so on: the group
    cannot be subtracted from (rule 5: of two nested groups the smaller is hidden).
    """
    alone = {m.complex_id for m in members if policy.reportable(m.n, m.dwellings)}
    groups: set[int] = set()
    covered: set[int] = set()
    for group_id, group in _by_group(members).items():
        if policy.reportable(*_together(group)):
            groups.add(group_id)
            covered |= {m.complex_id for m in group}
            alone -= _hidden_with_their_group(policy, group, alone)
    covered |= alone
    left = [m for m in members if m.complex_id not in covered]
    n, dwellings = _together(left)
    n, dwellings = n + elsewhere, None if elsewhere else dwellings
    whole = n == 0 or policy.reportable(n, dwellings)
    return Publication(
        complexes=frozenset(alone),
        groups=frozenset(groups),
        covered=frozenset(covered),
        whole=whole,
        corporation=bool(covered) or (n > 0 and whole),
    )


def _by_group(members: Iterable[Member]) -> Mapping[int, list[Member]]:
    groups: dict[int, list[Member]] = {}
    for member in members:
        if member.group_id is not None:
            groups.setdefault(member.group_id, []).append(member)
    return groups


def _together(members: Sequence[Member]) -> tuple[int, int | None]:
    dwellings = [member.dwellings for member in members]
    known = [number for number in dwellings if number is not None]
    return sum(m.n for m in members), sum(known) if len(known) == len(dwellings) else None


def _hidden_with_their_group(policy: Policy, group: list[Member], alone: set[int]) -> set[int]:
    """The members to hide so that the group minus all members still reported alone tells enough people."""
    left = [m for m in group if m.complex_id not in alone]
    shown = sorted((m for m in group if m.complex_id in alone), key=lambda m: (m.n, m.complex_id))
    hidden: set[int] = set()
    while any(m.n for m in left) and not policy.reportable(*_together(left)) and shown:
        left.append(shown.pop(0))
        hidden.add(left[-1].complex_id)
    return hidden
