"""Complexes from a file: known by their code, changed where a cell is filled, added when the code is new."""

import copy
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.forms.complexes import checked_code, checked_year
from complexes.imports.intakes import Intake
from complexes.models import Complex, ReportingGroup
from proof.audit import record
from proof.models import Verb
from sheets.records import Head, Plan, Problem, Record, Step, differences, read_records
from sheets.tables import Table

if TYPE_CHECKING:
    from accounts.models import User

HEADS = (
    Head("code", "Code", gettext_lazy("verplicht; uit uw eigen administratie"), "C1",
         ("complexcode", "complexnummer", "nummer"), required=True),
    Head("name", "Naam", gettext_lazy("verplicht voor een nieuw complex"), "De Zilvermeeuw",
         ("complex", "complexnaam")),
    Head("kind", "Soort", gettext_lazy("vrije tekst"), "galerijflat, 10 lagen", ("type",)),
    Head("built", "Bouwjaar", gettext_lazy("vier cijfers"), "1971", ("jaar",)),
    Head("address", "Adres", gettext_lazy("straat en huisnummers"), "Zilverlaan 1 t/m 144",
         ("straat",)),
    Head("postcode", "Postcode", "", "1234 AB"),
    Head("place", "Plaats", "", "Oudewaarde", ("woonplaats",)),
    Head("dwellings", "Aantal woningen", gettext_lazy("geheel getal; leeg als u het niet weet"), "144",
         ("woningen", "vhe", "verhuureenheden")),
    Head("has_owners_association", "VvE", gettext_lazy("ja of nee"), "nee",
         ("gemengd met een VvE", "gemengd")),
    Head("group", "Rapportagegroep",
         gettext_lazy("alleen voor kleine complexen; een nieuwe naam maakt een nieuwe groep"), "",
         ("groep",)),
)  # fmt: skip
LABELS = {
    "name": gettext_lazy("naam"),
    "kind": gettext_lazy("soort"),
    "built": gettext_lazy("bouwjaar"),
    "address": gettext_lazy("adres"),
    "postcode": gettext_lazy("postcode"),
    "place": gettext_lazy("plaats"),
    "dwellings": gettext_lazy("aantal woningen"),
    "has_owners_association": gettext_lazy("VvE"),
    "group": gettext_lazy("rapportagegroep"),
}
EMPTY: dict[str, Any] = {
    "built": None,
    "dwellings": None,
    "group": None,
    "has_owners_association": False,
}
YES, NO = {"ja", "j", "1", "x", "waar", "true", "yes"}, {"nee", "n", "0", "onwaar", "false", "no"}
MOST_DWELLINGS = 100_000


class ComplexRowForm(forms.Form):
    """The cells of one row; an empty cell is not in it."""

    code = forms.CharField(
        max_length=20,
        validators=Complex._meta.get_field("code").validators,
        error_messages={"required": gettext_lazy("Deze cel is leeg.")},
    )
    name = forms.CharField(max_length=120, required=False)
    kind = forms.CharField(max_length=120, required=False)
    built = forms.IntegerField(
        required=False,
        error_messages={
            "invalid": gettext_lazy("Schrijf een jaartal van vier cijfers, zoals 1971.")
        },
    )
    address = forms.CharField(max_length=200, required=False)
    postcode = forms.CharField(max_length=7, required=False)
    place = forms.CharField(max_length=80, required=False)
    dwellings = forms.CharField(required=False)
    has_owners_association = forms.CharField(required=False)
    group = forms.CharField(max_length=120, required=False)

    def clean_code(self) -> str:
        return checked_code(self.cleaned_data["code"])

    def clean_built(self) -> int | None:
        return checked_year(self.cleaned_data["built"])

    def clean_dwellings(self) -> int | None:
        return dwellings_in(self.cleaned_data["dwellings"], least=1)

    def clean_has_owners_association(self) -> bool:
        words = self.cleaned_data["has_owners_association"].casefold()
        if words and words not in YES | NO:
            raise forms.ValidationError(_("Schrijf ja of nee."))
        return words in YES


def dwellings_in(words: str, *, least: int) -> int | None:
    """A whole number as people and spreadsheets write it: 1250, 1.250 or 1 250."""
    if not words:
        return None
    plain = words.replace(".", "").replace(" ", "").replace("\u00a0", "")
    if not plain.isdecimal() or not least <= int(plain) <= MOST_DWELLINGS:
        raise forms.ValidationError(
            _("Geen aantal woningen: schrijf een geheel getal van {least} of meer.").format(
                least=least
            )
        )
    return int(plain)


def plan(table: Table) -> Plan[Complex]:
    """What the rows would add and change; stores nothing."""
    records, problems, unused = read_records(table, HEADS, ComplexRowForm, named_by=["code"])
    stored = {one.code.casefold(): one for one in Complex.objects.select_related("group")}
    groups = {one.name.casefold(): one for one in ReportingGroup.objects.all()}
    fresh: list[str] = []
    steps: list[Step[Complex]] = []
    for row in records:
        known = stored.get(row.values["code"].casefold())
        if wrong := list(_wrong(row, known)):
            problems += wrong
            continue
        steps.append(_step(row, known, groups, fresh))
    notes = tuple(_("Nieuwe rapportagegroep: {name}").format(name=name) for name in fresh)
    return Plan(steps, sorted(problems, key=lambda each: each.line), unused, notes)


def _wrong(row: Record, known: Complex | None) -> Iterator[Problem]:
    if "name" in row.cleared or (known is None and not row.values.get("name")):
        yield Problem(row.line, "Naam", "", _("Een nieuw complex heeft een naam nodig."))


def _step(
    row: Record, known: Complex | None, groups: dict[str, ReportingGroup], fresh: list[str]
) -> Step[Complex]:
    new = copy.copy(known) if known else Complex(code=row.values["code"])
    for name in row.cleared:
        setattr(new, name, EMPTY.get(name, ""))
    for name, value in row.values.items():
        if name == "group":
            new.group = _group(value, groups, fresh)
        elif name != "code":
            setattr(new, name, value)
    found = differences(LABELS, known, new) if known else ()
    return Step(row.line, f"{new.name} ({new.code})", new, known is None, found)


def _group(name: str, groups: dict[str, ReportingGroup], fresh: list[str]) -> ReportingGroup:
    if name.casefold() not in groups:
        groups[name.casefold()] = ReportingGroup(name=name)
        fresh.append(name)
    return groups[name.casefold()]


def carry_out(plan: Plan[Complex], user: "User | None") -> None:
    """Store what the plan says. In a transaction of the caller."""
    changing = [step.thing for step in plan.steps if step.changes_something]
    for complex_ in changing:
        if complex_.group is not None and complex_.group.pk is None:
            complex_.group.save()
        complex_.group = complex_.group  # the id that it has by now
    Complex.objects.bulk_create([step.thing for step in plan.added])
    Complex.objects.bulk_update([step.thing for step in plan.changed], list(LABELS))
    record(user, Verb.IMPORTED, kind="complexes", added=len(plan.added), changed=len(plan.changed))


INTAKE = Intake(
    key="complexen",
    title=gettext_lazy("Complexen"),
    words=gettext_lazy("Eén rij per complex. Een code die er al is, wordt bijgewerkt."),
    heads=HEADS,
    plan=plan,
    carry_out=carry_out,
    done_url="complexes:complex_list",
)
