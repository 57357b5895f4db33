"""Warnings on a form: each with room for the reason why it may stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import Meeting, SetAside
from meetings.summaries.warnings import Warned

REASON = "reden-"


@dataclass(frozen=True)
class Asked:
    """One warning as the form shows it. `said`: its reason was kept before."""

    warning: Warned
    reason: str = ""
    error: str = ""
    said: SetAside | None = None

    @property
    def field(self) -> str:
        return f"{REASON}{self.warning.key}"


@dataclass(frozen=True)
class Reasons:
    """What is warned about, and what was typed."""

    asked: tuple[Asked, ...] = ()

    @property
    def missing(self) -> bool:
        """Whether a warning that needs a reason has none."""
        return any(one.error for one in self.asked)

    @property
    def given(self) -> dict[str, str]:
        return {one.warning.key: one.reason for one in self.asked if one.reason}


def read_reasons(
    warnings: Iterable[Warned], sent: Any, *, meeting: Meeting | None = None, asking: bool = True
) -> Reasons:
    """The warnings with the reasons in `sent`. What was set aside before needs no reason again.

    `asking`: a firm warning without a reason is an error; else they are only looked at.
    """
    stored = {one.warning: one for one in meeting.set_aside.select_related("by")} if meeting else {}
    asked = []
    for one in warnings:
        reason = str(sent.get(f"{REASON}{one.key}", "")).strip()
        said = stored.get(one.key)
        needed = asking and one.firm and not reason and not said
        error = _("Kies iets anders, of schrijf op waarom dit zo kan.") if needed else ""
        if len(reason) > 300:
            error, reason = _("Houd de reden korter dan 300 tekens."), reason[:1000]
        asked.append(Asked(one, reason, error, said))
    return Reasons(tuple(asked))
