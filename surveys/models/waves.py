"""Waves and their complexes: what is asked, of whom, when, and what was frozen at opening."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex, Corporation
from surveys.bank import questionnaire_from_json
from surveys.models.questionnaires import Questionnaire
from surveys.querysets import WaveQuerySet
from surveys.questions import Questionnaire as Document

KEY_INDICATORS = ["R1", "V4", "V2", "OV", "S1"]
RESERVED_CODES = {"nieuw", "inlezen"}  # paths below /metingen/ that are not a wave


def default_key_indicators() -> list[str]:
    """At most five, chosen before the wave: question or scale codes that get Holm at .05."""
    return list(KEY_INDICATORS)


def default_languages() -> list[str]:
    return ["nl", "en"]


class Wave(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("concept")
        OPEN = "open", _("open")
        CLOSING = "closing", _("wordt gesloten")
        CLOSED = "closed", _("gesloten")

    # The only ways forward; reopening is not one of them.
    TRANSITIONS = {
        State.DRAFT: {State.OPEN, State.CLOSED},  # straight to closed: an imported wave
        State.OPEN: {State.CLOSING},
        State.CLOSING: {State.CLOSED},
        State.CLOSED: set(),
    }

    class Origin(models.TextChoices):
        URN = "urn", _("eigen meting")
        IMPORT = "import", _("ingelezen")

    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
                _("Gebruik letters, cijfers, punt, streepje of liggend streepje."),
            )
        ],
    )
    title = models.CharField(_("titel"), max_length=120)
    opens_on = models.DateField(_("opent op"))
    closes_on = models.DateField(_("sluit na"))
    outcome_on = models.DateField(
        _("uitslag in"), null=True, blank=True, help_text=_("In deze maand hoort de bewoner ervan.")
    )
    state = models.CharField(
        _("stand"), max_length=7, choices=State.choices, default=State.DRAFT, editable=False
    )
    origin = models.CharField(
        max_length=6, choices=Origin.choices, default=Origin.URN, editable=False
    )
    questionnaire = models.ForeignKey(
        Questionnaire,
        verbose_name=_("vragenlijst"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="waves",
    )
    languages = models.JSONField(_("talen"), default=default_languages)
    key_indicators = models.JSONField(_("kerncijfers"), default=default_key_indicators, blank=True)
    note = models.CharField(
        _("bijzonderheden"),
        max_length=300,
        blank=True,
        help_text=_("Komt in het rapport, bijvoorbeeld: corona, alleen online en papier."),
    )

    # Frozen at opening; never changed afterwards.
    document = models.JSONField(default=list, editable=False)  # the questions as asked
    public_key = models.BinaryField(null=True, editable=False)
    wrapped_private_key = models.BinaryField(null=True, editable=False)  # null: with a custodian
    item_length = models.PositiveIntegerField(
        default=0, editable=False
    )  # bytes of every sealed item
    codes_made_on = models.DateField(null=True, editable=False)
    # Frozen at closing.
    unreadable_items = models.PositiveIntegerField(default=0, editable=False)  # damaged in the urn
    disclosure = models.CharField(
        max_length=8, choices=Corporation.Disclosure.choices, blank=True, editable=False
    )

    objects = WaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("meting")
        verbose_name_plural = _("metingen")
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="wave_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "open", "closing", "closed"]),
                name="wave_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "closing"]) | Q(public_key__isnull=False),
                name="open_wave_has_a_key_to_seal_with",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(wrapped_private_key__isnull=True),
                name="closed_wave_has_no_private_key",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("surveys:wave_detail", args=[self.code])

    def asked(self) -> Document:
        """The questions as frozen at opening; before that, as chosen now."""
        if self.document:
            return questionnaire_from_json(self.document)
        chosen = self.questionnaire.document().questions if self.questionnaire else ()
        own = tuple(own.question() for own in self.own_questions.all())
        last = tuple(question for question in chosen if question.theme == "open")
        return Document(tuple(q for q in chosen if q.theme != "open") + own + last)

    def accepts_on(self, today: date) -> bool:
        """Whether residents can send answers on this day."""
        return self.state == self.State.OPEN and self.opens_on <= today <= self.closes_on


class WaveComplex(models.Model):
    """A complex in a wave. `dwellings`, `group` and `measures` are frozen when the wave opens."""

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="wave_complexes")
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="wave_complexes")
    dwellings = models.PositiveIntegerField(_("woningen (N)"), null=True, blank=True)
    group = models.ForeignKey(
        "complexes.ReportingGroup", on_delete=models.PROTECT, null=True, blank=True
    )
    measures = models.JSONField(default=list)  # [{"id": 17, "title": "…"}] asked about in M1 and M2
    # Known margins of all dwellings for weighting: {"A1": {"1": 40, "2": 60}}; empty: unweighted.
    # Frozen when closing begins: until then nobody has seen an answer.
    margins = models.JSONField(default=dict, blank=True)
    codes_issued = models.PositiveIntegerField(default=0)
    replacements_issued = models.PositiveIntegerField(default=0)
    # Set at closing.
    responses = models.PositiveIntegerField(null=True, editable=False)
    more_responses_than_dwellings = models.BooleanField(default=False, editable=False)
    weighted = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["complex__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "complex"], name="complex_is_in_a_wave_once"),
            models.CheckConstraint(
                condition=Q(dwellings__isnull=True) | Q(dwellings__gte=1),
                name="wave_complex_has_dwellings_or_an_unknown_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complex_id} in {self.wave_id}"

    @property
    def known_dwellings(self) -> int | None:
        """N for margins and response rates; None when unknown or contradicted by the responses."""
        return None if self.more_responses_than_dwellings else self.dwellings
