"""Builds the count tables of a wave, once, at closing."""

from surveys.models import Wave


def build_count_tables(wave: Wave) -> None:
    """Count every answer of the wave per complex, group and corporation; see docs/methods.md."""
    raise NotImplementedError
