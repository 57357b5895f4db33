# ruff: noqa: N818  (they read as what happened)
"""Why something about partners at a meeting cannot be done, in words that a page may show."""

from django.utils.translation import gettext as _

from meetings.services.errors import MeetingError


class MeetingIsOver(MeetingError):
    """Held, called off, or its time has passed."""

    def __init__(self) -> None:
        super().__init__(_("Deze bijeenkomst is voorbij of gaat niet door."))


class NotBegunYet(MeetingError):
    """Nobody can have been there."""

    def __init__(self) -> None:
        super().__init__(_("De bijeenkomst moet nog beginnen. Vink daarna aan wie er was."))


class SeenIsOld(MeetingError):
    """What was looked at is not what would be sent now."""

    def __init__(self) -> None:
        super().__init__(
            _("Er is intussen iets gewijzigd. Er is nog niets verstuurd; kijk hieronder nog eens.")
        )


class NotInvited(MeetingError):
    """Nobody asked this contact yet, or they were taken off."""

    def __init__(self) -> None:
        super().__init__(_("Deze contactpersoon is niet uitgenodigd."))


class NoAddress(MeetingError):
    """There is nowhere to send a mail."""

    def __init__(self) -> None:
        super().__init__(
            _("Er is geen e-mailadres bekend. Vul het bij de partner in, of bel zelf.")
        )


class TooManyStandIns(MeetingError):
    """So many others were named that somebody must look at it."""

    def __init__(self) -> None:
        super().__init__(
            _("U hebt al vaak iemand anders opgegeven. Bel ons even, dan regelen we het samen.")
        )
