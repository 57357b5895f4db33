"""The three questions about a meeting: from a resident, or typed by staff from paper."""

from typing import Any

from django import forms

from meetings.forms.once import OnceForm
from meetings.opinion_questions import NAMES, POINTS, Asked, asked


class EvaluationForm(OnceForm):
    """Each question may be left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES:
            self.fields[name] = forms.TypedChoiceField(
                choices=list(POINTS.items()), coerce=int, required=False, empty_value=None
            )

    @property
    def questions(self) -> list[tuple[Asked, str]]:
        """Each question with what was chosen, "" when nothing was."""
        return [(one, str(self.data.get(one.name, ""))) for one in asked()]

    @property
    def answers(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[name] for name in NAMES}
