"""Which mail went to whom, once; and the secret addresses of calendars."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.participation import Participation
from meetings.models.promises import Promise
from meetings.models.registrations import Registration
from partners.models import Contact


class Notice(models.Model):
    """One mail about a meeting to one recipient. Written in the transaction that queues the mail.

    A resident who gave no address is rung by staff: `by_phone` until `rung_at`.

    `about` is what it tells of: the day for a reminder, the sequence for a change. Moving a meeting there and
    back sends no reminder twice, as the same day cannot be told twice.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("uitnodiging")
        UPDATE = "update", _("wijziging")
        CANCELLATION = "cancellation", _("afzegging")
        ANSWER_REMINDER = "answer_reminder", _("herinnering om te antwoorden")
        DAY_REMINDER = "day_reminder", _("herinnering aan de dag")
        SEATED = "seated", _("bevestiging van een plek")
        WAITING = "waiting", _("bericht over de wachtlijst")
        PROMOTED = "promoted", _("plek na de wachtlijst")
        WITHDRAWN = "withdrawn", _("bevestiging van afmelden")

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices)
    about = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    by_phone = models.BooleanField(default=False)  # nobody could mail it: somebody has to ring
    rung_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(participation__isnull=False, registration__isnull=True)
                | Q(participation__isnull=True, registration__isnull=False),
                name="notice_has_one_recipient",
            ),
            models.UniqueConstraint(
                fields=["participation", "kind", "about"],
                condition=Q(participation__isnull=False),
                name="partner_is_told_once",
            ),
            models.UniqueConstraint(
                fields=["registration", "kind", "about"],
                condition=Q(registration__isnull=False),
                name="resident_is_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class PromiseNotice(models.Model):
    """One reminder of a promise: before, on or after the day it was due."""

    class Kind(models.TextChoices):
        BEFORE = "before", _("vooraf")
        ON = "on", _("op de dag")
        AFTER = "after", _("erna")

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    due_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "kind", "due_on"],
                name="owner_is_reminded_once_per_day_it_is_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class CalendarFeed(models.Model):
    """A secret address of somebody's meetings, until it is withdrawn. Only a hash of it is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="calendar_feeds",
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="calendar_feeds"
    )
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True)
                | Q(user__isnull=True, contact__isnull=False),
                name="feed_belongs_to_one_person",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(withdrawn_at__isnull=True, user__isnull=False),
                name="colleague_has_one_feed",
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(withdrawn_at__isnull=True, contact__isnull=False),
                name="contact_has_one_feed",
            ),
        ]

    def __str__(self) -> str:
        return str(_("agenda"))
