"""What waves add to the timeline of a complex and to its key figures."""


def register() -> None:
    """Called once when the app is ready."""
