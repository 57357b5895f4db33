"""The plan of a meeting: what, for whom, where, and whether residents sign up."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from complexes.models import Complex
from meetings.forms.moments import MomentForm
from meetings.forms.team import stored_team
from meetings.models import Meeting, Venue
from surveys.models import Wave
from ui import numbers
from ui.forms import DateField, GuardedModelForm

TITLE_LENGTH = 120


class VenueField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return (
            f"{obj.name} ({_('%(n)s plaatsen') % {'n': obj.capacity}})"
            if obj.capacity
            else obj.name
        )


class PlanForm(GuardedModelForm):
    """Everything but the moment. An empty title becomes the kind with the complexes."""

    title = forms.CharField(
        label=gettext_lazy("Titel"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=gettext_lazy(
            "Zoals bewoners en partners het lezen. Laat u dit leeg, dan wordt het de soort met het complex."
        ),
    )
    venue = VenueField(Venue.objects.none(), label=gettext_lazy("Locatie"), required=False)
    wave: forms.ModelChoiceField[Wave] = forms.ModelChoiceField(
        Wave.objects.none(),
        label=gettext_lazy("Naar aanleiding van"),
        required=False,
        help_text=gettext_lazy("De meting waaruit u het programma haalt."),
    )
    unlimited = forms.BooleanField(label=gettext_lazy("Geen maximum"), required=False)
    register_until = DateField(
        label=gettext_lazy("Aanmelden tot en met"),
        required=False,
        help_text=gettext_lazy("Leeg: tot de bijeenkomst begint."),
    )

    class Meta:
        model = Meeting
        fields = [
            "kind",
            "title",
            "complexes",
            "venue",
            "spot",
            "aims",
            "wave",
            "takes_registrations",
            "capacity",
            "register_until",
        ]
        widgets = {"kind": forms.RadioSelect, "aims": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "spot": gettext_lazy(
                "Buiten, of waar precies. Bijvoorbeeld: op het grasveld bij de ingang."
            ),
            "aims": gettext_lazy("Wat moet er na afloop bereikt zijn?"),
        }
        error_messages = {
            "kind": {"required": gettext_lazy("Kies wat voor bijeenkomst het wordt.")},
            "complexes": {"required": gettext_lazy("Kies ten minste één complex.")},
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        meeting: Meeting = kwargs["instance"]
        if meeting.pk:
            kwargs["initial"] = _initial(meeting) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        choose: dict[str, Any] = self.fields
        choose["complexes"].queryset = Complex.objects.visible_to(user)
        choose["venue"].empty_label = _("geen: het is buiten")
        choose["venue"].queryset = Venue.objects.filter(
            Q(ended_on__isnull=True) | Q(pk=meeting.venue_id)
        ).order_by("name")
        waves = Wave.objects.filter(Q(state=Wave.State.CLOSED) | Q(pk=meeting.wave_id))
        choose["wave"].queryset = waves.visible_to(user).order_by("-closes_on").defer("document")
        # a radio nobody chose is no choice
        choose["kind"].choices = Meeting.Kind.choices

    def guarded(self) -> Iterable[str]:
        return [*super().guarded(), "team"] if self.instance.pk else super().guarded()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("kind")
            and cleaned.get("complexes") is not None
            and not cleaned.get("title")
        ):
            cleaned["title"] = proposed_title(cleaned["kind"], cleaned["complexes"])
        if not cleaned.get("venue") and not cleaned.get("spot") and "venue" not in self.errors:
            self.add_error("venue", _("Kies een locatie, of schrijf hieronder op waar het is."))
        self._wave_is_of_a_complex(cleaned)
        if cleaned.get("takes_registrations"):
            self._places_fit(cleaned)
        elif cleaned.get("capacity") or cleaned.get("register_until"):
            words = _(
                "Dit geldt alleen als bewoners zich aanmelden. Zet dat aan, of maak dit leeg."
            )
            self.add_error("capacity" if cleaned.get("capacity") else "register_until", words)
        return cleaned

    def _wave_is_of_a_complex(self, cleaned: dict[str, Any]) -> None:
        wave, chosen = cleaned.get("wave"), cleaned.get("complexes")
        if not wave or not chosen:
            return
        if not wave.wave_complexes.filter(complex__in=chosen).exists():
            self.add_error("wave", _("Geen van de gekozen complexen deed mee aan deze meting."))

    def _places_fit(self, cleaned: dict[str, Any]) -> None:
        venue, places = cleaned.get("venue"), cleaned.get("capacity")
        fits = venue.capacity if venue else None
        if wrong := _wrong_places(venue, fits, places, unlimited=cleaned.get("unlimited", False)):
            if "capacity" not in self.errors:
                self.add_error("capacity", wrong)
        elif places is not None and places < self.instance.seats_taken:
            words = _("Er zijn al %(taken)s plaatsen vergeven. Kies er ten minste zo veel.")
            self.add_error("capacity", words % {"taken": self.instance.seats_taken})

    def last_day_fits(self, cleaned: dict[str, Any], day: Any) -> None:
        """The last day to sign up lies between today and the meeting."""
        until = cleaned.get("register_until")
        if not until or "register_until" not in self.changed_data:
            return
        if day and until > day:
            self.add_error("register_until", _("Dat is na de bijeenkomst."))
        elif until < timezone.localdate():
            self.add_error("register_until", _("Deze dag is al geweest."))


class NewPlanForm(PlanForm, MomentForm):
    """A plan with its moment."""

    def clean(self) -> dict[str, Any]:
        cleaned = self.with_moment(PlanForm.clean(self))
        self.last_day_fits(cleaned, cleaned.get("day"))
        self.instance.starts_at = cleaned.get("starts_at")
        self.instance.ends_at = cleaned.get("ends_at")
        return cleaned


class ChangedPlanForm(PlanForm):
    """The plan of a stored meeting; moving it is a page of its own."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.last_day_fits(cleaned, self.instance.day)
        return cleaned


def proposed_title(kind: str, complexes: Iterable[Complex]) -> str:
    """ "Bewonersavond Korenbloemhof en Vlasakker"; of more than two the first and how many."""
    names = [one.name for one in complexes]
    if len(names) > 2:
        others = _("%(n)s andere complexen") % {"n": numbers.whole(len(names) - 1)}
        names = [names[0], others]
    label = str(Meeting.Kind(kind).label).capitalize()
    return f"{label} {numbers.enumerated(names)}".strip()[:TITLE_LENGTH]


def _initial(meeting: Meeting) -> dict[str, Any]:
    return {
        "complexes": sorted(meeting.complexes.values_list("pk", flat=True)),
        "team": stored_team(meeting),
        "unlimited": meeting.takes_registrations and meeting.capacity is None,
    }


def _wrong_places(
    venue: Venue | None, fits: int | None, places: int | None, *, unlimited: bool
) -> str:
    """What does not fit about the number of places for residents; "" when it does."""
    said = {"venue": venue.name if venue else "", "fits": fits}
    if places is not None and unlimited:
        return _("Kies een aantal, of «geen maximum»; niet allebei.")
    if places is not None and fits is not None and places > fits:
        return _("In %(venue)s passen %(fits)s mensen. Kies minder plaatsen.") % said
    if places is None and fits is not None:
        return _("In %(venue)s passen %(fits)s mensen. Hoeveel bewoners kunnen er komen?") % said
    if places is None and not unlimited and venue:
        words = _(
            "Van %(venue)s is niet bekend hoeveel mensen erin passen. Vul zelf een aantal in, of kies "
            "«geen maximum»."
        )
        return words % said
    if places is None and not unlimited:
        return _("Vul een aantal in, of kies «geen maximum».")
    return ""
