"""What a letter “u zei – wij doen” says: as it is being made, or as it was published.

Published, the letter is read from what was frozen then and never from promises or settings of today.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override

from complexes.context import current_corporation
from complexes.models import Complex
from meetings.models import Feedback, FeedbackLine, Promise
from ui.frozen import freeze, thaw


@dataclass(frozen=True)
class Promised:
    """A promise as it stood when the letter was made. `who` is "" for the corporation itself."""

    pk: int
    what: str
    who: str
    state: str
    due_on: date
    ended_on: date | None = None
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What is promised, as a sentence."""
        return sentence(self.what)

    @property
    def because(self) -> str:
        """The reason, to stand behind “want”."""
        return because(self.reason)


@dataclass(frozen=True)
class Line:
    """“U zei”, and what is done about it: a promise, an answer, or both."""

    said: str
    answer: str = ""
    promised: Promised | None = None


@dataclass(frozen=True)
class Letter:
    """One letter to the residents of a complex. `written_on` is the day of publishing, or today."""

    complex_name: str
    complex_code: str
    address: str
    corporation: str
    phone: str
    written_on: date
    intro: str = ""
    look_again_on: date | None = None
    lines: tuple[Line, ...] = field(default=())

    @property
    def path(self) -> str:
        """Of the page that residents read; in Dutch, as the letter is."""
        with override("nl"):
            return reverse("residents:feedback", args=[self.complex_code])

    @property
    def link(self) -> str:
        """What the QR code says."""
        return f"{settings.PUBLIC_URL}{self.path}"

    @property
    def short_link(self) -> str:
        """What residents type: without `https://` and the last slash."""
        return self.link.split("://", 1)[-1].rstrip("/")


KINDS = {kind.__name__: kind for kind in (Letter, Line, Promised)}


def sentence(words: str) -> str:
    """A capital in front and a full stop behind, once."""
    said = words.strip()
    return capfirst(said) + ("" if said.endswith((".", "!", "?")) else ".")


def because(reason: str) -> str:
    """ "Het geld is op." → "het geld is op." A word that is all capitals stays one."""
    said = sentence(reason)
    return said[:1].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said


def letter_of(feedback: Feedback, *, today: date) -> Letter:
    """The public letter as it was published; any other as it would be if it were published today."""
    return stored(feedback.content) if feedback.is_public else composed(feedback, today=today)


def composed(feedback: Feedback, *, today: date) -> Letter:
    """The letter from its lines and promises as they are now."""
    corporation, complex_ = current_corporation(), feedback.complex
    lines = feedback.lines.select_related("promise__partner")
    return Letter(
        complex_name=complex_.name,
        complex_code=complex_.code,
        address=address_of(complex_),
        corporation=corporation.name,
        phone=corporation.phone,
        written_on=today,
        intro=feedback.intro,
        look_again_on=feedback.look_again_on,
        lines=tuple(_line(line) for line in lines),
    )


def address_of(complex_: Complex) -> str:
    """Street, postcode and place under each other, as on an envelope."""
    place = f"{complex_.postcode} {complex_.place}".strip()
    return "\n".join(part for part in (complex_.address, place) if part)


def _line(line: FeedbackLine) -> Line:
    promise = line.promise
    return Line(line.said, line.answer, promised_of(promise) if promise else None)


def promised_of(promise: Promise) -> Promised:
    return Promised(
        pk=promise.pk,
        what=promise.what,
        who=promise.partner.name if promise.partner else "",
        state=promise.state,
        due_on=promise.due_on,
        ended_on=promise.ended_on,
        reason=promise.reason,
    )


def fingerprint(letter: Letter) -> str:
    """The same for the same words, on whatever day."""
    kept = frozen(letter) | {"written_on": ""}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()[:32]


def frozen(letter: Letter) -> dict[str, Any]:
    """The letter as JSON: what `Feedback.content` keeps."""
    kept: dict[str, Any] = freeze(letter)
    return kept


def stored(content: dict[str, Any]) -> Letter:
    """Equal to what was frozen."""
    letter: Letter = thaw(content, KINDS)
    return letter
