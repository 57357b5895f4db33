"""The entrances of a complex: rows on the complex's own form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex, Entrance
from ui.lists import natural

BLANK_ROWS, MORE_ROWS, MOST_ROWS = 3, 10, 200
PREFIX = "ingang"


class EntranceForm(forms.Form):
    """One row. An empty name in a new row means there is no such row."""

    id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Ingang"), max_length=80, required=False)
    dwellings = forms.IntegerField(label=_("Woningen"), min_value=0, max_value=5000, required=False)
    remove = forms.BooleanField(label=_("Weghalen"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name, gone = (cleaned.get("name") or "").strip(), cleaned.get("remove")
        if not name and not gone and (cleaned.get("id") or cleaned.get("dwellings") is not None):
            self.add_error("name", _("Geef deze ingang een naam, of haal hem weg."))
        return cleaned | {"name": name}


class EntranceFormSet(forms.BaseFormSet):
    """The rows of one complex; `stored` maps the id of every stored entrance to its name."""

    def __init__(self, *args: Any, stored: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = stored

    def clean(self) -> None:
        rows = [(form, form.cleaned_data) for form in self.forms if hasattr(form, "cleaned_data")]
        ours = {row.get("id") for form, row in rows}
        taken = {name.lower() for pk, name in self.stored.items() if pk not in ours}
        for form, row in rows:
            name = row.get("name", "").lower()
            if not name or row.get("remove"):
                continue
            if name in taken:
                form.add_error("name", _("Deze naam is er al. Geef elke ingang een eigen naam."))
            taken.add(name)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What is to be stored: rows with a name, and stored rows to take away."""
        filled = [row for row in self.cleaned_data if row]
        return [row for row in filled if row["name"] or (row["id"] and row["remove"])]

    @property
    def removals(self) -> list[str]:
        """Names of stored entrances that somebody ticked to take away."""
        ticked = {row["id"] for row in self.cleaned_data if row and row["remove"]}
        return [name for pk, name in self.stored.items() if pk in ticked]


def entrance_rows(complex_: Complex | None, data: Any = None, *, more: bool = False) -> Any:
    """The formset of a complex: its entrances and a few blank rows; `more` adds ten to what was sent."""
    kind = forms.formset_factory(
        EntranceForm, formset=EntranceFormSet, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=500
    )
    stored = Entrance.objects.filter(complex=complex_) if complex_ else Entrance.objects.none()
    rows = sorted(stored.values("id", "name", "dwellings"), key=lambda row: natural(row["name"]))
    options: dict[str, Any] = {"prefix": PREFIX, "stored": {row["id"]: row["name"] for row in rows}}
    if data is None:
        return kind(initial=rows, **options)
    return kind(_with_more_rows(data) if more else data, **options)


def _with_more_rows(data: Any) -> Any:
    data = data.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    data[f"{PREFIX}-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + MORE_ROWS)
    return data
