"""Promises: who does what before when, and what became of it. Overdue is computed, never typed."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from meetings.models.door import Topic
from meetings.models.meetings import Meeting
from meetings.models.programme import ProgrammeItem
from meetings.querysets.promises import PromiseQuerySet
from partners.models import Contact, Partner
from surveys.models import Wave


class Promise(models.Model):
    """One afspraak. Without a partner it is the corporation's own."""

    class State(models.TextChoices):
        OPEN = "open", _("afgesproken")
        UNDERWAY = "underway", _("loopt")
        DONE = "done", _("klaar")
        CANNOT = "cannot", _("kan niet")
        WITHDRAWN = "withdrawn", _("vervallen")

    STANDING = (State.OPEN, State.UNDERWAY)
    DROPPED = (State.CANNOT, State.WITHDRAWN)

    class Source(models.TextChoices):
        MEETING = "meeting", _("de bijeenkomst")
        ITEM = "item", _("een programmapunt")
        QUESTION = "question", _("een vraag uit de meting")
        TOPIC = "topic", _("een onderwerp van bewoners")
        OTHER = "other", _("iets anders")

    complex = models.ForeignKey(
        Complex, on_delete=models.PROTECT, related_name="promises", verbose_name=_("complex")
    )
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("bijeenkomst"),
    )
    what = models.CharField(
        _("wat"), max_length=300, help_text=_("Eén ding, zo dat bewoners het begrijpen.")
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("organisatie"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("contactpersoon"),
    )
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        verbose_name=_("collega"),
    )
    due_on = models.DateField(_("klaar op"))
    first_due_on = models.DateField(
        editable=False
    )  # what was promised at first: the ledger reads this
    state = models.CharField(_("stand"), max_length=9, choices=State.choices, default=State.OPEN)
    reason = models.CharField(_("want"), max_length=500, blank=True)
    ended_on = models.DateField(_("klaar of vervallen op"), null=True, blank=True)
    is_public = models.BooleanField(_("bewoners mogen dit lezen"), default=True)
    source = models.CharField(
        _("komt uit"), max_length=8, choices=Source.choices, default=Source.MEETING
    )
    item = models.ForeignKey(
        ProgrammeItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.SET_NULL, null=True, blank=True, related_name="promises"
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    question = models.CharField(max_length=60, blank=True)  # code in the question bank
    made_on = models.DateField(_("afgesproken op"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("afspraak")
        verbose_name_plural = _("afspraken")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["state", "due_on"], name="promises_by_state_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["cannot", "withdrawn"]) | ~Q(reason=""),
                name="what_cannot_or_lapsed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "underway"], ended_on__isnull=True)
                | (~Q(state__in=["open", "underway"]) & Q(ended_on__isnull=False)),
                name="promise_that_is_over_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(contact__isnull=True) | Q(partner__isnull=False),
                name="contact_speaks_for_the_partner_that_promised",
            ),
            models.CheckConstraint(
                condition=Q(colleague__isnull=True) | Q(partner__isnull=True),
                name="colleague_keeps_promises_of_the_corporation",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return reverse("meetings:promise_detail", args=[self.pk])

    @property
    def title(self) -> str:
        """`what` as a line of its own; after "Gemeente Oudewaarde doet:" it begins with a small letter."""
        return capfirst(self.what)

    @property
    def is_standing(self) -> bool:
        """Still to be kept."""
        return self.state in self.STANDING

    def is_overdue(self, today: date | None = None) -> bool:
        """Still standing after its day."""
        return self.is_standing and self.due_on < (today or timezone.localdate())

    @property
    def was_moved(self) -> bool:
        return self.due_on != self.first_due_on

    @property
    def question_words(self) -> str:
        """The short words of the question it comes from; "" when it comes from none."""
        asked = self.wave.asked().questions if self.wave else ()
        return next((one.says_short("nl") for one in asked if one.code == self.question), "")

    @property
    def owner_name(self) -> str:
        """Who keeps it: a person with their organisation, the organisation, a colleague, or the corporation."""
        if self.contact:
            return f"{self.contact.name}, {self.partner}"
        if self.partner:
            return self.partner.name
        return self.colleague.name if self.colleague else str(_("de corporatie"))


class PromiseStep(models.Model):
    """What changed about a promise, when and by whom: its history."""

    promise = models.ForeignKey(Promise, on_delete=models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=160, blank=True)  # as it was: "wijkagent, politie Noord"
    state = models.CharField(max_length=9, choices=Promise.State.choices)
    due_on = models.DateField()
    reason = models.CharField(max_length=500, blank=True)
    remark = models.CharField(_("opmerking"), max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.promise} {self.get_state_display()}"
