"""What a password of staff must be: long, and not easy to guess. No rules about capitals or digits."""

from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

if TYPE_CHECKING:
    from accounts.models import User

OWN_WORDS = ["buurtpeil", "woningcorporatie", "woonstichting", "wachtwoord", "welkom"]
ENOUGH = 3  # of zxcvbn's 0–4: safely out of reach of somebody who tries a hundred a second
READ = 72  # characters that are weighed; more only makes it stronger


class NotLikeAddressValidator(UserAttributeSimilarityValidator):
    """Refuses a password like the e-mail address. Django's own sentence has no article for every word."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("email",))

    def get_error_message(self) -> str:
        return _("Het wachtwoord lijkt te veel op het e-mailadres.")


class GuessableValidator:
    """Refuses what guessing programs try first.

    zxcvbn weighs a password against what leaked most often (some 30,000 passwords), names and common words
    (English), keyboard rows, repetition, dates and letters written as digits, also in combination. It asks
    nobody: leaked passwords that are rare are not known here, which docs/operations.md says.
    """

    def validate(self, password: str, user: "User | None" = None) -> None:
        own = [*OWN_WORDS, *_words_of(user)]
        if zxcvbn(password[:READ], user_inputs=own)["score"] < ENOUGH:
            raise ValidationError(
                _(
                    "Dit wachtwoord is te makkelijk te raden of is vaak gelekt. "
                    "Neem bijvoorbeeld vier woorden die niets met elkaar te maken hebben."
                ),
                code="guessable",
            )

    def get_help_text(self) -> str:
        return _("Een korte zin of vier losse woorden is goed en makkelijk te onthouden.")


def _words_of(user: "User | None") -> list[str]:
    if user is None:
        return []
    return [word for word in (*user.email.replace("@", ".").split("."), *user.name.split()) if word]
