"""Where meetings are held, and who can get in there."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from meetings.querysets.venues import VenueQuerySet

ACCESS = ("step_free", "lift", "toilet", "ring_loop")


class Venue(models.Model):
    """A room, or a spot outside. What is not known about getting in is None, and the pages say so."""

    name = models.CharField(_("naam"), max_length=120)
    address = models.CharField(_("adres"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=7, blank=True)
    place = models.CharField(_("plaats"), max_length=80, blank=True)
    capacity = models.PositiveIntegerField(
        _("aantal plaatsen"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Zittend, zoals de zaal voor een bijeenkomst staat. Leeg als het buiten is."),
    )
    step_free = models.BooleanField(_("zonder drempels of trap"), null=True, blank=True)
    lift = models.BooleanField(_("lift, of op de begane grond"), null=True, blank=True)
    toilet = models.BooleanField(_("toilet voor rolstoelen"), null=True, blank=True)
    ring_loop = models.BooleanField(_("ringleiding"), null=True, blank=True)
    transport = models.CharField(
        _("hoe komt men er"),
        max_length=200,
        blank=True,
        help_text=_("Bijvoorbeeld: bus 12, halte Marktplein; parkeren achter de kerk."),
    )
    contact_name = models.CharField(_("contactpersoon van de locatie"), max_length=120, blank=True)
    contact_phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    contact_email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    note = models.CharField(_("toelichting"), max_length=300, blank=True)
    ended_on = models.DateField(_("niet meer gebruikt sinds"), null=True, blank=True)

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("locatie")
        verbose_name_plural = _("locaties")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(ended_on__isnull=True),
                name="venue_in_use_has_its_own_name",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="venue_holds_somebody_or_an_unknown_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("meetings:venue_detail", args=[self.pk])

    @property
    def access(self) -> list[tuple[str, bool | None]]:
        """Each way of getting in, in words, and whether it is there; None when nobody knows."""
        labels = {field.name: str(field.verbose_name) for field in self._meta.fields}
        return [(labels[name], getattr(self, name)) for name in ACCESS]
