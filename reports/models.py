"""Editions: reports as published, frozen with their figures; with whom they are shared."""

from typing import cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex, ReportingGroup
from partners.models import Partner
from reports.layout import LAYOUT_VERSION
from reports.querysets import EditionQuerySet, ResidentSheetQuerySet, ShareQuerySet
from reports.subjects import Subject
from surveys.models import Wave, WaveComplex


class Edition(models.Model):
    """One published report. `content` holds every figure and word; the PDF follows from it exactly.

    Not reachable through the wave's deletion: published evidence stays (PROTECT).
    """

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="editions")
    complex = models.ForeignKey(
        Complex, on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )
    group = models.ForeignKey(
        ReportingGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )
    number = models.PositiveSmallIntegerField(_("uitgave"))
    published_on = models.DateField(_("uitgegeven op"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    content = models.JSONField()
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    # reports.layout.LAYOUT_VERSION at publication; 0: published before it was kept
    layout_version = models.PositiveSmallIntegerField(default=0)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitgave")
        verbose_name_plural = _("uitgaven")
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "complex", "number"], name="edition_has_its_own_number"
            ),
            models.UniqueConstraint(
                fields=["wave", "group", "number"], name="edition_of_a_group_has_its_own_number"
            ),
            models.CheckConstraint(
                condition=Q(complex__isnull=False, group__isnull=True)
                | Q(complex__isnull=True, group__isnull=False),
                name="edition_is_about_a_complex_or_a_group",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.wave}, uitgave {self.number}"

    @property
    def subject(self) -> Subject:
        return self.complex or cast(ReportingGroup, self.group)  # one of the two, as constrained

    @property
    def is_set_anew(self) -> bool:
        """Whether a later layout sets the same words and figures: the bytes are then others."""
        return self.layout_version != LAYOUT_VERSION

    def complex_ids(self) -> set[int]:
        """Whose answers are in it: one complex, or those of the group as it was in that wave."""
        if self.complex_id is not None:
            return {self.complex_id}
        members = WaveComplex.objects.filter(wave=self.wave_id, group=self.group_id)
        return set(members.values_list("complex_id", flat=True))


class Share(models.Model):
    """That a partner may open an edition, as long as it may see the complex at all; see `for_contact`.

    Who opened it stands in the audit log. One that was revoked, or was over when it was shared anew, stays.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="shares")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="shares")
    shared_at = models.DateTimeField(_("gedeeld op"))
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    expires_on = models.DateField(_("tot en met"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("gedeeld rapport")
        verbose_name_plural = _("gedeelde rapporten")
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "partner"],
                condition=Q(revoked_at__isnull=True),
                name="edition_is_shared_once_with_a_partner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} – {self.partner}"


class ResidentSheet(models.Model):
    """That the words for residents of an edition stand on the complex's public page."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="resident_sheets")
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="resident_sheets")
    published_at = models.DateTimeField(_("openbaar gemaakt op"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(_("weggehaald op"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = ResidentSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bewonersblad")
        verbose_name_plural = _("bewonersbladen")
        ordering = ["-published_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex"],
                condition=Q(withdrawn_at__isnull=True),
                name="complex_has_one_resident_sheet_in_public",
            )
        ]

    def __str__(self) -> str:
        return f"{_('bewonersblad')} {self.edition}"
