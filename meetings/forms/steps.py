"""What a step in the life of a meeting asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Preparation
from meetings.summaries.preparing import offset_words
from ui.forms import GuardedModelForm


class CancelForm(forms.Form):
    reason = forms.CharField(
        label=_("Waarom gaat het niet door?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Partners en bewoners die zich aanmeldden kunnen dit lezen."),
        error_messages={"required": _("Schrijf op waarom. Wie zou komen, wil dat weten.")},
    )


class AsideForm(forms.Form):
    """Which warning, and why it may stay."""

    warning = forms.CharField(max_length=80, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Waarom kan dit zo?"),
        max_length=300,
        error_messages={"required": _("Schrijf op waarom dit zo kan.")},
    )


class MarkForm(forms.Form):
    state = forms.ChoiceField(choices=Preparation.State.choices)


class PreparationForm(GuardedModelForm):
    """What, how long before or after, and who. The title of a standard one stays as it is."""

    number = forms.IntegerField(label=_("Hoeveel dagen"), min_value=0, max_value=400)
    side = forms.ChoiceField(
        label=_("Voor of na"),
        choices=[("before", _("dagen vóór de bijeenkomst")), ("after", _("dagen erna"))],
    )

    class Meta:
        model = Preparation
        fields = ["title", "owner"]

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        preparation: Preparation = kwargs["instance"]
        days = preparation.offset_days if preparation.offset_days is not None else -14
        side = "after" if days > 0 else "before"
        kwargs["initial"] = {"number": abs(days), "side": side} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = colleagues  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("nog niemand")  # type: ignore[attr-defined]
        if preparation.pk and preparation.kind != Preparation.Kind.OWN:
            del self.fields["title"]

    def guarded(self) -> list[str]:
        return [*super().guarded(), "number", "side"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "number" in cleaned and "side" in cleaned:
            sign = -1 if cleaned["side"] == "before" else 1
            self.instance.offset_days = sign * cleaned["number"]
        return cleaned

    @property
    def offset(self) -> str:
        return offset_words(self.instance.offset_days or 0)
