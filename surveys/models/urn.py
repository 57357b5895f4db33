"""The sealed urn. Nothing here carries a time, a language, a channel or a link to another row.

See docs/privacy.md. A code's row disappears when it is used; an item's row can be read by nobody until
the wave closes, and by then it has been shuffled and deleted.
"""

from django.db import models

from surveys.models.waves import Wave, WaveComplex


class AccessCode(models.Model):
    """An unused code. `digest` is a keyed hash (pepper outside the database); used means gone."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    wave_complex = models.ForeignKey(WaveComplex, on_delete=models.CASCADE, related_name="codes")

    def __str__(self) -> str:
        return "code"


class SealedItem(models.Model):
    """Answers or free text of one respondent, sealed and padded to the wave's fixed length."""

    key = models.BinaryField(primary_key=True, max_length=16)  # random
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="sealed_items")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "item"


class DayCount(models.Model):
    """How many responses a complex gave on a day: the only trace of time, and a coarse one."""

    wave_complex = models.ForeignKey(
        WaveComplex, on_delete=models.CASCADE, related_name="day_counts"
    )
    day = models.DateField()
    responses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wave_complex", "day"], name="day_is_counted_once_per_complex"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.responses}"
