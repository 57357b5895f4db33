"""Editions: reports as published, frozen with their figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from reports.querysets import EditionQuerySet
from surveys.models import Wave


class Edition(models.Model):
    """One published report. `content` holds every figure and word; the PDF follows from it exactly.

    Not reachable through the wave's deletion: published evidence stays (PROTECT).
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="editions")
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(_("uitgave"))
    published_on = models.DateField(_("uitgegeven op"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgave")
        verbose_name_plural = _("uitgaven")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "complex", "number"], name="edition_has_its_own_number"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.complex} {self.wave}, uitgave {self.number}"
