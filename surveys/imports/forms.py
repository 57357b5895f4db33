"""The forms of the import pages, one per step. They clean to what a Draft keeps."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sheets.forms import TableUploadForm
from sheets.tables import ENCODINGS, SEPARATORS, Detected, Table
from surveys.imports.choosing import samples
from surveys.imports.drafts import Choices
from surveys.imports.mapping import Decimal, Without
from surveys.imports.steps import FROM_MAPPING, NOW
from surveys.imports.targets import (
    COMPLEX,
    WAVE,
    guessed_target,
    in_parts,
    kind_of,
    stands_for,
    target_choices,
    variable_of,
)
from surveys.imports.toml_reading import MappingRefused, read_mapping
from surveys.models import ImportMapping
from ui.forms import DateField, GuardedModelForm


class UploadForm(TableUploadForm):
    """A file, and perhaps a mapping saved before."""

    mapping: forms.ModelChoiceField[ImportMapping] = forms.ModelChoiceField(
        ImportMapping.objects.none(),
        label=gettext_lazy("Bewaarde koppeling"),
        empty_label=gettext_lazy("geen: ik koppel de kolommen zelf"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV of Excel (.xlsx). Eén rij per inzending, koppen bovenaan."
        )
        self.fields["mapping"].queryset = ImportMapping.objects.all()  # type: ignore[attr-defined]


class ReadingForm(forms.Form):
    """How to read the file, when what was found out is not right."""

    encoding = forms.ChoiceField(label=gettext_lazy("Tekens"), required=False)
    separator = forms.ChoiceField(label=gettext_lazy("Scheidingsteken"), required=False)
    sheet = forms.ChoiceField(label=gettext_lazy("Blad"), required=False)

    def __init__(self, *args: Any, detected: Detected, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found_out = ("", _("zelf uitzoeken"))
        sheets = detected.sheets
        self._choose("encoding", [found_out, *ENCODINGS.items()])
        self._choose("separator", [found_out, *SEPARATORS.items()])
        self._choose("sheet", [("", _("het eerste blad")), *((s, s) for s in sheets)])
        for name in ("encoding", "separator") if detected.kind == "xlsx" else ("sheet",):
            del self.fields[name]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """Per column what it says; and which cells mean "no answer"."""

    missing = forms.CharField(
        label=gettext_lazy("Wat betekent “geen antwoord”?"),
        help_text=gettext_lazy(
            "Codes, met een komma ertussen. Bijvoorbeeld: 999, NA. Een lege cel is altijd geen antwoord."
        ),
        max_length=200,
        required=False,
    )
    decimal = forms.ChoiceField(
        label=gettext_lazy("Decimalen"),
        choices=[
            (Decimal.BOTH, gettext_lazy("komma of punt (7,5 of 7.5)")),
            (Decimal.COMMA, gettext_lazy("alleen komma (7,5)")),
            (Decimal.POINT, gettext_lazy("alleen punt (7.5)")),
        ],
        initial=Decimal.BOTH,
    )

    def __init__(self, *args: Any, table: Table, choices: Choices, **kwargs: Any) -> None:
        kwargs["initial"] = {"missing": ", ".join(choices.missing), "decimal": choices.decimal}
        super().__init__(*args, **kwargs)
        self.samples = samples(table)
        targets = target_choices()
        for number, sample in enumerate(self.samples):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=sample.name,
                choices=targets,
                required=False,
                initial=choices.columns.get(sample.name, guessed_target(sample.name)),
            )

    def rows(self) -> list[tuple[Any, forms.BoundField]]:
        """Each column's sample with its field, for the template."""
        return [(sample, self[f"column{i}"]) for i, sample in enumerate(self.samples)]

    def targets(self) -> dict[str, str]:
        """Column → target, as chosen."""
        return {s.name: self.cleaned_data[f"column{i}"] for i, s in enumerate(self.samples)}

    def apply(self, choices: Choices) -> None:
        """Write what was chosen into the choices of the draft; a saved mapping no longer counts."""
        choices.columns = self.targets()
        choices.missing = self.cleaned_data["missing"]
        choices.decimal = self.cleaned_data["decimal"]
        choices.saved = ""

    def clean_missing(self) -> list[str]:
        parts = (part.strip() for part in self.cleaned_data["missing"].split(","))
        return list(dict.fromkeys(part for part in parts if part))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(self.errors):
            self._check(self.targets())
        return cleaned

    def _check(self, targets: dict[str, str]) -> None:
        if not any(kind_of(target) for target in targets.values()):
            self.add_error(None, _("Koppel minstens één kolom aan een vraag."))
        for target, words in {
            COMPLEX: _("Maar één kolom kan zeggen bij welk complex een rij hoort."),
            WAVE: _("Maar één kolom kan zeggen bij welke meting een rij hoort."),
        }.items():
            chosen = [i for i, s in enumerate(self.samples) if targets[s.name] == target]
            for number in chosen[1:]:
                self.add_error(f"column{number}", words)
        self._check_ways(targets)

    def _check_ways(self, targets: dict[str, str]) -> None:
        """The columns of one question all say its answers in the same way."""
        ways: dict[str, tuple[bool, bool]] = {}
        for number, sample in enumerate(self.samples):
            target = targets[sample.name]
            if name := variable_of(target):
                way = (in_parts(target), stands_for(target) is not None)
                if ways.setdefault(name, way) != way:
                    words = _("Een andere kolom zegt de antwoorden op {name} op een andere manier.")
                    self.add_error(f"column{number}", words.format(name=name))


