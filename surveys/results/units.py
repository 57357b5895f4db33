"""The result of one unit in one closed wave: everything that may be shown, and nothing else."""

from complexes.models import Complex, ReportingGroup
from surveys.models import Wave
from surveys.results.types import UnitResult


def unit_result(wave: Wave, complex_: Complex) -> UnitResult:
    """One complex. Raises WaveNotClosed, or NotInWave when it did not take part."""
    raise NotImplementedError


def group_result(wave: Wave, group: ReportingGroup) -> UnitResult:
    """One reporting group. Raises WaveNotClosed, or NotInWave when no complex of it took part."""
    raise NotImplementedError


def corporation_result(wave: Wave) -> UnitResult:
    """All complexes together. Raises WaveNotClosed."""
    raise NotImplementedError
