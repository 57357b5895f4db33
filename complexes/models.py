"""The corporation, its complexes and what happened there."""

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from complexes.querysets import ComplexQuerySet, ReportingGroupQuerySet

ACCENT = "#0a4f8f"


class Corporation(models.Model):
    """The one corporation this deployment serves: the data controller, its name and its look."""

    class Disclosure(models.TextChoices):
        STANDARD = "standard", _("standaard")
        STRICT = "strict", _("streng: afgeronde percentages en aantallen")

    class Window(models.TextChoices):
        LEFT = "left", _("venster links")
        RIGHT = "right", _("venster rechts")

    class SchoolRegion(models.TextChoices):
        NORTH = "noord", _("Noord")
        MIDDLE = "midden", _("Midden")
        SOUTH = "zuid", _("Zuid")

    name = models.CharField(_("naam"), max_length=120)
    municipality = models.CharField(_("gemeente"), max_length=120, blank=True)
    accent = models.CharField(
        _("accentkleur"),
        max_length=7,
        default=ACCENT,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Schrijf een kleur als #0a4f8f."))],
    )
    phone = models.CharField(_("telefoon voor hulp"), max_length=40, blank=True)
    help_place = models.CharField(
        _("plaats en tijd voor hulp"),
        max_length=200,
        blank=True,
        help_text=_("Bijvoorbeeld: de huismeester, dinsdag van 10 tot 12 uur."),
    )
    email = models.EmailField(_("e-mail voor hulp"), max_length=200, blank=True)
    privacy_contact = models.CharField(_("privacycontact"), max_length=200, blank=True)
    envelope = models.CharField(
        _("envelop voor brieven"), max_length=5, choices=Window.choices, default=Window.RIGHT
    )
    school_region = models.CharField(
        _("vakantieregio"),
        max_length=6,
        choices=SchoolRegion.choices,
        blank=True,
        help_text=_("Wie een bijeenkomst plant, leest dan wanneer scholen hier vakantie hebben."),
    )
    logo_hash = models.CharField(max_length=16, blank=True, editable=False)  # "": no logo
    disclosure = models.CharField(
        _("onthullingsregels"),
        max_length=8,
        choices=Disclosure.choices,
        default=Disclosure.STANDARD,
    )

    class Meta:
        verbose_name = _("corporatie")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="there_is_one_corporation"),
            models.CheckConstraint(
                condition=Q(disclosure__in=["standard", "strict"]),
                name="disclosure_is_a_known_preset",
            ),
            models.CheckConstraint(
                condition=Q(envelope__in=["left", "right"]), name="envelope_has_a_known_window"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)


class Logo(models.Model):
    """The picture itself, apart from the settings that every page reads. Made by complexes.logos."""

    corporation = models.OneToOneField(Corporation, on_delete=models.CASCADE, related_name="logo")
    png = models.BinaryField()

    def __str__(self) -> str:
        return "logo"


class ReportingGroup(models.Model):
    """Complexes too small to report alone, reported together; declared before a wave opens."""

    name = models.CharField(_("naam"), max_length=120, unique=True)

    objects = ReportingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("rapportagegroep")
        verbose_name_plural = _("rapportagegroepen")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("complexes:group_edit", args=[self.pk])


