from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex, ReportingGroup
from ui.forms import GuardedModelForm

RESERVED_CODES = {"nieuw"}  # paths below /complexen/ that are not a complex
OLDEST = 1600
NO_YEAR = _("Schrijf een jaartal van vier cijfers, zoals 1971.")


def checked_code(code: str) -> str:
    """The code of a complex; refuses words that addresses need themselves."""
    if code.lower() in RESERVED_CODES:
        raise forms.ValidationError(_("Deze code gebruikt Buurtpeil zelf. Kies een andere."))
    return code


def checked_year(year: int | None) -> int | None:
    """A year in which a building can have been built, or be going to be."""
    if year is not None and not OLDEST <= year <= timezone.localdate().year + 5:
        raise forms.ValidationError(NO_YEAR)
    return year


class ComplexForm(GuardedModelForm):
    class Meta:
        model = Complex
        fields = [
            "code",
            "name",
            "kind",
            "built",
            "address",
            "postcode",
            "place",
            "dwellings",
            "has_owners_association",
            "group",
        ]
        help_texts = {
            "code": _(
                "Het nummer van het complex in uw eigen administratie. Staat in adressen en bestanden."
            ),
            "group": _("Alleen voor een complex dat te klein is voor een eigen uitslag."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        entrances = instance.entrances.values_list("pk", "name", "dwellings") if instance else []
        kwargs["initial"] = {"entrances": list(entrances)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def guarded(self) -> Iterable[str]:
        return [*super().guarded(), "entrances"]

    def clean_code(self) -> str:
        code = checked_code(self.cleaned_data["code"])
        if Complex.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Er is al een complex met deze code."))
        return code

    def clean_built(self) -> int | None:
        return checked_year(self.cleaned_data["built"])


class GroupForm(GuardedModelForm):
    class Meta:
        model = ReportingGroup
        fields = ["name"]
        help_texts = {
            "name": _("Zo heet de groep in uitslagen. Bijvoorbeeld: kleine complexen Centrum.")
        }


class ComplexFinderForm(forms.Form):
    """Finds a complex among those `visible`, by code or whole name; of a thousand a list is no help."""

    complex = forms.CharField(label=_("Code of naam van het complex"), max_length=120)

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible

    def clean_complex(self) -> Complex:
        return found_complex(self.cleaned_data["complex"], self.visible)


def found_complex(words: str, visible: Any) -> Complex:
    """The one complex with this code or whole name. Raises ValidationError, which says how to go on."""
    words = words.strip()
    found = visible.filter(code__iexact=words) or visible.filter(name__iexact=words)
    if len(found) != 1:
        raise forms.ValidationError(
            _("Er zijn meer complexen met deze naam. Gebruik de code.")
            if found
            else _("Er is geen complex met deze code of naam.")
        )
    complex_: Complex = found[0]
    return complex_
