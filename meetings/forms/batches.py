"""Batches of a device at a meeting, from JSON to rows. What a device sends is believed no more than a form."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.models.registrations import MOST_PEOPLE
from meetings.services.batches import refused
from meetings.services.board import Named, NewTopic, Noted
from meetings.services.door import Arrival, Undo

MOST_ROWS = 500
KEY_LENGTH = 36


class UnreadableBatch(Exception):  # noqa: N818 (it reads as what it is)
    """Nothing of it was taken; `status` is what HTTP calls it."""

    def __init__(self, words: str, status: int = 400) -> None:
        super().__init__(words)
        self.status = status


class Words(forms.CharField):
    """Text that a database can hold: JSON can carry halves of signs, which cannot be written."""

    def to_python(self, value: Any) -> str:
        words = " ".join((super().to_python(value) or "").split())
        try:
            words.encode()
        except UnicodeEncodeError:
            raise forms.ValidationError(
                _("In deze tekst staat een teken dat niet bestaat.")
            ) from None
        return words


class KeyForm(forms.Form):
    """What every row has."""

    key = forms.UUIDField(
        error_messages={"invalid": gettext_lazy("Deze regel heeft geen sleutel.")}
    )

    def row(self) -> Any:
        return Undo(self.cleaned_data["key"])


def _people() -> forms.IntegerField:
    words = gettext_lazy("Vul een aantal mensen in van 1 tot en met 8.")
    wrong = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    return forms.IntegerField(min_value=1, max_value=MOST_PEOPLE, error_messages=wrong)


class PersonForm(KeyForm):
    people = _people()
    entrance = forms.IntegerField(required=False)

    def row(self) -> Arrival:
        return Arrival(**self.cleaned_data)


class HouseholdForm(KeyForm):
    registration = forms.UUIDField()
    people = _people()

    def row(self) -> Arrival:
        return Arrival(**self.cleaned_data)


class TopicForm(KeyForm):
    label = Words(label=gettext_lazy("Onderwerp"), max_length=80)

    def row(self) -> NewTopic:
        return NewTopic(**self.cleaned_data)


class NamedForm(KeyForm):
    topic = forms.UUIDField()

    def row(self) -> Named:
        return Named(**self.cleaned_data)


class NoteForm(KeyForm):
    topic = forms.UUIDField()
    text = Words(label=gettext_lazy("Aantekening"), max_length=500, required=False)

    def row(self) -> Noted:
        return Noted(**self.cleaned_data)


DOOR: dict[str, type[KeyForm]] = {
    "household": HouseholdForm,
    "person": PersonForm,
    "undo": KeyForm,
}
BOARD: dict[str, type[KeyForm]] = {
    "topic": TopicForm,
    "named": NamedForm,
    "note": NoteForm,
    "undo": KeyForm,
}


def read_batch(request: HttpRequest, kinds: Mapping[str, type[KeyForm]]) -> list[Any]:
    """Rows for the service, and an Answer for each that cannot be read. Raises UnreadableBatch."""
    try:
        sent = json.loads(request.body)
    except RequestDataTooBig:
        raise _too_many() from None
    except (ValueError, RecursionError):
        raise UnreadableBatch(_("Dit was niet te lezen. Er is niets geteld.")) from None
    rows = sent.get("rows") if isinstance(sent, dict) else None
    if not isinstance(rows, list):
        raise UnreadableBatch(_("Dit was niet te lezen. Er is niets geteld."))
    if len(rows) > MOST_ROWS:
        raise _too_many()
    return [read_row(row, kinds) for row in rows]


def _too_many() -> UnreadableBatch:
    words = _("Dit is te veel tegelijk: stuur er ten hoogste %(most)s. Er is niets geteld.")
    return UnreadableBatch(words % {"most": MOST_ROWS}, status=413)


def read_row(row: Any, kinds: Mapping[str, Callable[..., KeyForm]]) -> Any:
    """One row for the service, or the Answer that says why it cannot be read."""
    if not isinstance(row, dict) or not isinstance(row.get("kind"), str):
        return refused("", _("Deze regel was niet te lezen."))
    key = str(row.get("key"))[:KEY_LENGTH]
    make = kinds.get(row["kind"])
    if make is None:
        return refused(key, _("Dit soort regel kennen wij hier niet."))
    form = make(row)
    if form.is_valid():
        return form.row()
    return refused(key, " ".join(str(words) for errors in form.errors.values() for words in errors))
