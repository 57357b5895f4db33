"""What can be wrong, in words that a page may show."""


class MeetingError(Exception):
    """Something about a meeting that cannot be done now; its text says what and how to go on."""
