"""Making a promise, saying how it stands, changing its words."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from complexes.forms.complexes import found_complex
from complexes.models import Complex
from meetings.forms.names import NamesAsked
from meetings.forms.owners import Owner, OwnerField
from meetings.models import Meeting, Promise
from meetings.services.promises import (
    NEEDS_REASON,
    PARTNERS_STATES,
    Update,
    making_problems,
    update_problems,
)
from meetings.summaries.known_names import known_names
from surveys.models import Wave
from ui.forms import DateField, GuardedModelForm

Source = Promise.Source
Choices = list[tuple[str, Any]]


class RewordForm(NamesAsked, GuardedModelForm):
    """The words of a promise, who keeps it and who may read it."""

    asks_about_numbers = False
    owner = OwnerField(
        label=gettext_lazy("Wie doet het?"),
        help_text=gettext_lazy("Liefst één persoon: die krijgt een herinnering."),
    )

    class Meta:
        model = Promise
        fields = ["what", "is_public"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        promise: Promise = kwargs["instance"]
        now = Owner(promise.colleague, promise.partner, promise.contact)
        kwargs["initial"] = {"owner": now.key} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(now=now)  # type: ignore[attr-defined]
        self.known = known_names_of(promise) if self.is_bound else ()

    def guarded(self) -> Iterable[str]:
        return [*super().guarded(), "owner"]

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        return [cleaned.get("what", "")] if cleaned.get("is_public") else []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if owner := cleaned.get("owner"):
            for name in ("colleague", "partner", "contact"):
                setattr(self.instance, name, getattr(owner, name))
        return cleaned


class PromiseForm(RewordForm):
    """A new promise: what, who, when, where and what it comes from."""

    complex = forms.CharField(label=gettext_lazy("Code of naam van het complex"), max_length=120)
    due_on = DateField(label=gettext_lazy("Klaar op"))
    made_on = DateField(label=gettext_lazy("Afgesproken op"))
    origin = forms.ChoiceField(label=gettext_lazy("Komt uit"), required=False)

    class Meta(RewordForm.Meta):
        fields = ["what", "is_public", "due_on", "made_on"]

    def __init__(self, *args: Any, visible: Any, wave: Wave | None = None, **kwargs: Any) -> None:
        promise: Promise = kwargs["instance"]
        super().__init__(*args, **kwargs)
        self.meeting, self.visible, self.wave = promise.meeting, visible, wave
        self._offer_complexes(promise)
        self.initial["made_on"] = _made_on(self.meeting)
        self.fields["origin"].choices = list(self._origins())  # type: ignore[attr-defined]

    def guarded(self) -> Iterable[str]:
        return ()  # nothing is stored yet

    def _offer_complexes(self, promise: Promise) -> None:
        """No question where there is one answer; a short list for a meeting; else found by its code."""
        if promise.complex_id:
            del self.fields["complex"]
        elif self.meeting:
            self.fields["complex"] = forms.ModelChoiceField(
                self.meeting.complexes.order_by("name"), label=_("Complex"), empty_label=_("Kies…")
            )

    def _origins(self) -> Iterator[tuple[str, Any]]:
        if self.meeting:
            yield Source.MEETING.value, _("de bijeenkomst")
            yield (
                _("Programmapunt"),
                [(f"item:{item.pk}", item.title) for item in self.meeting.programme.all()],
            )
            yield (
                _("Onderwerp van bewoners"),
                [(f"topic:{topic.pk}", topic.label) for topic in self.meeting.topics.all()],
            )
        if self.wave:
            yield (
                self.wave.title,
                [
                    (f"question:{question.code}", question.says_short("nl"))
                    for question in self.wave.asked().questions
                    if not question.background
                ],
            )
        yield Source.OTHER.value, _("iets anders")

    def clean_complex(self) -> Complex:
        typed = self.cleaned_data["complex"]
        return typed if isinstance(typed, Complex) else found_complex(typed, self.visible)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if complex_ := cleaned.get("complex"):
            self.instance.complex = complex_
        kind, _colon, key = (cleaned.get("origin") or Source.OTHER.value).partition(":")
        self.instance.source = kind
        self.instance.item_id = int(key) if kind == Source.ITEM else None
        self.instance.topic_id = int(key) if kind == Source.TOPIC else None
        self.instance.question = key if kind == Source.QUESTION else ""
        self.instance.wave = self.wave if kind == Source.QUESTION else None
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        problems = making_problems(self.instance, today=timezone.localdate())
        for name, words in problems.items():
            self.add_error(name if name in self.fields else None, words)


class UpdateForm(NamesAsked, GuardedModelForm):
    """How it stands. Nothing is asked of a promise that goes on but its day."""

    asks_about_numbers = False
    state = forms.ChoiceField(
        label=gettext_lazy("Hoe staat het ervoor?"),
        choices=Promise.State.choices,
        widget=forms.RadioSelect,
    )
    due_on = DateField(
        label=gettext_lazy("Klaar op"),
        help_text=gettext_lazy("Een andere dag mag; zeg bij de opmerking waarom."),
    )
    ended_on = DateField(
        label=gettext_lazy("Sinds wanneer"),
        required=False,
        help_text=gettext_lazy("Leeg betekent vandaag."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Want …"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In gewone woorden: bewoners kunnen dit lezen."),
    )
    remark = forms.CharField(
        label=gettext_lazy("Opmerking"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("De corporatie en wie de afspraak nakomt lezen dit. Bewoners niet."),
    )

    class Meta:
        model = Promise
        fields = ["state", "due_on", "ended_on", "reason"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.known = known_names_of(self.instance) if self.is_bound else ()
        if by.is_partner:
            states = {state.value: state.label for state in PARTNERS_STATES}
            states.setdefault(self.instance.state, self.instance.get_state_display())
            self.fields["state"].choices = list(states.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "state" not in cleaned or "due_on" not in cleaned:
            return cleaned
        today = timezone.localdate()
        found = update_problems(self.instance, self.update, by=self.by, today=today)
        for name, words in found.items():
            self.add_error(name, words)
        standing = cleaned.get("state") in Promise.STANDING
        ended_on = None if standing else cleaned.get("ended_on") or today
        reason = cleaned.get("reason", "") if cleaned.get("state") in NEEDS_REASON else ""
        return cleaned | {"ended_on": ended_on, "reason": reason}

    def public_words(self, cleaned: dict[str, Any]) -> Iterable[str]:
        is_read = self.instance.is_public and cleaned.get("state") in NEEDS_REASON
        return [cleaned.get("reason", "")] if is_read else []

    @property
    def update(self) -> Update:
        """What was filled in."""
        said = self.cleaned_data
        return Update(
            said["state"],
            said["due_on"],
            said.get("reason", ""),
            said.get("remark", ""),
            said.get("ended_on"),
        )


class StandForm(forms.Form):
    """`stand` in the query string of a list; a search without it looks in all of them."""

    OPEN, ALL = "open", "alle"
    STANDS = (
        (OPEN, gettext_lazy("Open")),
        ("te-laat", gettext_lazy("Te laat")),
        ("klaar", gettext_lazy("Klaar")),
        ("vervallen", gettext_lazy("Kan niet of vervallen")),
        (ALL, gettext_lazy("Alle")),
    )
    stand = forms.ChoiceField(choices=STANDS, required=False)

    def chosen_or(self, default: str) -> str:
        """The stand asked for; else all of them for a search, and `default` without one."""
        stand: str = self.cleaned_data["stand"] if self.is_valid() else ""
        return stand or (self.ALL if self.data.get("zoek") else default)


def known_names_of(promise: Promise) -> list[str]:
    complex_ = promise.complex if promise.complex_id else None
    return known_names(meeting=promise.meeting, complex_=complex_)


def _made_on(meeting: Meeting | None) -> Any:
    """The day of a meeting that has been, else today."""
    today = timezone.localdate()
    return meeting.day if meeting and meeting.day <= today else today
