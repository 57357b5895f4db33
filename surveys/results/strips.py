"""All complexes of a wave beside each other."""

from surveys.models import Wave
from surveys.results.types import Strip, StripPoint


def default_strip_keys(wave: Wave) -> tuple[str, ...]:
    """Keys of the wave's key indicators, as `strip` takes them: ("R1", "V4:share", …)."""
    raise NotImplementedError


def strip(wave: Wave, key: str) -> Strip:
    """One indicator for every reportable complex and group, and the corporation's level.

    Raises WaveNotClosed; KeyError when the wave has no such indicator.
    """
    raise NotImplementedError


def overview(wave: Wave, key: str = "") -> tuple[StripPoint, ...]:
    """Every complex of the wave in order of name, too small ones as `TOO_FEW`, for one indicator.

    Without a key: the first key indicator. Raises WaveNotClosed.
    """
    raise NotImplementedError
