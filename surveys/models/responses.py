"""What a closed wave keeps: shuffled responses, loose free texts, and the count table."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex, ReportingGroup
from surveys.models.waves import Wave
from surveys.querysets import FreeTextQuerySet


class Response(models.Model):
    """One dwelling's answers, written once at closing in shuffled order, never changed."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    # Null in an imported wave whose file did not say where somebody lives.
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, null=True, related_name="+")
    answers = models.JSONField()  # variable → option code, list of codes, or mark; skipped: absent
    weight = models.FloatField(default=1.0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weight__gt=0), name="weight_is_positive"),
        ]

    def __str__(self) -> str:
        return f"response in wave {self.wave_id}"


class FreeText(models.Model):
    """What a resident wrote, cut loose from the rest; shown outside only once released by a person."""

    class State(models.TextChoices):
        UNREAD = "unread", _("nog niet gelezen")
        RELEASED = "released", _("vrijgegeven")
        WITHHELD = "withheld", _("niet gebruiken")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="free_texts")
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, null=True, related_name="+")
    variable = models.CharField(max_length=20)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNREAD)
    released_text = models.TextField(_("zo staat het in het rapport"), blank=True)

    objects = FreeTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="released") | ~Q(released_text=""),
                name="released_text_says_something",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class CountTable(models.Model):
    """All counts of one unit in one closed wave, in one row: built once, read in a millisecond.

    `counts` is {variable: {option: [n, Σw, Σw²]}}; derived scale scores stand in it as variables whose
    options are the scores. `subgroup` is "" for everybody or "A1:2" for one group of a background question.
    """

    class Level(models.TextChoices):
        COMPLEX = "complex", _("complex")
        GROUP = "group", _("rapportagegroep")
        CORPORATION = "corporation", _("corporatie")

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="count_tables")
    level = models.CharField(max_length=11, choices=Level.choices)
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(ReportingGroup, on_delete=models.PROTECT, null=True, related_name="+")
    subgroup = models.CharField(max_length=24, default="", blank=True)
    dwellings = models.PositiveIntegerField(null=True)  # N, None when unknown
    n = models.PositiveIntegerField()
    weight_sum = models.FloatField()
    weight_square_sum = models.FloatField()
    counts = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(level="complex", complex__isnull=False, group__isnull=True)
                    | Q(level="group", complex__isnull=True, group__isnull=False)
                    | Q(level="corporation", complex__isnull=True, group__isnull=True)
                ),
                name="count_table_belongs_to_its_level",
            ),
            models.UniqueConstraint(
                fields=["wave", "complex", "subgroup"],
                condition=Q(level="complex"),
                name="complex_is_counted_once_per_wave",
            ),
            models.UniqueConstraint(
                fields=["wave", "group", "subgroup"],
                condition=Q(level="group"),
                name="group_is_counted_once_per_wave",
            ),
            models.UniqueConstraint(
                fields=["wave", "subgroup"],
                condition=Q(level="corporation"),
                name="corporation_is_counted_once_per_wave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level} in wave {self.wave_id}"
