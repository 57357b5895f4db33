"""Imports of earlier waves: saved mappings, and what was read when from which file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from surveys.models.waves import Wave
from surveys.querysets import ImportMappingQuerySet


class ImportMapping(models.Model):
    """A saved way to read a file: columns to variables, values to options, as TOML."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    toml = models.TextField(_("koppeling"))

    objects = ImportMappingQuerySet.as_manager()

    class Meta:
        verbose_name = _("koppeling")
        verbose_name_plural = _("koppelingen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One finished import: its file by fingerprint, and a sum that adds up."""

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="import_run")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # Which rows of the file: "Year = 2013"; empty for all of them. One file may hold several waves.
    selection = models.CharField(max_length=300, blank=True, default="")
    imported_on = models.DateField()
    read = models.PositiveIntegerField()
    imported = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    mapping = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(read=models.F("imported") + models.F("rejected")),
                name="import_adds_up",
            ),
            models.UniqueConstraint(
                fields=["sha256", "selection"], name="rows_of_a_file_are_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
