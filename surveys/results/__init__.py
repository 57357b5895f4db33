"""Results of closed waves, after disclosure control. Nothing hidden leaves this package."""

from surveys.results.errors import NotInWave, WaveNotClosed
from surveys.results.funnels import funnel
from surveys.results.reading import reported_complexes
from surveys.results.strips import (
    default_strip_keys,
    numbered_points,
    overview,
    strip,
    strips,
)
from surveys.results.trends import trends
from surveys.results.units import (
    corporation_result,
    group_result,
    reported_groups,
    unit_result,
)

__all__ = [
    "NotInWave",
    "WaveNotClosed",
    "corporation_result",
    "default_strip_keys",
    "funnel",
    "group_result",
    "numbered_points",
    "overview",
    "reported_complexes",
    "reported_groups",
    "strip",
    "strips",
    "trends",
    "unit_result",
]
