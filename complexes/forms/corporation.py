from django import forms
from django.utils.translation import gettext_lazy as _

from complexes.models import Corporation
from ui import colours
from ui.forms import GuardedModelForm


class CorporationForm(GuardedModelForm):
    disclosure = forms.ChoiceField(
        label=_("Hoe voorzichtig zijn uitslagen?"),
        choices=Corporation.Disclosure.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Standaard: een uitslag bij genoeg inzendingen, met alle cijfers die daarbij mogen. "
            "Streng: ook percentages en aantallen zijn afgerond, zodat nog minder te herleiden is. "
            "Een meting houdt de keuze die gold toen zij werd gesloten."
        ),
    )

    class Meta:
        model = Corporation
        fields = [
            "name",
            "municipality",
            "accent",
            "phone",
            "help_place",
            "privacy_contact",
            "disclosure",
        ]
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}
        help_texts = {
            "accent": _("De kleur van knoppen en koppen, op het scherm en in rapporten."),
            "phone": _("Bewoners kunnen dit nummer bellen als invullen niet lukt."),
            "privacy_contact": _(
                "Bij wie bewoners met vragen over hun gegevens terechtkunnen: functie, e-mail of telefoon."
            ),
        }

    def clean_accent(self) -> str:
        accent: str = self.cleaned_data["accent"].lower()
        if not colours.is_colour(accent):
            raise forms.ValidationError(_("Schrijf een kleur als #0a4f8f."), code="no_colour")
        ratio = colours.contrast(accent, colours.WHITE)
        if ratio < colours.ENOUGH:
            darker = colours.readable(accent, colours.WHITE, towards="#000000")
            raise forms.ValidationError(
                _(
                    "Deze kleur is te licht: witte letters erop zijn niet voor iedereen te lezen "
                    "(contrast %(ratio)s, nodig is 4,5). Een donkerder kleur die wel kan: %(darker)s."
                ),
                params={"ratio": f"{ratio:.1f}".replace(".", ","), "darker": darker},
                code="too_light",
            )
        return accent
