"""What happens to a free text after closing: one person reads it, shortens it, releases or withholds it."""

import re
from typing import TYPE_CHECKING

from django.db import transaction

from proof.audit import record
from proof.models import Verb
from surveys.models import FreeText, Wave

if TYPE_CHECKING:
    from proof.audit import Actor


class TextError(Exception):
    """Why a text was not judged."""


class AlreadyJudgedError(TextError):
    """Somebody else judged this text since the page was opened."""


class WordsAddedError(TextError):
    """The shortened text says something the resident did not write; `words` are those."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(", ".join(words))
        self.words = words


class NothingLeftError(TextError):
    """Nothing is left to release; withholding is the way to leave a text out."""


# What a text may become, from what the reader saw on the page.
TRANSITIONS = {
    FreeText.State.UNREAD: {FreeText.State.RELEASED, FreeText.State.WITHHELD},
    FreeText.State.RELEASED: {FreeText.State.UNREAD},
    FreeText.State.WITHHELD: {FreeText.State.UNREAD},
}

# "[naam]": an editor's word in the place of something left out, short so that it cannot carry a story.
_REPLACED = re.compile(r"\[[^\[\]]{0,30}\]")


def added_words(original: str, shortened: str) -> tuple[str, ...]:
    """Words of `shortened` that do not stand in `original` in this order; "[…]" is the editor's own."""
    written = re.findall(r"\w+", original.casefold())
    at, added = 0, []
    for word in re.findall(r"\w+", _REPLACED.sub(" ", shortened).casefold()):
        if word in written[at:]:
            at = written.index(word, at) + 1
        else:
            added.append(word)
    return tuple(added)


def read_texts(wave: Wave, *, by: "Actor") -> None:
    """Write down that somebody reads texts of this wave; which ones and what they say is not kept."""
    record(by, Verb.READ_TEXTS, wave)


def release_text(text: FreeText, *, words: str, by: "Actor" = None) -> None:
    """Let `words`, the text itself or a shortened form, go out with the results of its unit.

    Raises NothingLeftError, WordsAddedError, or AlreadyJudgedError.
    """
    words = words.strip()
    if not re.search(r"\w", _REPLACED.sub(" ", words)):
        raise NothingLeftError
    if added := added_words(text.text, words):
        raise WordsAddedError(added)
    _move(text, to=FreeText.State.RELEASED, words=words, by=by)


def withhold_text(text: FreeText, *, by: "Actor" = None) -> None:
    """Keep the text inside: it goes out nowhere. Raises AlreadyJudgedError."""
    _move(text, to=FreeText.State.WITHHELD, by=by)


def undo_text(text: FreeText, *, by: "Actor" = None) -> None:
    """Put a judged text back among the unread ones. Editions already published keep their words."""
    _move(text, to=FreeText.State.UNREAD, by=by)


@transaction.atomic
def _move(text: FreeText, *, to: FreeText.State, by: "Actor", words: str = "") -> None:
    seen = FreeText.State(text.state)
    if to not in TRANSITIONS[seen]:
        raise AlreadyJudgedError
    # One statement that only matches what the reader saw: two readers at once, one judgement.
    moved = FreeText.objects.filter(pk=text.pk, state=seen).update(state=to, released_text=words)
    if not moved:
        raise AlreadyJudgedError
    record(by, Verb.JUDGED_TEXT, text.wave, outcome=str(to.label))
    text.state, text.released_text = to, words