class WaveForm(forms.Form):
    """What the imported wave is called and when it was held."""

    code = forms.CharField(
        label=gettext_lazy("Code van de meting"),
        help_text=gettext_lazy("Kort en uniek, bijvoorbeeld 2019."),
        max_length=20,
    )
    title = forms.CharField(label=gettext_lazy("Titel"), max_length=120)
    opens_on = DateField(label=gettext_lazy("Eerste dag"))
    closes_on = DateField(label=gettext_lazy("Laatste dag"))
    value = forms.ChoiceField(label=gettext_lazy("Welke rijen?"))
    dwellings = forms.ChoiceField(
        label=gettext_lazy("Aantal woningen per complex (N)"),
        help_text=gettext_lazy("Alleen het aantal van toen maakt de marges kleiner."),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Bijzonderheden"),
        help_text=gettext_lazy("Komt in het rapport. Bijvoorbeeld: alleen op papier."),
        max_length=300,
        required=False,
    )
    without = forms.ChoiceField(
        label=gettext_lazy("Rijen die niet zeggen bij welk complex"),
        choices=[
            ("", gettext_lazy("zoals bij de waarden gezegd")),
            (Without.REJECT, gettext_lazy("wijs ze af")),
            (Without.CORPORATION_ONLY, gettext_lazy("tel ze alleen mee in het geheel")),
        ],
        required=False,
    )
    key_indicators = forms.CharField(
        label=gettext_lazy("Kerncijfers"),
        help_text=gettext_lazy(
            "Codes van ten hoogste vijf vragen, met een komma ertussen. Leeg: de gewone kerncijfers."
        ),
        max_length=80,
        required=False,
    )

    def __init__(
        self, *args: Any, column: str, values: list[str], from_mapping: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        value, dwellings = self.fields["value"], self.fields["dwellings"]
        if column:
            value.help_text = _("De kolom «{column}» zegt dit.").format(column=column)
            value.choices = [(each, each) for each in values]  # type: ignore[attr-defined]
        else:
            del self.fields["value"]
        dwellings.choices = [  # type: ignore[attr-defined]
            ("", _("onbekend")),
            (NOW, _("zoals de complexen nu hebben")),
            *([(FROM_MAPPING, _("zoals in de koppeling"))] if from_mapping else []),
        ]

    def kept(self) -> dict[str, str]:
        """As a draft keeps it: dates in ISO."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
        }


class RunForm(forms.Form):
    """Yes: import what this page showed. `seal` says what that was."""

    seal = forms.CharField(widget=forms.HiddenInput)
    replace = forms.BooleanField(
        label=gettext_lazy(
            "Ja, vervang de eerder ingelezen meting. Haar antwoorden worden gewist."
        ),
        error_messages={
            "required": gettext_lazy("Kruis dit aan, of kies een andere code voor de meting.")
        },
    )

    def __init__(self, data: QueryDict | None = None, *, seal: str, replaces: bool) -> None:
        super().__init__(data, initial={"seal": seal})
        self.shown = seal
        if not replaces:
            del self.fields["replace"]

    def clean_seal(self) -> str:
        if self.cleaned_data["seal"] != self.shown:
            raise forms.ValidationError(
                _("De koppeling is intussen veranderd. Kijk de proef nog eens na.")
            )
        return self.shown


class SaveMappingForm(forms.ModelForm):
    """A name for the mapping that was just made."""

    class Meta:
        model = ImportMapping
        fields = ["name"]
        labels = {"name": gettext_lazy("Bewaar deze koppeling als")}
        error_messages = {
            "name": {
                "unique": gettext_lazy("Er is al een koppeling met deze naam. Kies een andere.")
            }
        }


class MappingForm(GuardedModelForm):
    """Rename a saved mapping, or change its text."""

    class Meta:
        model = ImportMapping
        fields = ["name", "toml"]
        labels = {"toml": gettext_lazy("Koppeling (TOML)")}
        widgets = {"toml": forms.Textarea(attrs={"rows": 24, "spellcheck": "false"})}
        error_messages = SaveMappingForm.Meta.error_messages

    def clean_toml(self) -> str:
        text: str = self.cleaned_data["toml"]
        try:
            read_mapping(text)
        except MappingRefused as error:
            raise forms.ValidationError([*error.problems]) from error
        return text
