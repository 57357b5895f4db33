"""Access of a partner to a complex, and covenants."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complexes.forms.complexes import ComplexFinderForm
from partners.documents import DocumentRefused, refuse_document
from partners.models import Covenant, Grant, Partner
from ui.forms import DateField, GuardedModelForm


class GrantForm(ComplexFinderForm):
    """Which complex, from when to when, on the ground of which covenant that is in force."""

    starts_on = DateField(label=_("Van"))
    ends_on = DateField(label=_("Tot en met"))
    covenant: forms.ModelChoiceField[Covenant] = forms.ModelChoiceField(
        Covenant.objects.none(),
        label=_("Op grond van"),
        required=False,
        empty_label=_("geen convenant"),
        error_messages={"invalid_choice": _("Dit convenant geldt niet (meer). Kies een ander.")},
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["covenant"].queryset = partner.covenants.in_force(today)  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today
        self.fields["ends_on"].initial = a_year_after(today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Deze dag ligt vóór het begin. Draai de twee dagen om."))
        elif ends and ends < timezone.localdate():
            self.add_error("ends_on", _("Deze dag is al geweest."))
        return cleaned


class ProlongForm(GuardedModelForm):
    """Another last day of a grant; it may be earlier too, but not in the past: withdraw it then."""

    ends_on = DateField(label=_("Tot en met"))

    class Meta:
        model = Grant
        fields = ["ends_on"]

    def clean_ends_on(self) -> date:
        ends: date = self.cleaned_data["ends_on"]
        if ends < max(timezone.localdate(), self.instance.starts_on):
            raise forms.ValidationError(
                _("Deze dag is al geweest. Wilt u de toegang nu stoppen? Trek haar dan in.")
            )
        return ends


class CovenantForm(GuardedModelForm):
    starts_on = DateField(label=_("Van"))
    ends_on = DateField(
        label=_("Tot en met"), required=False, help_text=_("Leeg als het geldt tot opzegging.")
    )
    upload = forms.FileField(
        label=_("Document (pdf)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text=_("Alleen medewerkers kunnen het openen. Hoogstens 10 MB."),
    )

    class Meta:
        model = Covenant
        fields = ["reference", "purpose", "legal_basis", "starts_on", "ends_on"]
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 2}),
            "legal_basis": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        others = self.instance.partner.covenants.exclude(pk=self.instance.pk)
        if others.filter(reference__iexact=reference).exists():
            raise forms.ValidationError(_("Deze partner heeft al een convenant met dit kenmerk."))
        return reference

    def clean_upload(self) -> UploadedFile | None:
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload:
            try:
                refuse_document(upload)
            except DocumentRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Deze dag ligt vóór het begin. Draai de twee dagen om."))
        elif ends and self.instance.pk and self._rests_longer(ends):
            self.add_error(
                "ends_on",
                _("Toegang die op dit convenant berust duurt langer. Kies «Beëindigen»."),
            )
        return cleaned

    def _rests_longer(self, ends: date) -> bool:
        return self.instance.grants.filter(closed_at__isnull=True, ends_on__gt=ends).exists()


class EndCovenantForm(forms.Form):
    ends_on = DateField(label=_("Laatste dag"))

    def __init__(self, *args: Any, covenant: Covenant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.covenant = covenant
        self.fields["ends_on"].initial = timezone.localdate()

    def clean_ends_on(self) -> date:
        ends: date = self.cleaned_data["ends_on"]
        if ends < self.covenant.starts_on:
            raise forms.ValidationError(_("Deze dag ligt vóór het begin van het convenant."))
        if self.covenant.ends_on and ends > self.covenant.ends_on:
            raise forms.ValidationError(
                _("Zo lang loopt het convenant niet. Verlengen doet u bij «Wijzigen».")
            )
        return ends


def a_year_after(day: date) -> date:
    """The last day of a year that begins on this day."""
    return day + timedelta(days=364)
