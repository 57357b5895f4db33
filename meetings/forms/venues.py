"""A venue: where it is, how many fit in, and who can get in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import Venue
from meetings.models.venues import ACCESS
from ui.forms import GuardedModelForm

ANSWERS = [("", _("weet ik niet")), ("yes", _("ja")), ("no", _("nee"))]


class KnownField(forms.TypedChoiceField):
    """Yes, no, or not known: which is not the same as no."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        ours = {"choices": ANSWERS, "coerce": lambda value: value == "yes", "empty_value": None}
        super().__init__(**kwargs | ours)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != (data or ""))


class VenueForm(GuardedModelForm):
    class Meta:
        model = Venue
        fields = [
            "name",
            "address",
            "postcode",
            "place",
            "capacity",
            *ACCESS,
            "transport",
            "contact_name",
            "contact_phone",
            "contact_email",
            "note",
        ]
        field_classes = dict.fromkeys(ACCESS, KnownField)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ACCESS:  # "not known" is an answer, not a choice still to be made
            self.fields[name].choices = ANSWERS  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        others = Venue.objects.in_use().exclude(pk=self.instance.pk)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Er is al een locatie met deze naam."))
        return name
