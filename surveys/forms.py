"""Forms around a wave: its facts, its complexes, opening, extending and closing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.bank import BANK, SCALES
from surveys.models import Wave
from surveys.models.waves import KEY_INDICATORS, RESERVED_CODES
from surveys.services.waves import MAX_KEY_INDICATORS, possible_indicators
from surveys.urn import keys
from ui.forms import DateField, GuardedForm, GuardedModelForm

MAX_FIELD_DAYS = 92


def indicator_choices() -> list[tuple[str, str]]:
    """What can be a key indicator: scored questions, questions with a share, and scales."""
    questions = [
        (question.code, f"{question.code} · {question.says_short('nl')}")
        for question in BANK.values()
        if question.scored or question.share
    ]
    scales = [(scale.code, f"{scale.code} · {scale.label['nl']}") for scale in SCALES]
    return questions + scales


class WaveForm(GuardedModelForm):
    opens_on = DateField(label=_("Opent op"))
    closes_on = DateField(
        label=_("Sluit na"), help_text=_("Tot en met deze dag. Drie à vier weken werkt goed.")
    )
    outcome_on = DateField(
        label=_("Uitslag in"),
        required=False,
        help_text=_(
            "In de maand van deze dag hoort de bewoner de uitslag. Staat op het bedankscherm."
        ),
    )
    english = forms.BooleanField(label=_("Ook in het Engels"), required=False)
    key_indicators = forms.MultipleChoiceField(
        label=_("Kerncijfers"),
        required=False,
        choices=indicator_choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        help_text=_(
            "Ten hoogste vijf. Kies ze vóór de meting: een verandering hierin weegt het zwaarst, en wie "
            "achteraf kiest, bewijst niets."
        ),
    )

    class Meta:
        model = Wave
        fields = [
            "title",
            "code",
            "opens_on",
            "closes_on",
            "outcome_on",
            "questionnaire",
            "english",
            "key_indicators",
            "note",
        ]
        help_texts = {
            "code": _("Kort, voor adressen en bestanden. Bijvoorbeeld: 2026."),
            "title": _("Bijvoorbeeld: Meting najaar 2026."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        spoken = instance.languages if instance else ["nl", "en"]
        ours: dict[str, Any] = {"english": "en" in spoken}
        if instance is None:
            ours |= {"key_indicators": list(KEY_INDICATORS)}
        kwargs["initial"] = ours | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["questionnaire"].required = True

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code.lower() in RESERVED_CODES:
            raise forms.ValidationError(_("Deze code gebruikt Buurtpeil zelf. Kies een andere."))
        if Wave.objects.filter(code__iexact=code).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Er is al een meting met deze code."))
        return code

    def clean_key_indicators(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["key_indicators"]
        if len(chosen) > MAX_KEY_INDICATORS:
            raise forms.ValidationError(
                _("U koos er %(number)s. Kies er ten hoogste vijf.") % {"number": len(chosen)}
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, closes = cleaned.get("opens_on"), cleaned.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("De sluitdatum ligt vóór de openingsdatum."))
        elif opens and closes and (closes - opens).days > MAX_FIELD_DAYS:
            self.add_error("closes_on", _("Een meting duurt ten hoogste drie maanden."))
        if closes and cleaned.get("outcome_on") and cleaned["outcome_on"] < closes:
            self.add_error("outcome_on", _("De uitslag komt pas nadat de meting is gesloten."))
        self._indicators_are_asked(cleaned)
        return cleaned

    def _indicators_are_asked(self, cleaned: dict[str, Any]) -> None:
        questionnaire = cleaned.get("questionnaire")
        if not questionnaire:
            return
        able = possible_indicators(questionnaire.document())
        missing = [code for code in cleaned.get("key_indicators", []) if code not in able]
        if missing:
            words = _("Niet in deze vragenlijst: %(codes)s.") % {"codes": ", ".join(missing)}
            self.add_error("key_indicators", words)

    def save(self, commit: bool = True) -> Wave:
        self.instance.languages = ["nl", "en"] if self.cleaned_data["english"] else ["nl"]
        saved: Wave = super().save(commit)
        return saved


class ComplexesForm(forms.Form):
    """Which complexes of the page that was shown take part; those of other pages are left alone.

    `was` are those that took part when the page was made: only what differs from it is a choice.
    """

    was = forms.TypedMultipleChoiceField(coerce=int, required=False)
    chosen = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, visible: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(pk, pk) for pk in visible]
        for name in ("was", "chosen"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def added(self) -> set[int]:
        return set(self.cleaned_data["chosen"]) - set(self.cleaned_data["was"])

    def removed(self) -> set[int]:
        return set(self.cleaned_data["was"]) - set(self.cleaned_data["chosen"])


class ExtendForm(GuardedForm):
    closes_on = DateField(label=_("Nieuwe sluitdatum"), help_text=_("Tot en met deze dag."))


class KeyForm(forms.Form):
    """The contents of a custodian's key file, pasted: a file upload would leave it on the disk."""

    key = forms.CharField(
        label=_("Inhoud van het sleutelbestand"),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        max_length=2000,
        help_text=_("Open het bestand, kopieer alles en plak het hier."),
    )

    def clean_key(self) -> bytes:
        try:
            private = keys.from_file(self.cleaned_data["key"])
            keys.public_of(private)
        except keys.KeyMismatchError as error:
            raise forms.ValidationError(
                _(
                    "Dit is geen sleutel van Buurtpeil. Plak het hele bestand, ook de regel «sleutel:»."
                )
            ) from error
        return private
