# ruff: noqa: N818  (they read as what happened)
"""Why something about partners at a meeting cannot be done, in words that a page may show."""

from django.utils.translation import gettext_lazy

from meetings.services.errors import MeetingError


class MeetingIsOver(MeetingError):
    """Held, called off, or its time has passed."""

    said = gettext_lazy("Deze bijeenkomst is voorbij of gaat niet door.")


class NotBegunYet(MeetingError):
    """Nobody can have been there."""

    said = gettext_lazy("De bijeenkomst moet nog beginnen. Vink daarna aan wie er was.")


class SeenIsOld(MeetingError):
    """What was looked at is not what would be sent now."""

    said = gettext_lazy(
        "Er is intussen iets gewijzigd. Er is nog niets verstuurd; kijk hieronder nog eens."
    )


class NotInvited(MeetingError):
    """Nobody asked this contact yet, or they were taken off."""

    said = gettext_lazy("Deze contactpersoon is niet uitgenodigd.")


class NoAddress(MeetingError):
    """There is nowhere to send a mail."""

    said = gettext_lazy("Er is geen e-mailadres bekend. Vul het bij de partner in, of bel zelf.")


class TooManyStandIns(MeetingError):
    """So many others were named that somebody must look at it."""

    said = gettext_lazy(
        "U hebt al vaak iemand anders opgegeven. Bel ons even, dan regelen we het samen."
    )
