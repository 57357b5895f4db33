"""“U zei – wij doen”: what residents hear back; and the three questions about the meeting itself."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from meetings.models.meetings import Meeting
from meetings.models.promises import Promise
from meetings.querysets.feedback import FeedbackQuerySet
from surveys.models import Wave


class Feedback(models.Model):
    """One letter and page for a complex. Published, its `content` is frozen; the page adds what changed.

    Withdrawn it may be worked on and published again; until then nobody outside reads it, and what was
    published stays in `content`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("in de maak")
        PUBLIC = "public", _("openbaar")
        WITHDRAWN = "withdrawn", _("weggehaald")

    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="feedback")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback"
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    intro = models.TextField(_("begin van de brief"), max_length=1000, blank=True)
    look_again_on = models.DateField(_("samen kijken op"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField(default=dict, blank=True, editable=False)

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("‘u zei – wij doen’")
        verbose_name_plural = _("‘u zei – wij doen’")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "meeting"],
                condition=Q(meeting__isnull=False),
                name="meeting_has_one_letter_per_complex",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(published_at__isnull=False),
                name="only_a_published_letter_is_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('u zei – wij doen')} {self.complex}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:feedback_detail", args=[self.pk])

    @property
    def state(self) -> State:
        if self.published_at is None:
            return self.State.DRAFT
        return self.State.WITHDRAWN if self.withdrawn_at else self.State.PUBLIC

    @property
    def is_public(self) -> bool:
        return self.state == self.State.PUBLIC


class FeedbackLine(models.Model):
    """“U zei” with “wij doen”: a promise, or words about what is not done and why."""

    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(_("u zei"), max_length=300, blank=True)
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, null=True, blank=True, related_name="feedback_lines"
    )
    answer = models.CharField(_("wij doen, of waarom niet"), max_length=400, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(promise__isnull=False) | ~Q(answer=""),
                name="residents_get_a_promise_or_an_answer",
            )
        ]

    def __str__(self) -> str:
        return self.said


class Evaluation(models.Model):
    """Three answers about a meeting. No time, no name; the key is random."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="evaluations")
    heard = models.PositiveSmallIntegerField(_("er is naar mij geluisterd"), null=True, blank=True)
    clear = models.PositiveSmallIntegerField(
        _("ik weet wat er gaat gebeuren"), null=True, blank=True
    )
    again = models.PositiveSmallIntegerField(
        _("ik kom een volgende keer weer"), null=True, blank=True
    )

    class Meta:
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(heard__isnull=False) | Q(clear__isnull=False) | Q(again__isnull=False),
                name="evaluation_answers_something",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True})
                    | Q(**{f"{name}__gte": 1, f"{name}__lte": 5}),
                    name=f"evaluation_{name}_is_on_a_scale_of_five",
                )
                for name in ("heard", "clear", "again")
            ),
        ]

    def __str__(self) -> str:
        return str(_("evaluatie"))
