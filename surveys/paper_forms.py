"""A paper form as staff type it: the code and every screen's questions on one page."""

from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from surveys.respondent.forms import CodeForm, StepForm
from surveys.respondent.screens import Wrong, drawn, errors
from surveys.respondent.sheet import PER_MEASURE, Sheet


class PaperForm:
    """Bound with `data`, empty without. Residents' own forms do the reading and checking."""

    def __init__(self, data: QueryDict | None, *, sheet: Sheet) -> None:
        self._code = CodeForm(data)
        steps = sheet.steps(sheet.measures.keys())
        self._steps = [(step, StepForm(data, step=step)) for step in steps]
        self._seen_in = sheet.measure_variables()

    @property
    def code(self) -> str:
        """The code as typed, of a valid form."""
        return str(self._code.cleaned_data["code"])

    @property
    def typed(self) -> str:
        return str(self._code.data.get("code", ""))

    def is_valid(self) -> bool:
        return all([self._code.is_valid(), *(form.is_valid() for _step, form in self._steps)])

    def refuse_code(self, words: str) -> None:
        self._code.add_error("code", words)

    @property
    def code_error(self) -> str:
        return " ".join(str(words) for words in self._code.errors.get("code", []))

    def errors(self) -> list[Wrong]:
        """What is wrong, from top to bottom."""
        found = [Wrong("code", _("Code"), self.code_error)] if self.code_error else []
        for step, form in self._steps:
            found += errors(step, "nl", form if form.is_bound else None)
        return found

    def screens(self) -> list[tuple[str, SafeString]]:
        """(title, inputs) of every screen."""
        return [
            (step.words("title", "nl"), drawn(step, "nl", form if form.is_bound else None))
            for step, form in self._steps
        ]

    def answers(self) -> dict[str, Any]:
        """Variable → answer; about a measure only when it was ticked as seen."""
        found: dict[str, Any] = {}
        for step, form in self._steps:
            if not step.name.endswith(PER_MEASURE):
                found |= form.answers()
        seen = {str(measure) for name in self._seen_in for measure in found.get(name, [])}
        for step, form in self._steps:
            if step.name.endswith(PER_MEASURE):
                about = form.answers().items()
                found |= {name: value for name, value in about if name.rsplit(".", 1)[1] in seen}
        return found

    def texts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for _step, form in self._steps:
            found |= form.texts()
        return found
