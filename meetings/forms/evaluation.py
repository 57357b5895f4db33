"""The three questions about a meeting: from a resident, or typed by staff from paper."""

import uuid
from typing import Any

from django import forms

from meetings.opinion_questions import NAMES, POINTS, Asked, asked


class EvaluationForm(forms.Form):
    """Each question may be left out. `key` is made with the page: a form that is sent twice counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"key": uuid.uuid4()}} | kwargs)
        for name in NAMES:
            self.fields[name] = forms.TypedChoiceField(
                choices=list(POINTS.items()), coerce=int, required=False, empty_value=None
            )

    @property
    def questions(self) -> list[tuple[Asked, str]]:
        """Each question with what was chosen, "" when nothing was."""
        return [(one, str(self.data.get(one.name, ""))) for one in asked()]

    @property
    def key_value(self) -> str:
        """The key of this page; a new one when what was sent is no key."""
        sent = self.cleaned_data.get("key") if self.is_bound and self.is_valid() else None
        return str(sent or self.initial["key"])

    @property
    def answers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in NAMES}
