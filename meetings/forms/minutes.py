"""Writing minutes: a passage with its speaker and readers, and the summary."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from meetings.forms.names import NamesAsked
from meetings.models import Minutes, Passage, ProgrammeItem
from meetings.models.minutes import LONGEST
from meetings.services.minutes import clearing_words
from meetings.summaries.known_names import known_names
from ui.forms import GuardedModelForm, LongTextField


class PassageForm(NamesAsked, GuardedModelForm):
    text = LongTextField(label=gettext_lazy("Wat is gezegd"), max_length=LONGEST, rows=8)
    layer = forms.ChoiceField(
        label=gettext_lazy("Wie leest dit?"),
        choices=Passage.Layer.choices,
        widget=forms.RadioSelect,
        initial=Passage.Layer.PARTNERS,
    )
    cleared = forms.BooleanField(
        label=gettext_lazy("Wie het zei, vindt goed dat bewoners dit lezen"),
        required=False,
        help_text=gettext_lazy("Nodig voor wat politie of zorg zegt."),
    )

    class Meta:
        model = Passage
        fields = ["item", "speaker", "text", "layer", "cleared"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance.meeting
        items = ProgrammeItem.objects.filter(meeting=meeting)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
        self.known = known_names(meeting=meeting) if self.is_bound else ()

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        is_public = cleaned.get("layer") == Passage.Layer.RESIDENTS
        return [cleaned.get("text", "")] if is_public else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = Passage(speaker=cleaned.get("speaker", ""), layer=cleaned.get("layer", ""))
        if said.needs_clearing and not cleaned.get("cleared"):
            self.add_error("cleared", clearing_words(said))
        return cleaned


class SummaryForm(NamesAsked, GuardedModelForm):
    summary = LongTextField(
        label=gettext_lazy("In het kort"),
        max_length=LONGEST,
        required=False,
        rows=8,
        help_text=gettext_lazy("Bewoners en partners lezen dit bovenaan. Korte zinnen."),
    )

    class Meta:
        model = Minutes
        fields = ["summary"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known_names(meeting=self.instance.meeting) if self.is_bound else ()

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        return [cleaned.get("summary", "")]
