"""What the cells of every chosen column mean: a form made from the file."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sheets.tables import Table, shortened
from surveys.imports.cells import number
from surveys.imports.choosing import (
    COMPLEX,
    MAX_VALUES,
    OWN,
    distinct,
    kind_of,
    question_of,
    wants_bands,
)
from surveys.imports.drafts import Choices
from surveys.imports.mapping import Decimal, Without
from surveys.imports.question_reading import CODE
from surveys.questions import Kind, Question

REJECT, NONE = "reject", "none"
MAX_COMPLEX_CELLS = 150


@dataclass
class Group:
    """The fields of one column."""

    column: str
    title: str
    words: str = ""
    fields: list[str] = field(default_factory=list)  # names of form fields, in order
    too_many: int = 0


class ValuesForm(forms.Form):
    """Groups of fields: own questions' codes, options per cell, bands, complexes."""

    def __init__(
        self, *args: Any, table: Table, choices: Choices, complexes: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.table, self.choices, self.complexes = table, choices, complexes
        self.groups: list[Group] = []
        self.cells: dict[str, str] = {}  # field name → cell
        for place, (column, target) in enumerate(choices.columns.items()):
            if target == COMPLEX:
                self._add_complexes(column)
            elif kind_of(target):
                self._add_question(f"c{place}", column, target)

    def shown(self) -> list[tuple[Group, list[forms.BoundField]]]:
        return [(group, [self[name] for name in group.fields]) for group in self.groups]

    # Complexes ------------------------------------------------------------------------------------

    def _add_complexes(self, column: str) -> None:
        cells = distinct(self.table, column, self.choices)
        self.by_cell = _recognised([cell for cell, _times in cells], self.complexes)
        unknown = [(cell, times) for cell, times in cells if cell.casefold() not in self.by_cell]
        words = _("{known} van {all} waarden herkend aan code of naam.").format(
            known=len(cells) - len(unknown), all=len(cells)
        )
        group = Group(column, _("Complex"), words)
        options = [(REJECT, _("geen: wijs deze rijen af")), *self._complex_choices()]
        for index, (cell, times) in enumerate(unknown[:MAX_COMPLEX_CELLS]):
            initial = self.choices.complexes.get(cell.casefold(), REJECT)
            self._add_choice(group, f"complex{index}", _label(cell, times), options, initial)
            self.cells[f"complex{index}"] = cell
        self.fields["without"] = forms.ChoiceField(
            label=_("Rijen die niet zeggen bij welk complex"),
            choices=[
                (Without.REJECT, _("wijs ze af")),
                (Without.CORPORATION_ONLY, _("tel ze alleen mee in het geheel")),
            ],
            initial=self.choices.without,
        )
        group.fields.append("without")
        self.groups.append(group)

    def _complex_choices(self) -> list[tuple[str, str]]:
        return [(code, f"{name} ({code})") for code, name in self.complexes.items()]

    # Questions ------------------------------------------------------------------------------------

    def _add_question(self, prefix: str, column: str, target: str) -> None:
        kind, question = kind_of(target), question_of(target)
        group = Group(column, _title(target, question))
        cells = distinct(self.table, column, self.choices)
        if target.startswith(OWN):
            self._add_own(prefix, group)
        if kind is Kind.MARK:
            cells = [(cell, n) for cell, n in cells if not _is_mark(cell, self.choices.decimal)]
            group.words = _("Getallen van 1 tot en met 10 zijn cijfers.")
        elif kind is Kind.OPEN:
            cells = []
            group.words = _("Niemand ziet deze teksten tot een medewerker ze heeft gelezen.")
        elif question and wants_bands(cells, kind):
            self._add_bands(prefix, group, question)
            cells = [(cell, n) for cell, n in cells if number(cell, Decimal.BOTH) is None]
        group.too_many = max(0, len(cells) - MAX_VALUES)
        for index, (cell, times) in enumerate(cells[:MAX_VALUES]):
            name = f"{prefix}v{index}"
            options, initial = self._options(question, target, column, cell)
            self._add_choice(group, name, _label(cell, times), options, initial)
            self.cells[name] = cell
        self.groups.append(group)

    def _add_own(self, prefix: str, group: Group) -> None:
        own = self.choices.own.get(group.column, {})
        self.fields[f"{prefix}code"] = forms.RegexField(
            CODE,
            label=_("Code van de vraag"),
            initial=own.get("code", f"I{prefix[1:]}"),
            help_text=_("Dezelfde code in elke meting, dan is de vraag te vergelijken."),
            error_messages={"invalid": _("Gebruik hoofdletters en cijfers, bijvoorbeeld SN1.")},
        )
        self.fields[f"{prefix}text"] = forms.CharField(
            label=_("Vraag"), max_length=200, initial=own.get("text", group.column)
        )
        group.fields += [f"{prefix}code", f"{prefix}text"]

    def _add_bands(self, prefix: str, group: Group, question: Question) -> None:
        group.words = _("Zeg per antwoord welke getallen erbij horen.")
        known = {band["option"]: band for band in self.choices.bands.get(group.column, [])}
        for option in question.options:
            if not option.valid:
                continue
            for end, words in (("from", _("vanaf")), ("below", _("tot, niet tot en met"))):
                name = f"{prefix}b{option.code}{end}"
                self.fields[name] = forms.FloatField(
                    label=f"{option.says('nl')}: {words}",
                    required=False,
                    initial=known.get(option.code, {}).get(end),
                )
                group.fields.append(name)

    def _options(
        self, question: Question | None, target: str, column: str, cell: str
    ) -> tuple[list[tuple[str, str]], str]:
        """Choices for one cell, and the one to start with: as kept, else as the words say."""
        options = [(REJECT, _("wijs af: geen antwoord op deze vraag")), (NONE, _("geen antwoord"))]
        if target == "own:single":
            options[0] = (REJECT, _("een antwoord: «{cell}»").format(cell=shortened(cell)))
        elif kind_of(target) is Kind.MARK:
            options.append(("0", _("geen mening")))
        elif question:
            options += [(str(o.code), o.says("nl")) for o in question.options]
        folded = cell.casefold()
        if folded in self.choices.none.get(column, []):
            return options, NONE
        kept = self.choices.values.get(column, {}).get(folded)
        if kept is None and question:
            kept = _said_by(question, folded)
        return options, REJECT if kept is None else str(kept)

    def _add_choice(
        self, group: Group, name: str, label: str, options: list[tuple[str, str]], initial: str
    ) -> None:
        self.fields[name] = forms.ChoiceField(label=label, choices=options, initial=initial)
        group.fields.append(name)

    # What was chosen ------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        codes: dict[str, str] = {}
        for name in [n for n in self.fields if n.endswith("code")]:
            code = cleaned.get(name)
            if code in codes:
                self.add_error(name, _("Deze code heeft een andere vraag al."))
            elif code:
                codes[code] = name
        return cleaned

    def apply(self) -> None:
        """Write what was chosen into the choices of the draft."""
        chosen = self.choices
        chosen.values, chosen.none, chosen.bands, chosen.own = {}, {}, {}, {}
        for place, (column, target) in enumerate(chosen.columns.items()):
            if target == COMPLEX:
                self._apply_complexes()
            elif kind_of(target):
                self._apply_question(f"c{place}", column, target)

    def _apply_complexes(self) -> None:
        chosen = dict(self.by_cell)
        for name, cell in self.cells.items():
            if name.startswith("complex") and self.cleaned_data[name] != REJECT:
                chosen[cell.casefold()] = self.cleaned_data[name]
        self.choices.complexes = chosen
        self.choices.without = self.cleaned_data["without"]

    def _apply_question(self, prefix: str, column: str, target: str) -> None:
        if target.startswith(OWN):
            self.choices.own[column] = {
                "code": self.cleaned_data[f"{prefix}code"],
                "text": self.cleaned_data[f"{prefix}text"],
            }
        for name, cell in self.cells.items():
            if not name.startswith(f"{prefix}v"):
                continue
            answer = self.cleaned_data[name]
            if answer == NONE:
                self.choices.none.setdefault(column, []).append(cell.casefold())
            elif answer != REJECT:
                self.choices.values.setdefault(column, {})[cell.casefold()] = int(answer)
        self._apply_bands(prefix, column)

    def _apply_bands(self, prefix: str, column: str) -> None:
        start = f"{prefix}b"
        for name in [n for n in self.fields if n.startswith(start) and n.endswith("from")]:
            option = int(name.removeprefix(start).removesuffix("from"))
            low, high = (self.cleaned_data[f"{start}{option}{end}"] for end in ("from", "below"))
            if low is not None and high is not None:
                self.choices.bands.setdefault(column, []).append(
                    {"from": low, "below": high, "option": option}
                )


def _recognised(cells: list[str], complexes: dict[str, str]) -> dict[str, str]:
    """Cells that are a complex's code, else its name, in any case: cell → code."""
    codes = {code.casefold(): code for code in complexes}
    names = {name.casefold(): code for code, name in complexes.items()}
    found = {}
    for cell in cells:
        folded = cell.casefold()
        if code := codes.get(folded) or names.get(folded):
            found[folded] = code
    return found


def _said_by(question: Question, folded: str) -> int | None:
    """The option whose words, in any language, are this cell."""
    for option in question.options:
        if folded in {text.casefold() for text in option.text.values()}:
            return option.code
    return None


def _title(target: str, question: Question | None) -> str:
    if question is None:
        return _("Nieuwe vraag")
    words = next(v for v in question.variables() if v.name == target)
    return f"{target} · {words.label()}"


def _label(cell: str, times: int) -> str:
    return _("«{cell}» ({times}×)").format(cell=shortened(cell), times=times)


def _is_mark(cell: str, decimal: str) -> bool:
    value = number(cell, Decimal(decimal))
    return value is not None and 1 <= value <= 10
