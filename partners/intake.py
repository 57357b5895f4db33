"""Partners and their contacts from a file: one row per contact, or one without for the partner alone.

What a partner may see is never in a file: access is given per complex, by somebody, until a day.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complexes.imports import intakes
from partners.models import Contact, Partner
from proof.audit import record
from proof.models import Verb
from sheets.records import Difference, Head, Plan, Problem, Record, Step, differences, read_records
from sheets.tables import Table

if TYPE_CHECKING:
    from accounts.models import User

HEADS = (
    Head("partner", "Partner", gettext_lazy("verplicht; naam van de organisatie"), "Politie Oudewaarde",
         ("organisatie", "naam partner"), required=True),
    Head("kind", "Soort", gettext_lazy("verplicht voor een nieuwe partner; politie, gemeente, zorg, welzijn, "
         "buurtbemiddeling, huurdersvereniging, bewonerscommissie, VvE of anders"), "politie"),
    Head("name", "Contactpersoon", gettext_lazy("naam; mag leeg"), "", ("contact",)),
    Head("function", "Functie", "", "wijkagent"),
    Head("email", "E-mailadres", gettext_lazy("mag leeg; inloggen zet u later per persoon aan"), "",
         ("e-mail", "mail")),
    Head("phone", "Telefoon", "", "", ("telefoonnummer",)),
)  # fmt: skip
CONTACT_LABELS = {
    "name": gettext_lazy("naam"),
    "function": gettext_lazy("functie"),
    "email": gettext_lazy("e-mailadres"),
    "phone": gettext_lazy("telefoon"),
}


class PartnerRowForm(forms.Form):
    partner = forms.CharField(
        max_length=120, error_messages={"required": gettext_lazy("Deze cel is leeg.")}
    )
    kind = forms.CharField(required=False)
    name = forms.CharField(max_length=120, required=False)
    function = forms.CharField(max_length=120, required=False)
    email = forms.EmailField(max_length=254, required=False)
    phone = forms.CharField(max_length=40, required=False)

    def clean_kind(self) -> str:
        words = self.cleaned_data["kind"].casefold()
        for kind in Partner.Kind:
            if words in (kind.value, str(kind.label).casefold()):
                return kind.value
        if words:
            known = ", ".join(str(kind.label) for kind in Partner.Kind)
            raise forms.ValidationError(_("Kies uit: {known}.").format(known=known))
        return ""


@dataclass(frozen=True)
class Line:
    """What one row is about."""

    partner: Partner
    contact: Contact | None


@dataclass
class _Stored:
    """What is there, and what earlier rows of the same file add to it."""

    partners: dict[str, Partner]
    by_address: dict[str, Contact]
    by_name: dict[tuple[str, str], Contact]
    fresh: list[Partner] = field(default_factory=list)

    @classmethod
    def now(cls) -> "_Stored":
        contacts = list(Contact.objects.filter(left_on__isnull=True).select_related("partner"))
        return cls(
            {one.name.casefold(): one for one in Partner.objects.active()},
            {one.email.casefold(): one for one in contacts if one.email},
            {(one.partner.name.casefold(), one.name.casefold()): one for one in contacts},
        )


def plan(table: Table) -> Plan[Line]:
    """What the rows would add and change; stores nothing. Contacts without a row stay."""
    records, problems, unused = read_records(
        table, HEADS, PartnerRowForm, named_by=["partner", "name", "email"]
    )
    stored = _Stored.now()
    steps: list[Step[Line]] = []
    for row in records:
        if wrong := list(_wrong(row, stored)):
            problems += wrong
        else:
            steps.append(_step(row, stored))
    return Plan(steps, sorted(problems, key=lambda each: each.line), unused)


def _wrong(row: Record, stored: _Stored) -> Iterator[Problem]:
    name, email = row.values["partner"], row.values.get("email", "")
    if name.casefold() not in stored.partners and not row.values.get("kind"):
        yield Problem(row.line, "Soort", "", _("Een nieuwe partner heeft een soort nodig."))
    details = [key for key in ("function", "email", "phone") if row.values.get(key)]
    if details and not row.values.get("name"):
        yield Problem(row.line, "Contactpersoon", "", _("Een contactpersoon heeft een naam nodig."))
    holder = stored.by_address.get(email.casefold()) if email else None
    if holder and holder.partner.name.casefold() != name.casefold():
        reason = _("Dit adres hoort al bij {name} van {partner}.")
        words = reason.format(name=holder.name, partner=holder.partner.name)
        yield Problem(row.line, "E-mailadres", email, words)
    known = _known(row, stored)
    if known and known.user_id and email and email.casefold() != known.email.casefold():
        reason = _("{name} logt in met een ander adres. Wijzig het bij de contactpersoon zelf.")
        yield Problem(row.line, "E-mailadres", email, reason.format(name=known.name))


def _known(row: Record, stored: _Stored) -> Contact | None:
    email = row.values.get("email", "").casefold()
    name = row.values.get("name", "").casefold()
    found = stored.by_address.get(email) if email else None
    return found or stored.by_name.get((row.values["partner"].casefold(), name))


def _step(row: Record, stored: _Stored) -> Step[Line]:
    partner, changes = _partner(row, stored)
    is_new = partner.pk is None and partner not in stored.fresh
    if is_new:
        stored.fresh.append(partner)
    if not row.values.get("name"):
        return Step(row.line, partner.name, Line(partner, None), is_new, changes)
    known = _known(row, stored)
    contact = copy.copy(known) if known else Contact(partner=partner, name=row.values["name"])
    for key in CONTACT_LABELS:
        if key in row.values:
            setattr(contact, key, row.values[key])
        elif key in row.cleared and key != "name":
            setattr(contact, key, "")
    _remember(contact, stored)
    if known:
        changes += differences(CONTACT_LABELS, known, contact)
    title = f"{partner.name}: {contact.name}"
    return Step(row.line, title, Line(partner, contact), is_new or known is None, changes)


def _partner(row: Record, stored: _Stored) -> tuple[Partner, tuple[Difference, ...]]:
    name, kind = row.values["partner"], row.values.get("kind", "")
    known = stored.partners.get(name.casefold())
    if known is None:
        known = stored.partners[name.casefold()] = Partner(name=name, kind=kind)
        return known, ()
    if not kind or kind == known.kind:
        return known, ()
    old = str(known.get_kind_display())
    known.kind = kind
    return known, (Difference(_("soort"), old, str(known.get_kind_display())),)


def _remember(contact: Contact, stored: _Stored) -> None:
    if contact.email:
        stored.by_address[contact.email.casefold()] = contact
    stored.by_name[(contact.partner.name.casefold(), contact.name.casefold())] = contact


def carry_out(plan: Plan[Line], user: "User | None") -> None:
    """Store what the plan says. In a transaction of the caller. Nobody gets a way in by a file."""
    for step in plan.steps:
        if step.changes_something:
            partner, contact = step.thing.partner, step.thing.contact
            partner.save()
            if contact:
                contact.partner = partner  # the id that it has by now
                contact.save()
    record(user, Verb.IMPORTED, kind="partners", added=len(plan.added), changed=len(plan.changed))


def register() -> None:
    """Called once when the app is ready."""
    intakes.register(
        intakes.Intake(
            key="partners",
            title=gettext_lazy("Partners en contactpersonen"),
            words=gettext_lazy(
                "Eén rij per contactpersoon. Wat een partner mag zien, regelt u per complex."
            ),
            heads=HEADS,
            plan=plan,
            carry_out=carry_out,
            done_url="partners:partner_list",
        )
    )
