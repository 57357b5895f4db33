"""What can be wrong, in words that a page may show."""


class MeetingError(Exception):
    """Something about a meeting that cannot be done now; its text says what and how to go on."""


class PromiseRefused(MeetingError):  # noqa: N818 (it says what happened)
    """A promise cannot become this. `problems`: field → what is wrong with it, in words for the screen."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems
