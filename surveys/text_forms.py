"""Forms of the free-text review."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from surveys.models import FreeText
from surveys.services.names import hints


class TextFilterForm(forms.Form):
    """`stand` in the query string of the list; an unknown one falls back to the unread texts."""

    ALL = "alle"
    stand = forms.ChoiceField(choices=[*FreeText.State.choices, (ALL, _("alle"))], required=False)

    @property
    def state(self) -> str:
        """A state of FreeText, or "" for all."""
        chosen = self.cleaned_data["stand"] if self.is_valid() else ""
        return "" if chosen == self.ALL else chosen or FreeText.State.UNREAD


class ReleaseForm(forms.Form):
    """The words that go out. Words that look like a name or house number ask for a second look."""

    words = forms.CharField(
        label=_("Zo komt het in het rapport"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Weglaten mag, toevoegen niet. Iets vervangen kan tussen haken: [naam], [huisnummer]."
        ),
        error_messages={
            "required": _("Er staat niets meer. Kies «Niet gebruiken» als u de tekst weglaat.")
        },
    )
    sure = forms.BooleanField(
        label=_("Ik heb de tekst gelezen: niemand is eraan te herkennen"), required=False
    )

    def __init__(self, *args: Any, known: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean(self) -> dict[str, Any]:
        """Keeps what was typed; `suspect` lists what looks like somebody, until `sure` is ticked."""
        cleaned = super().clean() or {}
        if self.suspect and not cleaned.get("sure"):
            quoted = ", ".join(f"«{words}»" for words in self.suspect)
            self.add_error(
                "sure",
                _("Kijk nog eens naar %(words)s. Haal het weg, of zet hier een vinkje.")
                % {"words": quoted},
            )
        return cleaned

    @property
    def suspect(self) -> tuple[str, ...]:
        """Stretches of the typed words that look like a name, a house number or a contact."""
        words = self.cleaned_data.get("words", "") if self.is_bound else ""
        return tuple(words[hint.start : hint.end] for hint in hints(words, known=self.known))
