"""What is done and what happens at a complex: measures and incidents."""

import calendar
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complexes.models import Incident, Measure
from ui.forms import DateField, GuardedModelForm


class MeasureForm(GuardedModelForm):
    """Asks the date that goes with the status; dates of earlier stages are kept."""

    status = forms.ChoiceField(
        label=_("Hoe staat het ermee?"), choices=Measure.Status.choices, widget=forms.RadioSelect
    )
    planned_on = DateField(label=_("Gepland voor"), required=False)
    in_place_on = DateField(label=_("Uitgevoerd op"), required=False)
    rejected_on = DateField(label=_("Afgewezen op"), required=False)

    DATES = {
        Measure.Status.PLANNED: "planned_on",
        Measure.Status.IN_PLACE: "in_place_on",
        Measure.Status.REJECTED: "rejected_on",
    }

    class Meta:
        model = Measure
        fields = [
            "title",
            "kind",
            "place",
            "status",
            "planned_on",
            "in_place_on",
            "rejected_on",
            "note",
        ]
        labels = {"place": _("Plek, zoals hal of achterzijde")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        status = cleaned.get("status")
        wanted = self.DATES.get(status) if status else None
        if wanted and not cleaned.get(wanted) and wanted not in self.errors:
            self.add_error(wanted, _("Vul in wanneer. Een schatting is goed."))
        self._refuse_future(cleaned, wanted)
        return cleaned

    def _refuse_future(self, cleaned: dict[str, Any], wanted: str | None) -> None:
        told = cleaned.get(wanted) if wanted else None
        if told and wanted != "planned_on" and told > timezone.localdate():
            self.add_error(
                wanted, _("Deze dag moet nog komen. Kies «gepland», of een dag die geweest is.")
            )

    @property
    def dated(self) -> list[tuple[str, Any]]:
        """Each status with the field of its date, as the template shows them."""
        return [(status.value, self[name]) for status, name in self.DATES.items()]


class IncidentForm(GuardedModelForm):
    """A day, a month or a period of either; months are stored from their first to their last day."""

    precision = forms.ChoiceField(
        label=_("Hoe precies weet u het?"),
        choices=[
            (Incident.Precision.DAY, _("op de dag")),
            (Incident.Precision.MONTH, _("alleen de maand (de dag telt dan niet mee)")),
        ],
        widget=forms.RadioSelect,
        initial=Incident.Precision.DAY,
    )
    starts_on = DateField(label=_("Op of vanaf"))
    ends_on = DateField(
        label=_("Tot en met"),
        required=False,
        help_text=_("Alleen als het langer duurde dan één dag of één maand."),
    )

    class Meta:
        model = Incident
        fields = ["title", "kind", "precision", "starts_on", "ends_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and starts > timezone.localdate():
            self.add_error("starts_on", _("Deze dag moet nog komen. Een incident is al gebeurd."))
        if starts and cleaned.get("precision") == Incident.Precision.MONTH:
            starts, ends = _whole_months(starts, ends)
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Deze dag ligt vóór het begin. Draai de twee dagen om."))
        return cleaned | {"starts_on": starts, "ends_on": None if ends == starts else ends}


def _whole_months(starts: date, ends: date | None) -> tuple[date, date | None]:
    """The period widened to whole months; no end when it is one month."""
    first = starts.replace(day=1)
    if ends is None or (ends.year, ends.month) == (starts.year, starts.month):
        return first, None
    return first, ends.replace(day=calendar.monthrange(ends.year, ends.month)[1])
