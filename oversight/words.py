"""What the logs hold, in plain Dutch."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from proof.models import AuditEntry
from proof.retention import rule_of

YEAR = 365
FACTS = {
    "added": gettext_lazy("nieuw"),
    "after": gettext_lazy("nu"),
    "again": gettext_lazy("opnieuw"),
    "before": gettext_lazy("was"),
    "changed": gettext_lazy("gewijzigd"),
    "closes_on": gettext_lazy("tot en met"),
    "codes": gettext_lazy("codes"),
    "complex": gettext_lazy("complex"),
    "draft": gettext_lazy("concept"),
    "due": gettext_lazy("aantal"),
    "fields": gettext_lazy("velden"),
    "file": gettext_lazy("bestand"),
    "kind": gettext_lazy("soort"),
    "lines": gettext_lazy("regels"),
    "number": gettext_lazy("uitgave"),
    "outcome": gettext_lazy("oordeel"),
    "replacement": gettext_lazy("vervangende code"),
    "responses": gettext_lazy("inzendingen"),
    "roles": gettext_lazy("rollen"),
    "rule": gettext_lazy("soort"),
}
KINDS_READ_IN = {
    "addresses": gettext_lazy("adressen"),
    "complexes": gettext_lazy("complexen"),
    "entrances": gettext_lazy("ingangen"),
    "partners": gettext_lazy("partners"),
}


@lru_cache(maxsize=1)
def _kinds() -> dict[str, str]:
    return {
        str(model._meta.model_name): str(model._meta.verbose_name) for model in apps.get_models()
    }


def kind_words(kind: str) -> str:
    """ "wave" → "meting"."""
    return _kinds().get(kind, kind)


def fact_words(entry: AuditEntry) -> str:
    """ "bestand: cijfers.csv; regels: 12"."""
    return "; ".join(_facts(entry.details))


def _facts(details: dict[str, Any]) -> Iterator[str]:
    for key, value in details.items():
        label = FACTS.get(key, key)
        if key == "rule" and (rule := rule_of(str(value))):
            value = str(rule.title)
        if key == "kind":
            value = KINDS_READ_IN.get(str(value), value)
        if value is True:
            yield str(label)
        elif isinstance(value, list):
            yield f"{label}: {', '.join(map(str, value))}"
        elif value not in (None, "", False):
            yield f"{label}: {value}"


def period_words(days: int) -> str:
    """ "2 jaar", "90 dagen"; "meteen" for none."""
    if days == 0:
        return _("meteen")
    years, rest = divmod(days, YEAR)
    if rest == 0:
        return _("%(years)s jaar") % {"years": years}
    return ngettext("%(days)s dag", "%(days)s dagen", days) % {"days": days}
