"""The one way an import says no."""


class ImportRefused(Exception):  # noqa: N818 - it reads as what happened
    """Nothing was stored. Says in Dutch what is wrong and how to go on.

    `field` tells a page where the message belongs: "file", "encoding", "separator", "sheet", "mapping",
    "complexes", or a field of the wave ("code", "title", "opens_on", "closes_on", "note").
    `replaceable`: it would go through if an earlier import were replaced.
    """

    def __init__(self, message: str, *, field: str = "file", replaceable: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.replaceable = replaceable
