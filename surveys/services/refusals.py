"""Why a step in the life of a wave is refused: named exceptions that say in Dutch how to go on."""

from django.utils.translation import gettext_lazy as _

from ui.refusals import Refused


class NotInThisState(Refused):
    message = _("Dit kan niet in deze stand van de meting. Ververs de bladzijde.")


class NoComplexes(Refused):
    message = _("Kies eerst minstens één complex voor deze meting.")


class NoQuestions(Refused):
    message = _("De vragenlijst heeft nog geen vragen. Kies een andere, of voeg vragen toe.")


class DatesCross(Refused):
    message = _("De sluitdatum ligt vóór de openingsdatum. Pas de datums aan.")


class DatesPast(Refused):
    message = _("De sluitdatum is al voorbij. Kies een datum vanaf vandaag.")


class NotLater(Refused):
    message = _("Verlengen kan alleen naar een latere datum dan nu is ingesteld.")


class TooManyKeyIndicators(Refused):
    message = _("Kies ten hoogste vijf kerncijfers, anders bewijst een verschil te weinig.")


class DwellingsUnknown(Refused):
    """Codes are made per dwelling, so their number must be known. `names`: complexes without one."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.message = _(
            "Vul eerst het aantal woningen in van: %(names)s. Elke woning krijgt één code."
        ) % {"names": ", ".join(names)}


class MarginsDoNotFit(Refused):
    """Known numbers that are not about this wave's questions or dwellings. `names`: their complexes."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.message = _(
            "De aantallen voor de weging passen niet meer bij de vragen of het aantal woningen van: "
            "%(names)s. Kijk ze na bij Weging, of maak ze daar leeg."
        ) % {"names": ", ".join(names)}


class CodesAlreadyMade(Refused):
    message = _(
        "De codes zijn al gemaakt en niet bewaard. Is het bestand weg? Maak dan alle codes opnieuw."
    )


class ResponsesAlreadyIn(Refused):
    message = _(
        "Er zijn al antwoorden binnen. Alle codes opnieuw maken kan dan niet meer; "
        "geef bewoners zonder code een vervangende code."
    )


class ReplacementsExhausted(Refused):
    message = _(
        "Voor dit complex zijn alle vervangende codes al gebruikt. Het aantal is begrensd, "
        "zodat niet iemand vaker dan één keer kan meedoen."
    )


class KeyNeeded(Refused):
    message = _("De sleutel van deze meting is in bewaring gegeven. Voeg het sleutelbestand toe.")


class WrongKey(Refused):
    message = _(
        "Deze sleutel past niet op deze meting. Controleer of u het goede sleutelbestand heeft."
    )


class KeyUnreadable(Refused):
    message = _(
        "De sleutel van deze meting is niet te lezen: BUURTPEIL_URN_KEY is een andere dan bij het "
        "openen. Zet de oude waarde terug en sluit opnieuw. Er is niets gewist."
    )


class ClosingIsRunning(Refused):
    message = _("Deze meting wordt op dit moment al gesloten. Wacht tot dat klaar is.")
