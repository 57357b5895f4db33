"""An item of a programme, and choosing from what a wave and earlier promises offer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.forms.names import NamesAsked
from meetings.forms.owners import Owner, OwnerField
from meetings.models import ProgrammeItem
from meetings.summaries.known_names import known_names
from ui.forms import GuardedModelForm

LONGEST = 480  # minutes: a meeting is over within a day


class ItemForm(NamesAsked, GuardedModelForm):
    """What it is, how long it takes, who does it and whether residents read it."""

    asks_about_numbers = False
    minutes = forms.IntegerField(
        label=gettext_lazy("Minuten"),
        min_value=1,
        max_value=LONGEST,
        initial=15,
        error_messages={
            "min_value": gettext_lazy("Elk punt duurt minstens 1 minuut."),
            "max_value": gettext_lazy("Een punt duurt hooguit 8 uur. Vul minuten in."),
        },
    )
    owner = OwnerField(
        label=gettext_lazy("Wie doet dit?"),
        people=False,
        nobody=gettext_lazy("nog niemand"),
    )

    class Meta:
        model = ProgrammeItem
        fields = ["title", "words", "minutes", "is_public"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        item: ProgrammeItem = kwargs["instance"]
        now = Owner(item.owner, item.partner)
        kwargs["initial"] = {"owner": now.key} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(now=now)  # type: ignore[attr-defined]
        self.known = known_names(meeting=item.meeting) if self.is_bound else ()

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        if not cleaned.get("is_public"):
            return []
        return [cleaned.get("title", ""), cleaned.get("words", "")]

    def guarded(self) -> Iterable[str]:
        return [*super().guarded(), "owner"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if owner := cleaned.get("owner"):
            self.instance.owner, self.instance.partner = owner.colleague, owner.partner
        return cleaned


class ChooseForm(forms.Form):
    """Ticks among what is offered; `keys` are those that can be ticked."""

    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": gettext_lazy("Kies minstens één voorstel."),
            "invalid_choice": gettext_lazy(
                "Een van de voorstellen is er niet meer. Kijk de lijst na en kies opnieuw."
            ),
        },
    )

    def __init__(self, *args: Any, keys: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].label = _("Voorstellen")
        self.fields["chosen"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]
