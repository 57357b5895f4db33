"""What a meeting is about, in order. Evidence is frozen when it is chosen: permitted figures and words."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from meetings.models.meetings import Meeting
from partners.models import Partner
from surveys.models import Wave


class ProgrammeItem(models.Model):
    """One item. Its start follows from the minutes of those before it."""

    class Source(models.TextChoices):
        OWN = "own", _("zelf bedacht")
        WORSE = "worse", _("aantoonbaar slechter")
        WORST = "worst", _("laagste cijfer")
        PROMISE = "promise", _("open afspraak")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="programme")
    position = models.PositiveSmallIntegerField(_("volgorde"))
    title = models.CharField(_("punt"), max_length=160)
    words = models.TextField(_("toelichting"), max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minuten"), default=15, validators=[MinValueValidator(1)]
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collega"),
    )
    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("partner"),
    )
    is_public = models.BooleanField(_("staat op de pagina voor bewoners"), default=True)
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.OWN)
    complex = models.ForeignKey(
        Complex, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    wave = models.ForeignKey(
        Wave, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    indicator = models.CharField(max_length=60, blank=True)  # key of surveys.results' Indicator
    evidence = models.JSONField(default=dict, blank=True)  # what was shown when it was chosen
    promise = models.ForeignKey(
        "meetings.Promise", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("programmapunt")
        verbose_name_plural = _("programmapunten")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1), name="programme_item_takes_time"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(partner__isnull=True),
                name="programme_item_has_one_owner_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=["worse", "worst"])
                | (Q(wave__isnull=False) & Q(complex__isnull=False) & ~Q(indicator="")),
                name="item_from_evidence_names_its_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(source="promise") | Q(promise__isnull=False),
                name="item_from_a_promise_names_it",
            ),
            models.UniqueConstraint(
                fields=["meeting", "wave", "complex", "indicator"],
                condition=Q(wave__isnull=False),
                name="evidence_is_once_in_a_programme",
            ),
            models.UniqueConstraint(
                fields=["meeting", "promise"],
                condition=Q(promise__isnull=False),
                name="promise_is_once_in_a_programme",
            ),
        ]

    def __str__(self) -> str:
        return self.title
