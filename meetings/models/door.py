"""At the door and in the tent. Rows carry a key made by the device, so that what is sent twice counts once."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from complexes.models import Entrance
from meetings.models.meetings import Meeting
from meetings.models.registrations import MOST_PEOPLE, Registration
from meetings.querysets.door import CheckInQuerySet, TopicQuerySet


class CheckIn(models.Model):
    """Somebody came in: a household that had signed up, or a person without a name.

    Undoing marks the row: were it deleted, a batch that is sent again would bring it back.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="check_ins")
    registration = models.ForeignKey(
        Registration, on_delete=models.SET_NULL, null=True, blank=True, related_name="check_ins"
    )
    people = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(MOST_PEOPLE)]
    )
    entrance = models.ForeignKey(
        Entrance, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    undone = models.BooleanField(default=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("inloop")
        verbose_name_plural = _("inloop")
        constraints = [
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(undone=False, registration__isnull=False),
                name="household_comes_in_once",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=MOST_PEOPLE),
                name="a_few_people_come_in_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(_("inloop"))


class Topic(models.Model):
    """Something that residents bring up, counted on the board in the tent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="topics")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    label = models.CharField(_("onderwerp"), max_length=80)
    rank = models.PositiveSmallIntegerField(_("plaats in de top 3"), null=True, blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("onderwerp")
        verbose_name_plural = _("onderwerpen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("meeting", Lower("label"), name="topic_is_once_on_the_board"),
            models.UniqueConstraint(
                fields=["meeting", "rank"],
                condition=Q(rank__isnull=False),
                name="place_in_the_top_is_taken_once",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(rank__gte=1, rank__lte=3),
                name="top_has_three_places",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def may_go(self) -> bool:
        """Nobody named it, and nothing came of it."""
        return not self.ticks.filter(undone=False).exists() and not self.promises.exists()


class TallyTick(models.Model):
    """A resident named this topic. Undone by marking, as at the door."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="ticks")
    undone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.topic)


class TallyNote(models.Model):
    """What was said about a topic, without names. Taken off: empty, so that what is sent again stays off."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(_("aantekening"), max_length=500)

    def __str__(self) -> str:
        return self.text
