"""Retention: how long things are kept, what is held, what was confirmed, and the proof of what was done."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proof.querysets import HoldQuerySet, RunQuerySet


class RetentionPeriod(models.Model):
    """How long things of one rule are kept here, where that differs from what the rule says."""

    rule = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(_("dagen bewaren"))

    class Meta:
        verbose_name = _("bewaartermijn")
        verbose_name_plural = _("bewaartermijnen")

    def __str__(self) -> str:
        return self.rule


class RetentionHold(models.Model):
    """Something is not removed although its time has come. `key` names the thing; "" is all of a rule."""

    rule = models.CharField(max_length=40)
    key = models.CharField(max_length=60, blank=True)
    words = models.CharField(_("wat"), max_length=200)
    reason = models.CharField(_("reden"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(_("door"), max_length=120, blank=True)
    at = models.DateTimeField(_("sinds"))
    until = models.DateTimeField(_("tot"), null=True, blank=True)
    ended_at = models.DateTimeField(_("losgelaten op"), null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitstel van opruimen")
        verbose_name_plural = _("uitstel van opruimen")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=models.F("at")),
                name="hold_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["rule", "key"],
                condition=Q(ended_at=None),
                name="thing_is_held_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def last_day(self) -> date | None:
        """The last day on which this holds; None when nobody said."""
        return timezone.localdate(self.until - timedelta(seconds=1)) if self.until else None


class RetentionConfirmation(models.Model):
    """Somebody looked at what waits and said yes. `rule` is "" for the clock itself."""

    rule = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    cutoff = models.DateTimeField()  # what was due before this moment, and no more
    due = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule} {self.by_name}"


class RetentionRun(models.Model):
    """One line of proof: what a run did with one rule, or with the run as a whole (`rule` is "").

    Only ever added to; the database refuses anything else, as for the audit log.
    """

    class Outcome(models.TextChoices):
        BEGUN = "begun", _("begonnen")
        DONE = "done", _("klaar")
        WAITING = "waiting", _("wacht op bevestiging")
        FAILED = "failed", _("mislukt")

    at = models.DateTimeField(_("wanneer"))
    rule = models.CharField(max_length=40, blank=True)
    words = models.CharField(_("wat"), max_length=200)
    outcome = models.CharField(_("uitkomst"), max_length=7, choices=Outcome.choices)
    due = models.PositiveIntegerField(_("aan de beurt"), default=0)
    removed = models.PositiveIntegerField(_("verwijderd"), default=0)
    held = models.PositiveIntegerField(_("vastgehouden"), default=0)
    details = models.JSONField(default=dict, blank=True)  # what was held and why; never content
    confirmed_name = models.CharField(_("bevestigd door"), max_length=120, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("regel in het bewijs van opruimen")
        verbose_name_plural = _("bewijs van opruimen")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["at", "id"], name="retention_by_moment"),
            models.Index(fields=["rule", "outcome", "at"], name="retention_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_outcome_display()}"
