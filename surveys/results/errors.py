"""Why there is no result."""


class WaveNotClosed(Exception):  # noqa: N818 - it is a state, said in words
    """Results exist only of closed waves (rule 1 of docs/methods.md)."""


class NotInWave(Exception):  # noqa: N818
    """This complex or group did not take part in the wave."""
