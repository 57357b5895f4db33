"""What may be said of a question besides its values, folded away: wording, version, scale, score, share."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from surveys.bank import THEMES
from surveys.imports.choosing import DOWN, UP
from surveys.imports.targets import kind_of, question_of, stands_for
from surveys.questions import Better, Kind

Fields = dict[str, forms.Field]
MAX_VERSION = 99


def more_fields(target: str, own: dict[str, Any], answers: list[str]) -> Fields:
    """Fields by their name; `own` is what was kept before, `answers` are those of a new question."""
    if stands_for(target) is not None:
        return {}
    question, kind = question_of(target), kind_of(target)
    fields: Fields = {}
    if question is None:
        fields |= _of_a_new_question(own)
    else:
        fields["text"] = forms.CharField(
            label=_("Woorden van de vraag"),
            max_length=200,
            initial=own.get("text") or question.text["nl"],
            help_text=_("Was de vraag anders gesteld? Geef haar dan ook een andere versie."),
        )
    fields["version"] = forms.IntegerField(
        label=_("Versie van de vraag"),
        min_value=1,
        max_value=MAX_VERSION,
        initial=own.get("version") or (question.version if question else 1),
        help_text=_("Alleen gelijke versies worden met elkaar vergeleken."),
    )
    if kind is Kind.MARK:
        fields |= _of_a_scale(own)
    if question is None and answers and kind in (Kind.SINGLE, Kind.SEVERAL):
        fields |= _of_answers(own, answers, scored=kind is Kind.SINGLE)
    return fields


def _of_a_new_question(own: dict[str, Any]) -> Fields:
    themes = [(code, theme["title"]["nl"]) for code, theme in THEMES.items()]
    return {
        "short": forms.CharField(
            label=_("In het kort"),
            max_length=80,
            required=False,
            initial=own.get("short", ""),
            help_text=_("Voor in tabellen en bij grafieken."),
        ),
        "theme": forms.ChoiceField(
            label=_("Thema"), choices=themes, initial=own.get("theme", "eigen")
        ),
        "background": forms.BooleanField(
            label=_("Vraagt wie iemand is: huur of koop, leeftijd"),
            required=False,
            initial=own.get("background", False),
        ),
    }


def _of_a_scale(own: dict[str, Any]) -> Fields:
    return {
        "low": forms.FloatField(
            label=_("Slechtste cijfer in het bestand"),
            required=False,
            initial=own.get("low"),
            help_text=_("Leeg als het cijfers van 1 tot en met 10 zijn."),
        ),
        "high": forms.FloatField(
            label=_("Beste cijfer in het bestand"),
            required=False,
            initial=own.get("high"),
            help_text=_("Bij een schaal van 1 (beste) tot 5: slechtste 5, beste 1."),
        ),
    }


def _of_answers(own: dict[str, Any], answers: list[str], *, scored: bool) -> Fields:
    fields: Fields = {}
    if scored:
        ends = {"first": answers[0], "last": answers[-1]}
        fields["order"] = forms.ChoiceField(
            label=_("Score van de antwoorden"),
            required=False,
            choices=[
                ("", _("geen score")),
                (UP, _("van «{first}» (slecht) naar «{last}» (goed)").format(**ends)),
                (DOWN, _("van «{first}» (goed) naar «{last}» (slecht)").format(**ends)),
            ],
            initial=own.get("order", ""),
        )
    fields["share"] = forms.MultipleChoiceField(
        label=_("Aandeel: deze antwoorden samen"),
        required=False,
        choices=[(answer, answer) for answer in answers],
        widget=forms.CheckboxSelectMultiple,
        initial=own.get("share", []),
    )
    fields["share_label"] = forms.CharField(
        label=_("Wie dit antwoordt…"),
        max_length=120,
        required=False,
        initial=own.get("share_label", ""),
        help_text=_("Bijvoorbeeld: heeft vertrouwen in de politie."),
    )
    fields["better"] = forms.ChoiceField(
        label=_("Een hoger aandeel is"),
        choices=[
            (Better.NEITHER, _("niet goed of slecht")),
            (Better.HIGHER, _("beter")),
            (Better.LOWER, _("slechter")),
        ],
        initial=own.get("better", Better.NEITHER),
    )
    return fields


def problems(target: str, said: dict[str, Any]) -> dict[str, str]:
    """What does not go together: field name → words. `said`: what was filled in, by field name."""
    question, version = question_of(target), said.get("version")
    low, high = said.get("low"), said.get("high")
    found = {}
    same = question is not None and version == question.version
    if question and same and said.get("text") not in (None, question.text["nl"]):
        found["version"] = _("Andere woorden zijn een andere versie: kies een ander nummer.")
    if (low is None) != (high is None):
        found["low" if low is None else "high"] = _("Vul het slechtste en het beste cijfer in.")
    elif low is not None and low == high:
        found["high"] = _("Het slechtste en het beste cijfer zijn hetzelfde.")
    elif low is not None and same:
        found["version"] = _("Een andere schaal is een andere versie: kies een ander nummer.")
    if said.get("share_label") and not said.get("share"):
        found["share"] = _("Kies de antwoorden die hierbij horen.")
    return found


def is_used(target: str, own: dict[str, Any]) -> bool:
    """Whether something was said here that is not as it usually is."""
    question = question_of(target)
    usual = {
        "code": own.get("code"),
        "version": question.version if question else 1,
        "theme": "eigen",
    }
    usual |= {"text": question.text["nl"] if question else own.get("text"), "better": "neither"}
    return any(value not in (None, "", False, [], usual.get(key)) for key, value in own.items())
