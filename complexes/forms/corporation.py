from django import forms
from django.utils.translation import gettext_lazy as _

from complexes.logos import NoLogo, read_logo
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
            "Uw keuze geldt voor metingen die u hierna sluit. Een gesloten meting houdt de regels van toen."
        ),
    )

    class Meta:
        model = Corporation
        fields = [
            "name",
            "municipality",
            "school_region",
            "accent",
            "phone",
            "email",
            "help_place",
            "privacy_contact",
            "envelope",
            "disclosure",
        ]
        widgets = {
            "accent": forms.TextInput(attrs={"type": "color"}),
            "envelope": forms.RadioSelect,
        }
        help_texts = {
            "accent": _("De kleur van knoppen en koppen, op het scherm en in rapporten."),
            "phone": _("Bewoners kunnen dit nummer bellen als invullen niet lukt."),
            "email": _(
                "Staat op de eerste bladzijde van bewoners, voor wie liever mailt dan belt."
            ),
            "envelope": _(
                "Waar het adres achter het venster van uw envelop valt. Bij brieven kunt u eerst een "
                "proefblad printen en tegen de envelop houden."
            ),
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


class LogoForm(forms.Form):
    """The file with the logo; `complexes.logos` says whether it can be one."""

    logo = forms.FileField(
        label=_("Afbeelding"),
        help_text=_("PNG of JPEG, hoogstens 2 MB. Liefst breed, met een doorzichtige achtergrond."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        error_messages={"required": _("Kies eerst een bestand.")},
    )

    def clean_logo(self) -> bytes:
        sent = self.cleaned_data["logo"]
        try:
            return read_logo(sent, sent.size)
        except NoLogo as refusal:
            raise forms.ValidationError(str(refusal), code="no_logo") from refusal
