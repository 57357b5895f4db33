"""A form for what is known of all dwellings of a complex: a number per answer, per question."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from surveys.questions import Question
from surveys.services.margins import Margins, cells_of
from ui.forms import GuardedForm

MOST = 100_000
WRONG = {
    "invalid": gettext_lazy("Vul een heel getal in."),
    "min_value": gettext_lazy("Vul 0 of een groter getal in."),
}


@dataclass(frozen=True)
class Group:
    """One question: its words, what it means for a dwelling, and a field per answer."""

    code: str
    words: str
    fields: tuple[BoundField, ...]


class MarginForm(GuardedForm):
    """Every answer of a question filled in, adding up to N; or none of them: not weighted by it."""

    def __init__(
        self,
        *args: Any,
        questions: tuple[Question, ...],
        dwellings: int,
        known: Margins,
        **kwargs: Any,
    ) -> None:
        known_cells = {
            _name(question, cell): known[question.code].get(cell, 0)
            for question in questions
            if question.code in known
            for cell in cells_of(question)
        }
        super().__init__(*args, initial=known_cells, **kwargs)
        self.questions, self.dwellings = questions, dwellings
        for question in questions:
            for cell in cells_of(question):
                self.fields[_name(question, cell)] = forms.IntegerField(
                    label=question.option(int(cell)).says("nl"),
                    required=False,
                    min_value=0,
                    max_value=MOST,
                    error_messages=WRONG,
                )

    def groups(self) -> Iterator[Group]:
        for question in self.questions:
            fields = tuple(self[_name(question, cell)] for cell in cells_of(question))
            yield Group(question.code, question.says("nl"), fields)

    def clean(self) -> dict[str, Any]:
        for question in self.questions:
            names = [_name(question, cell) for cell in cells_of(question)]
            if not any(name in self.errors for name in names):
                self._check(names, [self.cleaned_data[name] for name in names])
        return super().clean()

    def others_words(self) -> list[str]:
        return [
            f"{group.words} {self._numbers_stored(group)}"
            for group in self.groups()
            if any(field.name in self.changed_data for field in group.fields)
        ]

    def _numbers_stored(self, group: Group) -> str:
        if group.fields[0].name not in self.stored:
            return _("leeg")
        return ", ".join(f"{field.label} {self.stored[field.name]}" for field in group.fields)

    def _check(self, names: list[str], numbers: list[int | None]) -> None:
        filled = [number for number in numbers if number is not None]
        if not filled:
            return
        if len(filled) < len(numbers):
            empty = names[numbers.index(None)]
            self.add_error(
                empty, _("Vul ook dit aantal in. Woont er niemand uit deze groep? Vul dan 0 in.")
            )
        elif sum(filled) != self.dwellings:
            self.add_error(names[0], self._off_by(sum(filled)))
        elif max(filled) == self.dwellings:
            self.add_error(
                names[0],
                _("Iedereen zit in één groep: er valt niets te wegen. Laat deze vraag leeg."),
            )

    def _off_by(self, total: int) -> str:
        off = self.dwellings - total
        rest = (
            ngettext("Er ontbreekt er %(off)s.", "Er ontbreken er %(off)s.", off)
            if off > 0
            else ngettext("Dat is er %(off)s te veel.", "Dat zijn er %(off)s te veel.", -off)
        ) % {"off": abs(off)}
        words = _("Samen zijn dit %(total)s woningen; het complex heeft er %(dwellings)s.")
        return f"{words % {'total': total, 'dwellings': self.dwellings}} {rest}"

    def margins(self) -> dict[str, dict[str, int]]:
        """Of a valid form: question → option → dwellings, without the questions left empty."""
        found = {}
        for question in self.questions:
            cells = {cell: self.cleaned_data[_name(question, cell)] for cell in cells_of(question)}
            if None not in cells.values():
                found[question.code] = cells
        return found


def _name(question: Question, cell: str) -> str:
    return f"{question.code}-{cell}"
