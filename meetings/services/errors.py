# ruff: noqa: N818 (each says what is so)
"""What can be wrong, in words that a page may show."""

from django.utils.functional import Promise as LazyWords
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class MeetingError(Exception):
    """Something about a meeting that cannot be done now; its text says what and how to go on."""

    said: str | LazyWords = ""

    def __init__(self, words: str = "") -> None:
        super().__init__(words or str(self.said))


class NotComing(MeetingError):
    """The meeting was held or called off meanwhile."""

    said = gettext_lazy("Deze bijeenkomst is intussen gehouden of afgelast. Er is niets gewijzigd.")


class NotPlanned(MeetingError):
    """Announcing what was announced, held or called off."""

    said = gettext_lazy("Deze bijeenkomst is niet meer in voorbereiding.")


class InThePast(MeetingError):
    """A moment that has been; nobody can come then."""

    said = gettext_lazy("Dit tijdstip is al geweest. Kies een dag die nog komt.")


class NotBegun(MeetingError):
    """Held before it began."""

    said = gettext_lazy("Deze bijeenkomst moet nog beginnen. Rond haar af als zij is geweest.")


class NoReason(MeetingError):
    """Calling off or setting aside without saying why."""

    said = gettext_lazy("Schrijf op waarom. Zonder reden kan dit niet.")


class SeatsTaken(MeetingError):
    """Fewer places than residents who have one."""

    def __init__(self, taken: int) -> None:
        words = _("Er zijn al %(taken)s plaatsen vergeven. Kies er ten minste zo veel.")
        super().__init__(words % {"taken": taken})


class StandardPreparation(MeetingError):
    """A preparation that belongs to every meeting is not deleted."""

    said = gettext_lazy("Dit hoort bij elke bijeenkomst. Kies «niet nodig» als u het niet doet.")


class VenueInUse(MeetingError):
    """A venue where meetings are still to come."""

    said = gettext_lazy(
        "Hier zijn nog bijeenkomsten gepland. Kies daarvoor eerst een andere locatie."
    )


class WarningGone(MeetingError):
    """What is to be set aside is no longer so."""

    said = gettext_lazy("Deze waarschuwing geldt niet meer. Bekijk wat er nu staat.")


class PromiseRefused(MeetingError):
    """A promise cannot become this. `problems`: field → what is wrong with it, in words for the screen."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems
