"""A meeting, who prepares it and what must be done when."""

import secrets
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from meetings.models.venues import Venue
from meetings.querysets.meetings import MeetingQuerySet, PreparationQuerySet
from surveys.models import Wave
from surveys.urn.codes import ALPHABET

TOKEN_LENGTH = 10  # of 32 signs: short enough for a poster, too long to go through


def public_token() -> str:
    return "".join(secrets.choice(ALPHABET) for _sign in range(TOKEN_LENGTH)).lower()


class Meeting(models.Model):
    """A buurtbijeenkomst. Moments are UTC; pages and calendars show Amsterdam."""

    class Kind(models.TextChoices):
        TENT = "tent", _("buurttent")
        EVENING = "evening", _("bewonersavond")
        COFFEE = "coffee", _("koffieochtend")
        WALK = "walk", _("schouw")

    class State(models.TextChoices):
        PLANNED = "planned", _("in voorbereiding")
        ANNOUNCED = "announced", _("aangekondigd")
        HELD = "held", _("gehouden")
        CANCELLED = "cancelled", _("gaat niet door")

    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    title = models.CharField(
        _("titel"), max_length=120, help_text=_("Zoals bewoners en partners het lezen.")
    )
    state = models.CharField(
        _("stand"), max_length=9, choices=State.choices, default=State.PLANNED, editable=False
    )
    complexes = models.ManyToManyField(
        Complex, related_name="meetings", verbose_name=_("complexen")
    )
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings",
        verbose_name=_("locatie"),
    )
    spot = models.CharField(
        _("plek"),
        max_length=200,
        blank=True,
        help_text=_("Waar precies, bijvoorbeeld: op het grasveld bij de ingang."),
    )
    aims = models.TextField(_("doel"), max_length=1000, blank=True)
    wave = models.ForeignKey(
        Wave,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("naar aanleiding van"),
    )

    # Residents. `seats_taken` is counted by the services of registrations alone.
    takes_registrations = models.BooleanField(_("bewoners melden zich aan"), default=False)
    capacity = models.PositiveIntegerField(_("plaatsen voor bewoners"), null=True, blank=True)
    seats_taken = models.PositiveIntegerField(default=0, editable=False)
    register_until = models.DateField(_("aanmelden tot en met"), null=True, blank=True)
    # Who came in without a registration and stands on the paper list; the rest is in check_ins.
    counted_on_paper = models.PositiveIntegerField(null=True, blank=True, editable=False)

    # What calendars and addresses rest on; they never change.
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token = models.CharField(max_length=16, default=public_token, unique=True, editable=False)
    # Raised at every change of time, place or title after the first invitation, and at cancelling.
    sequence = models.PositiveIntegerField(default=0, editable=False)

    announced_at = models.DateTimeField(null=True, blank=True, editable=False)
    held_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    cancel_reason = models.CharField(_("waarom"), max_length=300, blank=True, editable=False)
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["state", "starts_at"], name="meetings_by_state_and_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(seats_taken__lte=F("capacity")),
                name="no_more_seats_are_taken_than_there_are",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="meeting_seats_somebody_or_anybody",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at__isnull=True)),
                name="cancelled_meeting_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({timezone.localdate(self.starts_at):%d-%m-%Y})"

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def day(self) -> date:
        """The day it is on, in Amsterdam."""
        return timezone.localdate(self.starts_at)

    @property
    def is_coming(self) -> bool:
        """Being prepared or announced; it may be over and not yet marked as held."""
        return self.state in (self.State.PLANNED, self.State.ANNOUNCED)

    @property
    def is_public(self) -> bool:
        """Whether residents may know of it: announced at some time, also when it is over or called off."""
        return self.announced_at is not None or self.state == self.State.HELD

    def takes_sign_ups(self, now: datetime) -> bool:
        """Whether residents can sign up themselves: until the last day for it, and until it starts."""
        if self.state != self.State.ANNOUNCED or not self.takes_registrations:
            return False
        last = self.register_until
        return now < self.starts_at and (last is None or timezone.localdate(now) <= last)

    @property
    def is_full(self) -> bool:
        """Whether the next one alone goes to the waiting list."""
        return self.capacity is not None and self.seats_taken >= self.capacity

    def takes_questions(self, now: datetime) -> bool:
        """Whether residents can ask something beforehand."""
        return self.state == self.State.ANNOUNCED and now < self.starts_at

    @property
    def where(self) -> str:
        """The place in one line: the spot, the venue and its address."""
        venue = self.venue
        parts = [self.spot, venue.name if venue else "", venue.address if venue else ""]
        return ", ".join(part for part in parts if part)


class TeamMember(models.Model):
    """A colleague who makes the meeting happen."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="team")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meeting_tasks"
    )
    task = models.CharField(_("taak"), max_length=80, blank=True)

    class Meta:
        ordering = ["user__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="colleague_is_once_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.meeting}"


class Preparation(models.Model):
    """One thing to do for a meeting. `due_on` follows the date of the meeting by `offset_days`."""

    class Kind(models.TextChoices):
        PARTNERS = "partners", _("partners uitnodigen")
        LETTERS = "letters", _("brieven aan bewoners")
        POSTER = "poster", _("poster ophangen en langs de deuren")
        COMMITMENTS = "commitments", _("partners zeggen wat zij gaan doen")
        FEEDBACK = "feedback", _("brief ‘u zei – wij doen’")
        CHECK = "check", _("nagaan of het is gedaan")
        OWN = "own", _("zelf toegevoegd")

    class State(models.TextChoices):
        OPEN = "open", _("te doen")
        DONE = "done", _("klaar")
        SKIPPED = "skipped", _("niet nodig")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="preparations")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OWN)
    title = models.CharField(_("wat"), max_length=160)
    offset_days = models.SmallIntegerField(_("dagen vanaf de bijeenkomst"))
    due_on = models.DateField(_("klaar op"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="preparations",
        verbose_name=_("wie"),
    )
    state = models.CharField(_("stand"), max_length=8, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("voorbereiding")
        verbose_name_plural = _("voorbereidingen")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=~Q(kind="own"),
                name="standard_preparation_is_once_in_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="preparation_that_is_over_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def falls_on(self, day: date) -> date:
        """When it is due for a meeting on that day."""
        return day + timedelta(days=self.offset_days)


class SetAside(models.Model):
    """A warning that the organiser has seen and set aside, and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="set_aside")
    warning = models.CharField(max_length=80)  # which one: its key, with what it is about
    reason = models.CharField(_("waarom"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "warning"], name="warning_is_set_aside_once"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="warning_is_set_aside_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.warning
