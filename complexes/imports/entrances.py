"""Entrances from a file: known by the complex's code and their own name."""

import copy
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.imports.complexes import dwellings_in
from complexes.imports.intakes import Intake
from complexes.models import Complex, Entrance
from proof.audit import record
from proof.models import Verb
from sheets.records import Head, Plan, Problem, Record, Step, differences, read_records
from sheets.tables import Table

if TYPE_CHECKING:
    from accounts.models import User

HEADS = (
    Head("complex", "Code", gettext_lazy("verplicht; code van het complex"), "C1",
         ("complexcode", "complexnummer", "complex"), required=True),
    Head("name", "Ingang", gettext_lazy("verplicht; naam of nummer van de ingang"), "Ingang A",
         ("naam", "portiek"), required=True),
    Head("dwellings", "Aantal woningen", gettext_lazy("geheel getal; mag leeg"), "12",
         ("woningen", "vhe")),
)  # fmt: skip
LABELS = {"dwellings": gettext_lazy("aantal woningen")}


class EntranceRowForm(forms.Form):
    complex = forms.CharField(
        max_length=20, error_messages={"required": gettext_lazy("Deze cel is leeg.")}
    )
    name = forms.CharField(
        max_length=80, error_messages={"required": gettext_lazy("Deze cel is leeg.")}
    )
    dwellings = forms.CharField(required=False)

    def clean_dwellings(self) -> int | None:
        return dwellings_in(self.cleaned_data["dwellings"], least=0)


def plan(table: Table) -> Plan[Entrance]:
    """What the rows would add and change; stores nothing. Entrances without a row stay as they are."""
    records, problems, unused = read_records(
        table, HEADS, EntranceRowForm, named_by=["complex", "name"]
    )
    complexes = {one.code.casefold(): one for one in Complex.objects.all()}
    stored = {
        (entrance.complex.code.casefold(), entrance.name.casefold()): entrance
        for entrance in Entrance.objects.select_related("complex")
    }
    steps: list[Step[Entrance]] = []
    for row in records:
        complex_ = complexes.get(row.values["complex"].casefold())
        if complex_ is None:
            reason = _("Er is geen complex met deze code. Lees eerst de complexen in.")
            problems.append(Problem(row.line, "Code", row.values["complex"], reason))
            continue
        known = stored.get((complex_.code.casefold(), row.values["name"].casefold()))
        steps.append(_step(row, complex_, known))
    return Plan(steps, sorted(problems, key=lambda each: each.line), unused)


def _step(row: Record, complex_: Complex, known: Entrance | None) -> Step[Entrance]:
    new = copy.copy(known) if known else Entrance(complex=complex_, name=row.values["name"])
    if "dwellings" in row.values or "dwellings" in row.cleared:
        new.dwellings = row.values.get("dwellings")
    found = differences(LABELS, known, new) if known else ()
    return Step(row.line, f"{complex_.name}: {new.name}", new, known is None, found)


def carry_out(plan: Plan[Entrance], user: "User | None") -> None:
    """Store what the plan says. In a transaction of the caller."""
    Entrance.objects.bulk_create([step.thing for step in plan.added])
    Entrance.objects.bulk_update([step.thing for step in plan.changed], list(LABELS))
    record(user, Verb.IMPORTED, kind="entrances", added=len(plan.added), changed=len(plan.changed))


INTAKE = Intake(
    key="ingangen",
    title=gettext_lazy("Ingangen"),
    words=gettext_lazy("Eén rij per ingang. Lees eerst de complexen in."),
    heads=HEADS,
    plan=plan,
    carry_out=carry_out,
    done_url="complexes:complex_list",
)
