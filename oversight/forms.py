"""Input of the administrator's pages about proof."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from oversight.words import kind_words, period_words
from proof.models import AuditEntry, RetentionPeriod, Verb
from proof.querysets import AuditQuerySet
from proof.retention import Rule
from ui.forms import DateField, GuardedModelForm

SYSTEM = "systeem"


class AuditFilterForm(forms.Form):
    """The query string of the log. What makes no sense is left out; a filter never gives an error page."""

    wie = forms.ChoiceField(label=_("Wie"), required=False)
    wat = forms.ChoiceField(label=_("Wat"), required=False)
    soort = forms.ChoiceField(label=_("Soort"), required=False)
    van = DateField(label=_("Vanaf"), required=False)
    tot = DateField(label=_("Tot en met"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.order_by("name", "pk").values_list("pk", "name")
        known = sorted((kind_words(kind), kind) for kind in AuditEntry.objects.kinds())
        self._choose("wie", [(SYSTEM, _("het systeem")), *((str(pk), name) for pk, name in people)])
        self._choose("wat", [(value, label) for value, label in Verb.choices])
        self._choose("soort", [(kind, words) for words, kind in known])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        nothing = ("", _("iedereen") if name == "wie" else _("alles"))
        cast(forms.ChoiceField, self.fields[name]).choices = [nothing, *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """The filters that are set and make sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def apply(self, entries: AuditQuerySet) -> AuditQuerySet:
        chosen = self.chosen
        if who := chosen.get("wie"):
            entries = entries.filter(actor=None if who == SYSTEM else who)
        if verb := chosen.get("wat"):
            entries = entries.filter(verb=verb)
        if kind := chosen.get("soort"):
            entries = entries.filter(kind=kind)
        if first := chosen.get("van"):
            entries = entries.filter(at__gte=_midnight(first))
        if last := chosen.get("tot"):
            entries = entries.filter(at__lt=_midnight_after(last))
        return entries


def _midnight(day: date) -> datetime:
    """The first moment of a day; of a day long before or after us, that of the nearest year we know."""
    near = min(max(day, date(1970, 1, 1)), date(2999, 12, 31))
    return timezone.make_aware(datetime.combine(near, time()))


def _midnight_after(day: date) -> datetime:
    return _midnight(day) + timedelta(days=1)


class PeriodForm(GuardedModelForm):
    """How many days things of one rule are kept, within its bounds."""

    class Meta:
        model = RetentionPeriod
        fields = ["days"]

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        least, most = rule.least or 0, rule.most or 0
        self.fields["days"] = forms.IntegerField(
            label=_("Dagen bewaren"),
            min_value=least,
            max_value=most,
            help_text=_("Van %(least)s tot %(most)s dagen. Gewoonlijk %(usual)s (%(words)s).")
            % {
                "least": least,
                "most": most,
                "usual": rule.days,
                "words": period_words(rule.days),
            },
        )


class HoldForm(forms.Form):
    """What is held, why, and until when. `thing` is "" for everything of this rule."""

    thing = forms.ChoiceField(label=_("Wat wilt u vasthouden?"), required=False)
    reason = forms.CharField(
        label=_("Waarom?"),
        max_length=300,
        help_text=_("Bijvoorbeeld: er loopt een onderzoek naar deze meting. Noem geen namen."),
    )
    until = DateField(
        label=_("Tot en met"), required=False, help_text=_("Leeg: tot u het weer loslaat.")
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = rule.things() if rule.things else ()
        everything = ("", _("Alles: %(title)s") % {"title": rule.title})
        self.things = dict([*things, everything])
        cast(forms.ChoiceField, self.fields["thing"]).choices = list(self.things.items())

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("Deze dag is al voorbij. Kies een latere dag."))
        return _midnight_after(day)

    @property
    def chosen(self) -> tuple[str, str]:
        """Key and words of what is to be held."""
        key = self.cleaned_data["thing"]
        return key, self.things[key]
