"""Results of closed waves, after disclosure control. Nothing hidden leaves this package."""

from surveys.results.errors import NotInWave, WaveNotClosed
from surveys.results.reading import reported_complexes
from surveys.results.strips import default_strip_keys, overview, strip, strips
from surveys.results.units import corporation_result, group_result, unit_result

__all__ = [
    "NotInWave",
    "WaveNotClosed",
    "corporation_result",
    "default_strip_keys",
    "group_result",
    "overview",
    "reported_complexes",
    "strip",
    "strips",
    "unit_result",
]
