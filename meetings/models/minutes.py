"""Minutes in two layers: what residents read, and what partners read besides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Meeting
from meetings.models.programme import ProgrammeItem

CAREFUL = ("police", "care")  # what they said is public only when ticked
LONGEST = 5000


class Minutes(models.Model):
    """The minutes of one meeting. Once shared, residents' layer is on the meeting's public page."""

    meeting = models.OneToOneField(
        Meeting, on_delete=models.CASCADE, primary_key=True, related_name="minutes"
    )
    summary = models.TextField(_("in het kort"), max_length=LONGEST, blank=True)
    shared_with_partners_at = models.DateTimeField(null=True, blank=True, editable=False)
    shared_with_residents_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("verslag")
        verbose_name_plural = _("verslagen")

    def __str__(self) -> str:
        return f"{_('verslag')} {self.meeting}"


class Passage(models.Model):
    """One thing that was said, by whom in general, and who may read it."""

    class Speaker(models.TextChoices):
        RESIDENTS = "residents", _("bewoners")
        CORPORATION = "corporation", _("corporatie")
        POLICE = "police", _("politie")
        MUNICIPALITY = "municipality", _("gemeente")
        CARE = "care", _("zorg")
        WELFARE = "welfare", _("welzijn")
        OTHER = "other", _("anders")

    class Layer(models.TextChoices):
        RESIDENTS = "residents", _("bewoners en partners")
        PARTNERS = "partners", _("alleen partners")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="passages")
    item = models.ForeignKey(
        ProgrammeItem,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="passages",
        verbose_name=_("bij programmapunt"),
    )
    position = models.PositiveSmallIntegerField(default=0)
    speaker = models.CharField(_("wie zei dit"), max_length=12, choices=Speaker.choices)
    text = models.TextField(_("wat is gezegd"), max_length=LONGEST)
    layer = models.CharField(
        _("wie leest dit"), max_length=9, choices=Layer.choices, default=Layer.PARTNERS
    )
    cleared = models.BooleanField(_("wie het zei vindt goed dat bewoners dit lezen"), default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("stuk van het verslag")
        verbose_name_plural = _("stukken van het verslag")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(layer="residents", speaker__in=CAREFUL) | Q(cleared=True),
                name="what_police_or_care_said_is_public_only_when_cleared",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="passage_says_something"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def needs_clearing(self) -> bool:
        """Residents would read what police or care said."""
        return self.layer == self.Layer.RESIDENTS and self.speaker in CAREFUL
