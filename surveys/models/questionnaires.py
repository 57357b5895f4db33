"""Questionnaires: a named, ordered choice from the bank, and the questions a corporation adds."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from surveys.bank import BANK
from surveys.querysets import QuestionnaireQuerySet
from surveys.questions import Question
from surveys.questions import Questionnaire as Document


class Questionnaire(models.Model):
    """A reusable choice. A wave copies the questions themselves when it opens."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    codes = models.JSONField(_("vragen"), default=list, help_text=_("Codes in volgorde."))
    shipped = models.BooleanField(
        default=False, editable=False
    )  # comes with Buurtpeil; copy to change

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = _("vragenlijst")
        verbose_name_plural = _("vragenlijsten")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("surveys:questionnaire_detail", args=[self.pk])

    def document(self) -> Document:
        """The questions of the bank in this order; codes the bank does not know are skipped."""
        return Document(tuple(BANK[code] for code in self.codes if code in BANK))


class OwnQuestion(models.Model):
    """A question the corporation adds to one wave, at most five; shown on the last screen but one."""

    MAX_PER_WAVE = 5

    class Kind(models.TextChoices):
        SINGLE = "single", _("één antwoord")
        SEVERAL = "several", _("meer antwoorden")
        MARK = "mark", _("cijfer 1–10")

    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="own_questions")
    position = models.PositiveSmallIntegerField(_("plaats"))
    kind = models.CharField(_("soort"), max_length=8, choices=Kind.choices)
    text_nl = models.CharField(_("vraag"), max_length=200)
    text_en = models.CharField(_("vraag in het Engels"), max_length=200, blank=True)
    options_nl = models.JSONField(_("antwoorden"), default=list, blank=True)
    options_en = models.JSONField(_("antwoorden in het Engels"), default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "position"], name="own_question_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=5),
                name="wave_has_at_most_five_own_questions",
            ),
        ]

    def __str__(self) -> str:
        return self.text_nl

    @property
    def code(self) -> str:
        """Unique over waves, so that two corporations' own questions are never compared."""
        return f"E{self.wave_id}.{self.position}"

    def question(self) -> Question:
        from surveys.bank.own import own_question

        return own_question(
            code=self.code,
            kind=self.kind,
            text={"nl": self.text_nl, "en": self.text_en or self.text_nl},
            options=[
                {"nl": nl, "en": (self.options_en[i : i + 1] or [nl])[0] or nl}
                for i, nl in enumerate(self.options_nl)
            ],
        )
