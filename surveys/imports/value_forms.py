"""What the cells of every chosen column mean: a form made from the file."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from sheets.tables import Table, shortened
from surveys.imports.cells import number
from surveys.imports.choosing import MAX_VALUES, distinct, numbered, separator_of, wants_bands
from surveys.imports.drafts import Choices
from surveys.imports.mapping import Decimal, Without
from surveys.imports.more_fields import Fields, is_used, more_fields, problems
from surveys.imports.question_reading import CODE
from surveys.imports.targets import (
    COMPLEX,
    OWN,
    in_parts,
    kind_of,
    question_of,
    stands_for,
    variable_of,
)
from surveys.questions import Kind, Question

REJECT, NONE, ANSWER = "reject", "none", "answer"
YES, NO = "1", "0"
SAYS_YES = {"1", "ja", "j", "yes", "y", "x", "true", "waar", "aangekruist"}
SAYS_NO = {"0", "nee", "n", "no", "false", "onwaar", "niet aangekruist"}
MAX_COMPLEX_CELLS = 150


@dataclass
class Group:
    """The fields of one column."""

    column: str
    title: str
    words: str = ""
    fields: list[str] = field(default_factory=list)  # names of form fields, in order
    more: list[str] = field(default_factory=list)  # those that are folded away
    open: bool = False  # show them at once
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
        self.more: dict[str, Fields] = {}  # prefix of a column → what is folded away
        for place, (column, target) in enumerate(choices.columns.items()):
            if target == COMPLEX:
                self._add_complexes(column)
            elif kind_of(target):
                self._add_question(f"c{place}", column, target)

    def shown(self) -> list[tuple[Group, list[forms.BoundField], list[forms.BoundField]]]:
        """Each group with its fields, and those that are folded away unless something is wrong there."""
        for group in self.groups:
            group.open = group.open or any(name in self.errors for name in group.more)
        return [
            (group, [self[name] for name in group.fields], [self[name] for name in group.more])
            for group in self.groups
        ]

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
        # a name for each cell that stays the same when a scale or a band takes others away
        names = {cell: f"{prefix}v{index}" for index, (cell, _times) in enumerate(cells)}
        if target.startswith(OWN):
            self._add_own(prefix, group)
        if kind is Kind.MARK:
            cells = self._not_marks(prefix, group, cells)
        elif kind is Kind.OPEN:
            cells = []
            group.words = _("Niemand ziet deze teksten tot een medewerker ze heeft gelezen.")
        elif question and wants_bands(cells, kind):
            self._add_bands(prefix, group, question)
            cells = [(cell, n) for cell, n in cells if number(cell, Decimal.BOTH) is None]
        elif in_parts(target):
            sign = separator_of(self.table, column)
            group.words = _("Antwoorden in één cel staan uit elkaar met «{sign}».").format(
                sign=sign
            )
        group.too_many = max(0, len(cells) - MAX_VALUES)
        for cell, times in cells[:MAX_VALUES]:
            options, initial = self._options(question, target, column, cell)
            self._add_choice(group, names[cell], _label(cell, times), options, initial)
            self.cells[names[cell]] = cell
        self._add_more(prefix, group, target)
        self.groups.append(group)

    def _not_marks(
        self, prefix: str, group: Group, cells: list[tuple[str, int]]
    ) -> list[tuple[str, int]]:
        """The cells that are no marks on this column's scale; says so when it is not from 1 to 10."""
        low, high = sorted(self._scale(prefix, group.column))
        group.words = _("Getallen van {low} tot en met {high} zijn cijfers.").format(
            low=f"{low:g}", high=f"{high:g}"
        )
        decimal = Decimal(self.choices.decimal)
        values = [value for cell, _n in cells if (value := number(cell, decimal)) is not None]
        if (low, high) == (1, 10) and len(values) > 1 and not 5 < max(values) <= 10:
            group.open = True
            group.words += " " + _(
                "In het bestand lopen ze van {low} tot {high}. Andere schaal?"
            ).format(low=f"{min(values):g}", high=f"{max(values):g}")
        marks = {cell for cell, _n in cells if _is_between(number(cell, decimal), low, high)}
        return [(cell, n) for cell, n in cells if cell not in marks]

    def _scale(self, prefix: str, column: str) -> tuple[float, float]:
        """The scale as it is being filled in now, else as kept, else 1 to 10."""
        own = self.choices.own.get(column, {})
        ends = [own.get("low"), own.get("high")]
        if self.is_bound:
            sent = (self.data.get(f"{prefix}{end}", "") for end in ("low", "high"))
            ends = [number(end, Decimal.BOTH) for end in sent]
        low, high = ends
        return (1, 10) if low is None or high is None else (float(low), float(high))

    def _add_more(self, prefix: str, group: Group, target: str) -> None:
        own = self.choices.own.get(group.column, {})
        several = kind_of(target) in (Kind.SINGLE, Kind.SEVERAL) and target.startswith(OWN)
        answers = list(numbered(self.table, group.column, self.choices)) if several else []
        self.more[prefix] = more_fields(target, own, answers[:MAX_VALUES])
        for name, made in self.more[prefix].items():
            self.fields[f"{prefix}{name}"] = made
            group.more.append(f"{prefix}{name}")
        group.open = group.open or is_used(target, own)

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
        if stands_for(target) is not None:
            options += [(YES, _("ja, dit antwoord")), (NO, _("nee, dit antwoord niet"))]
        elif target in ("own:single", "own:several"):
            words = _("een antwoord: «{cell}»").format(cell=shortened(cell))
            refused = cell.casefold() in self.choices.refused.get(column, [])
            none = cell.casefold() in self.choices.none.get(column, [])
            initial = REJECT if refused else NONE if none else ANSWER
            return [(ANSWER, words), *options], initial
        elif kind_of(target) is Kind.MARK:
            options.append(("0", _("geen mening")))
        elif question:
            options += [(str(o.code), o.says("nl")) for o in question.options]
        folded = cell.casefold()
        if folded in self.choices.none.get(column, []):
            return options, NONE
        kept = self.choices.values.get(column, {}).get(folded)
        if kept is None and stands_for(target) is not None:
            kept = 1 if folded in SAYS_YES else 0 if folded in SAYS_NO else None
        elif kept is None and question:
            kept = _said_by(question, folded)
        return options, REJECT if kept is None else str(kept)

    def _add_choice(
        self, group: Group, name: str, label: str, options: list[tuple[str, str]], initial: str
    ) -> None:
        # not required: a cell that only shows up now, because the scale changed, means what it usually does
        self.fields[name] = forms.ChoiceField(
            label=label, choices=options, initial=initial, required=False
        )
        group.fields.append(name)

    # What was chosen ------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        codes: set[tuple[str, int]] = set()
        for prefix, _column, target in self._questions():
            said = self._said(prefix)
            for name, words in problems(target, said).items():
                self.add_error(f"{prefix}{name}", words)
            if not target.startswith(OWN) or "code" not in said or "version" not in said:
                continue
            key = (said["code"], said["version"])
            if key in codes:
                words = _(
                    "Deze code heeft een andere vraag al. Andere woorden? Kies een andere versie."
                )
                self.add_error(f"{prefix}code", words)
            codes.add(key)
        return cleaned

    def _questions(self) -> list[tuple[str, str, str]]:
        """(prefix, column, target) of every column that answers a question."""
        columns = enumerate(self.choices.columns.items())
        return [(f"c{n}", column, target) for n, (column, target) in columns if kind_of(target)]

    def _said(self, prefix: str) -> dict[str, Any]:
        """What was filled in about a question itself, by field name."""
        names = ("code", "text", *self.more.get(prefix, ()))
        filled = {name: self.cleaned_data.get(f"{prefix}{name}") for name in names}
        return {name: value for name, value in filled.items() if value is not None}

    def apply(self) -> None:
        """Write what was chosen into the choices of the draft."""
        chosen = self.choices
        chosen.values, chosen.none, chosen.bands, chosen.own, chosen.refused = {}, {}, {}, {}, {}
        if COMPLEX in chosen.columns.values():
            self._apply_complexes()
        for prefix, column, _target in self._questions():
            self._apply_question(prefix, column)

    def _apply_complexes(self) -> None:
        chosen = dict(self.by_cell)
        for name, cell in self.cells.items():
            if name.startswith("complex") and self.cleaned_data[name] not in ("", REJECT):
                chosen[cell.casefold()] = self.cleaned_data[name]
        self.choices.complexes = chosen
        self.choices.without = self.cleaned_data["without"]

    def _apply_question(self, prefix: str, column: str) -> None:
        if said := self._said(prefix):
            self.choices.own[column] = said
        for name, cell in self.cells.items():
            if not name.startswith(f"{prefix}v"):
                continue
            answer = self.cleaned_data[name] or self.fields[name].initial
            if answer == NONE:
                self.choices.none.setdefault(column, []).append(cell.casefold())
            elif answer == REJECT:
                self.choices.refused.setdefault(column, []).append(cell.casefold())
            elif answer != ANSWER:
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
    name, option = variable_of(target), stands_for(target)
    words = next(v for v in question.variables() if v.name == name).label()
    if option is not None:
        words = _("{question}: antwoord «{answer}»").format(
            question=words, answer=question.option(option).says("nl")
        )
    return f"{name} · {words}"


def _label(cell: str, times: int) -> str:
    return _("«{cell}» ({times}×)").format(cell=shortened(cell), times=times)


def _is_between(value: float | None, low: float, high: float) -> bool:
    return value is not None and low <= value <= high
