"""A gentle warning about names of people in what residents will read: asked once, never refused."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from surveys.services.names import hints


class NamesAsked(forms.Form):
    """Put before the form that writes. `public_words` is what residents would read; `known` names no people."""

    sure = forms.BooleanField(
        label=gettext_lazy("Ik heb het gelezen: niemand is eraan te herkennen"), required=False
    )
    known: Iterable[str] = ()
    asks_about_numbers = True  # "12" alone may be somebody's house; in a promise it counts lamps

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        """Those of the typed texts that residents will read."""
        raise NotImplementedError

    @property
    def suspect(self) -> list[str]:
        """Stretches that look like a name, a house number or a contact."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return []
        found: dict[str, None] = {}
        for words in self.public_words(self.cleaned_data):
            for hint in hints(words, known=self.known):
                found.setdefault(words[hint.start : hint.end])
        return [one for one in found if self.asks_about_numbers or not one.isdecimal()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.suspect and not cleaned.get("sure"):
            quoted = ", ".join(f"«{words}»" for words in self.suspect)
            self.add_error(
                "sure",
                _(
                    "Bewoners lezen dit. Staat er een persoon in: %(words)s? "
                    "Haal het weg, of zet hier een vinkje."
                )
                % {"words": quoted},
            )
        return cleaned
