"""Residents who say they come. Needs stand apart, as they are deleted first; see meetings/retention.py."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.querysets.registrations import AdvanceQuestionQuerySet, RegistrationQuerySet

MOST_PEOPLE = 8


class Registration(models.Model):
    """A household at a meeting. `key` is in its own link; whoever has that link may change or withdraw it."""

    class Channel(models.TextChoices):
        WEB = "web", _("zelf, op de website")
        PHONE = "phone", _("aan de telefoon")
        SLIP = "slip", _("met een briefje")

    class State(models.TextChoices):
        SEATED = "seated", _("heeft een plek")
        WAITING = "waiting", _("op de wachtlijst")
        WITHDRAWN = "withdrawn", _("afgemeld")

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="registrations")
    name = models.CharField(_("naam"), max_length=80)
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    phone = models.CharField(_("telefoon"), max_length=25, blank=True)
    people = models.PositiveSmallIntegerField(
        _("met hoeveel mensen"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)],
    )
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.WEB)
    state = models.CharField(_("stand"), max_length=9, choices=State.choices)
    language = models.CharField(max_length=2, default="nl")  # in which it was filled in
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    promoted_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("aanmelding")
        verbose_name_plural = _("aanmeldingen")
        ordering = ["created_at", "key"]
        indexes = [models.Index(fields=["meeting", "state", "created_at"], name="waiting_in_turn")]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE),
                name="household_comes_with_a_few_people",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="withdrawn_registration_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return str(_("aanmelding"))  # never the name: this may end up in a log

    @property
    def is_standing(self) -> bool:
        """Seated or waiting."""
        return self.state != self.State.WITHDRAWN


class Needs(models.Model):
    """What somebody needs to take part. Nothing about health: what to arrange, not why."""

    registration = models.OneToOneField(
        Registration, on_delete=models.CASCADE, primary_key=True, related_name="needs"
    )
    interpreter = models.CharField(_("tolk, in welke taal"), max_length=40, blank=True)
    wheelchair = models.BooleanField(_("plek voor een rolstoel of scootmobiel"), default=False)
    ring_loop = models.BooleanField(_("ringleiding"), default=False)
    children = models.PositiveSmallIntegerField(
        _("kinderen die meekomen"), default=0, validators=[MaxValueValidator(MOST_PEOPLE)]
    )

    def __str__(self) -> str:
        return str(_("wensen"))


class AdvanceQuestion(models.Model):
    """A question asked before the meeting. Nothing leads from it to a registration; a name only if given."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="advance_questions")
    text = models.TextField(_("uw vraag"), max_length=1000)
    name = models.CharField(_("uw naam"), max_length=80, blank=True)
    is_set_aside = models.BooleanField(default=False)  # not to be dealt with at the meeting

    objects = AdvanceQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("vraag vooraf")
        verbose_name_plural = _("vragen vooraf")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="advance_question_asks_something")
        ]

    def __str__(self) -> str:
        return str(_("vraag vooraf"))
