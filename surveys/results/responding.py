"""How many took part, as far as it may be told."""

from math import isnan

from complexes.models import ReportingGroup
from surveys.results.slices import Slice
from surveys.results.types import ResponseSummary, Shown, UnitKind
from surveys.statistics.change import detectable_share

USUAL_SHARE = 0.3  # what a change is shown for before anything is known: three in ten


def response_of(now: Slice, earlier: list[Slice]) -> ResponseSummary:
    """Of a hidden unit nothing but the group that it is reported with."""
    if not now.visible:
        return ResponseSummary(Shown.TOO_FEW, reported_with=_group_name(now))
    policy = now.closed.policy
    n, rate = responses(now)
    before = responses(earlier[-1]) if earlier and earlier[-1].visible else (None, None)
    return ResponseSummary(
        shown=Shown.INDICATIVE if (n or 0) < policy.indicative_below else Shown.FULL,
        n=n,
        dwellings=dwellings(now),
        rate=rate,
        earlier_n=before[0],
        earlier_rate=before[1],
        too_many=any(member.too_many for member in now.members),
        weighted=any(member.weighted for member in now.members),
        detectable_share=round(float(detectable_share(USUAL_SHARE, n)), 4) if n else None,
    )


def responses(found: Slice) -> tuple[int, float | None]:
    """n and the response rate of a visible unit; the rate is None when N is unknown."""
    policy = found.closed.policy
    n = policy.count(float(found.counts.respondents[0]))
    homes = dwellings(found)
    return n, policy.rate(min(n / homes, 1.0)) if homes else None


def dwellings(found: Slice) -> int | None:
    """N of the unit; for the corporation of the complexes its figures are made of."""
    total = found.counts.dwellings[0]
    return None if isnan(total) else int(total)


def _group_name(now: Slice) -> str:
    if now.unit.ref.kind is not UnitKind.COMPLEX:
        return ""
    group = now.members[0].group_id
    if group is None or group not in now.closed.publication.groups:
        return ""
    return ReportingGroup.objects.values_list("name", flat=True).get(pk=group)
