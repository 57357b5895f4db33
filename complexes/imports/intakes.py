"""What can be brought in from a file. Apps above this one register theirs in `AppConfig.ready`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Right
from sheets.records import Head, Plan
from sheets.tables import Table

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Intake:
    """One kind of file: its columns, what it would do (`plan`) and doing it (`carry_out`).

    `carry_out` runs in the transaction in which `plan` was made again, and refuses nothing any more.
    """

    key: str  # in the address, so Dutch
    title: Any  # translated when it is shown
    words: Any
    heads: tuple[Head, ...]
    plan: Callable[[Table], Plan[Any]]
    carry_out: Callable[[Plan[Any], "User | None"], None]
    done_url: str  # name of the list where the result is seen
    right: Right = Right.IMPORT_DATA

    # Addresses of its pages. An intake about something, such as a wave, has pages of its own.

    @property
    def home_words(self) -> str:
        return _("Gegevens inlezen")

    @property
    def home_url(self) -> str:
        return reverse("complexes:intake_list")

    @property
    def start_url(self) -> str:
        return reverse("complexes:intake_start", args=[self.key])

    def sample_url(self, ending: str) -> str:
        return reverse("complexes:intake_sample", args=[self.key, ending])

    def look_url(self, token: str) -> str:
        return reverse("complexes:intake_look", args=[self.key, token])

    @property
    def after_url(self) -> str:
        return reverse(self.done_url)


_intakes: dict[str, Intake] = {}


def register(intake: Intake) -> None:
    """Add an intake; registering it again changes nothing."""
    _intakes.setdefault(intake.key, intake)


def all_intakes() -> list[Intake]:
    return list(_intakes.values())


def intake_of(key: str) -> Intake | None:
    return _intakes.get(key)
