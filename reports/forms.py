"""Which report: a closed wave and one of its complexes or groups; and with whom it is shared."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from complexes.models import Complex, ReportingGroup
from partners.models import Partner
from reports.models import Share
from reports.sharing import Candidate
from surveys.models import Wave
from ui.forms import DateField, GuardedModelForm


class ReportForm(forms.Form):
    """Cleans `meting` and `complex` by code, or `groep` by number, to a Wave and the `subject` of a report."""

    meting: forms.ModelChoiceField[Wave] = forms.ModelChoiceField(
        Wave.objects.none(),
        to_field_name="code",
        label=_("Meting"),
        empty_label=_("Kies een meting"),
        error_messages={"invalid_choice": _("Kies een gesloten meting uit de lijst.")},
    )
    complex: forms.ModelChoiceField[Complex] = forms.ModelChoiceField(
        Complex.objects.none(),
        to_field_name="code",
        label=_("Complex"),
        empty_label=_("Kies een complex"),
        required=False,
        error_messages={"invalid_choice": _("Kies een complex uit de lijst.")},
    )

    groep: forms.ModelChoiceField[ReportingGroup] = forms.ModelChoiceField(
        ReportingGroup.objects.none(),
        label=_("Of een groep kleine complexen"),
        empty_label=_("Geen groep"),
        required=False,
        error_messages={"invalid_choice": _("Kies een groep uit de lijst.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waves = Wave.objects.visible_to(user).closed().order_by("-closes_on", "-pk")
        complexes = Complex.objects.visible_to(user).filter(wave_complexes__wave__in=waves)
        self.fields["meting"].queryset = waves  # type: ignore[attr-defined]
        self.fields["complex"].queryset = complexes.distinct()  # type: ignore[attr-defined]
        groups = ReportingGroup.objects.visible_to(user).filter(wavecomplex__wave__in=waves)
        self.fields["groep"].queryset = groups.distinct()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "complex" not in cleaned or "groep" not in cleaned:
            return cleaned  # a wrong choice is told already
        wave, complex_, group = (cleaned.get(name) for name in ("meting", "complex", "groep"))
        if complex_ and group:
            self.add_error("groep", _("Kies een complex of een groep, niet allebei."))
        elif not (complex_ or group):
            self.add_error("complex", _("Kies een complex of een groep."))
        elif wave and complex_ and not wave.wave_complexes.filter(complex=complex_).exists():
            self.add_error("complex", _("Dit complex deed niet mee aan deze meting."))
        elif wave and group and not wave.wave_complexes.filter(group=group).exists():
            self.add_error("groep", _("Deze groep deed niet mee aan deze meting."))
        return cleaned | {"subject": complex_ or group}


def not_past(day: date) -> None:
    if day < timezone.localdate():
        raise forms.ValidationError(_("Deze dag is al geweest."))


class LastDayField(DateField):
    """Until when a partner can open a report; empty for as long as the partner has access to the complex."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Tot en met"),
            required=False,
            help_text=_("Leeg: zolang de partner toegang heeft tot het complex."),
            validators=[not_past],
        )


class ShareForm(forms.Form):
    """With which of the candidates, and until when; all of them unless somebody says otherwise."""

    partner: forms.ModelMultipleChoiceField[Partner] = forms.ModelMultipleChoiceField(
        Partner.objects.none(),
        label=_("Met wie?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kies minstens één partner."),
            "invalid_choice": _("Met deze partner kan dit rapport nu niet gedeeld worden."),
        },
    )
    expires_on = LastDayField()

    def __init__(self, *args: Any, found: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [one.partner.pk for one in found if not one.refused]
        self.fields["partner"].queryset = Partner.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        self.fields["partner"].initial = keys


class ShareExpiryForm(GuardedModelForm):
    """Until when a partner can open a report that is shared already."""

    expires_on = LastDayField()

    class Meta:
        model = Share
        fields = ["expires_on"]