class Complex(models.Model):
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
    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(
        _("soort"), max_length=120, blank=True, help_text=_("Bijvoorbeeld: galerijflat, 10 lagen.")
    )
    built = models.PositiveSmallIntegerField(_("bouwjaar"), null=True, blank=True)
    address = models.CharField(_("adres"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    dwellings = models.PositiveIntegerField(
        _("aantal woningen"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leeg als u het niet weet; dan kunnen marges niet kleiner worden gerekend."),
    )
    has_owners_association = models.BooleanField(
        _("gemengd met een VvE"),
        default=False,
        help_text=_("Dan beslist de VvE over bijvoorbeeld camera’s, niet de corporatie."),
    )
    group = models.ForeignKey(
        ReportingGroup,
        verbose_name=_("rapportagegroep"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="complexes",
    )

    objects = ComplexQuerySet.as_manager()

    class Meta:
        verbose_name = _("complex")
        verbose_name_plural = _("complexen")
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dwellings__isnull=True) | Q(dwellings__gte=1),
                name="complex_has_dwellings_or_an_unknown_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("complexes:complex_detail", args=[self.code])


class Entrance(models.Model):
    complex = models.ForeignKey(Complex, on_delete=models.CASCADE, related_name="entrances")
    name = models.CharField(_("ingang"), max_length=80)
    dwellings = models.PositiveIntegerField(_("aantal woningen"), null=True, blank=True)

    class Meta:
        verbose_name = _("ingang")
        verbose_name_plural = _("ingangen")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "name"], name="entrance_is_named_once_per_complex"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """Something done, or to be done, or refused, for the safety of a complex."""

    class Kind(models.TextChoices):
        CAMERA = "camera", _("camera’s")
        LIGHTING = "lighting", _("verlichting")
        DOOR = "door", _("entree en deuren")
        LOCKS = "locks", _("sloten")
        SUPERVISION = "supervision", _("toezicht")
        CLEANING = "cleaning", _("schoon en heel")
        YOUTH = "youth", _("jongerenwerk")
        CARE = "care", _("zorg en hulp")
        NEIGHBOURS = "neighbours", _("buren en buurtpreventie")
        OTHER = "other", _("anders")

    class Status(models.TextChoices):
        PLANNED = "planned", _("gepland")
        IN_PLACE = "in_place", _("uitgevoerd")
        REJECTED = "rejected", _("afgewezen")

    complex = models.ForeignKey(Complex, on_delete=models.CASCADE, related_name="measures")
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    title = models.CharField(
        _("maatregel"),
        max_length=120,
        help_text=_("Zoals bewoners het noemen: dit staat zo in de vragenlijst en het rapport."),
    )
    place = models.CharField(_("plek"), max_length=120, blank=True)
    status = models.CharField(
        _("stand"), max_length=8, choices=Status.choices, default=Status.PLANNED
    )
    planned_on = models.DateField(_("gepland voor"), null=True, blank=True)
    in_place_on = models.DateField(_("uitgevoerd op"), null=True, blank=True)
    rejected_on = models.DateField(_("afgewezen op"), null=True, blank=True)
    note = models.CharField(
        _("toelichting"),
        max_length=300,
        blank=True,
        help_text=_("Bij afwijzen: door wie en waarom."),
    )

    class Meta:
        verbose_name = _("maatregel")
        verbose_name_plural = _("maatregelen")
        ordering = ["-in_place_on", "-planned_on", "-rejected_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="planned") | Q(planned_on__isnull=False),
                name="planned_measure_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_place") | Q(in_place_on__isnull=False),
                name="measure_in_place_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | Q(rejected_on__isnull=False),
                name="rejected_measure_has_its_date",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def date(self) -> Any:
        """The date that goes with the status; the constraints promise that there is one."""
        return {
            self.Status.PLANNED: self.planned_on,
            self.Status.IN_PLACE: self.in_place_on,
            self.Status.REJECTED: self.rejected_on,
        }[self.Status(self.status)]


class Incident(models.Model):
    """Something that happened at a complex, on a day or over a period."""

    class Kind(models.TextChoices):
        BURGLARY = "burglary", _("inbraak")
        DRUGS = "drugs", _("drugs")
        YOUTH = "youth", _("overlast van jongeren")
        VIOLENCE = "violence", _("geweld of bedreiging")
        FIRE = "fire", _("brand")
        FRAUD = "fraud", _("oplichting")
        VANDALISM = "vandalism", _("vernieling")
        OTHER = "other", _("anders")

    class Precision(models.TextChoices):
        DAY = "day", _("op de dag")
        MONTH = "month", _("op de maand")

    complex = models.ForeignKey(Complex, on_delete=models.CASCADE, related_name="incidents")
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    title = models.CharField(
        _("wat gebeurde er"), max_length=120, help_text=_("Zonder namen en huisnummers.")
    )
    starts_on = models.DateField(_("op of vanaf"))
    ends_on = models.DateField(_("tot en met"), null=True, blank=True)
    precision = models.CharField(
        _("nauwkeurig"), max_length=5, choices=Precision.choices, default=Precision.DAY
    )

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidenten")
        ordering = ["-starts_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="incident_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title
