"""Organisations that work with the corporation, who speaks for them, what they may see and on what ground."""

import secrets
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from complexes.models import Complex
from partners.querysets import (
    ContactQuerySet,
    CovenantQuerySet,
    GrantQuerySet,
    PartnerQuerySet,
)


class Partner(models.Model):
    """An organisation. One that no longer works with us is ended and stays, as evidence rests on it."""

    class Kind(models.TextChoices):
        POLICE = "police", _("politie")
        MUNICIPALITY = "municipality", _("gemeente")
        CARE = "care", _("zorg")
        WELFARE = "welfare", _("welzijn")
        MEDIATION = "mediation", _("buurtbemiddeling")
        TENANTS = "tenants", _("huurdersvereniging")
        RESIDENTS = "residents", _("bewonerscommissie")
        OWNERS = "owners", _("VvE")
        OTHER = "other", _("anders")

    name = models.CharField(_("naam"), max_length=120)
    kind = models.CharField(_("soort"), max_length=12, choices=Kind.choices)
    note = models.CharField(
        _("toelichting"),
        max_length=300,
        blank=True,
        help_text=_("Bijvoorbeeld: wijkagenten van Noord, of wie wat doet."),
    )
    ended_on = models.DateField(_("samenwerking beëindigd op"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(ended_on__isnull=True),
                name="active_partner_has_its_own_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:partner_detail", args=[self.pk])


class Contact(models.Model):
    """Somebody who speaks for a partner. Who leaves stays on record, with who came after."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("naam"), max_length=120)
    function = models.CharField(_("functie"), max_length=120, blank=True)
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    phone = models.CharField(_("telefoon"), max_length=40, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contact",
    )
    left_on = models.DateField(_("vertrokken op"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("opvolger"),
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contactpersoon")
        verbose_name_plural = _("contactpersonen")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(left_on__isnull=True) & ~Q(email=""),
                name="address_belongs_to_one_present_contact",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(left_on__isnull=False),
                name="only_who_left_has_a_successor",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="nobody_succeeds_themselves",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_sign_in(self) -> bool:
        return self.user is not None and self.user.is_active


def document_path(covenant: "Covenant", name: str) -> str:
    """A name that nobody guesses; what the sender called the file is in `document_name`."""
    return f"covenants/{secrets.token_hex(16)}.pdf"


class Covenant(models.Model):
    """What was agreed with a partner about sharing: for what, on which legal ground, from when to when."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="covenants")
    reference = models.CharField(
        _("kenmerk"), max_length=80, help_text=_("Zoals het boven het convenant staat.")
    )
    purpose = models.CharField(
        _("doel"), max_length=300, help_text=_("Waarvoor mag wat u deelt gebruikt worden?")
    )
    legal_basis = models.CharField(
        _("grondslag"),
        max_length=300,
        help_text=_("Bijvoorbeeld: AVG art. 6 lid 1 onder e, taak van algemeen belang."),
    )
    starts_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"), null=True, blank=True)
    document = models.FileField(_("document"), upload_to=document_path, max_length=120, blank=True)
    document_name = models.CharField(max_length=120, blank=True)

    objects = CovenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("convenant")
        verbose_name_plural = _("convenanten")
        ordering = ["-starts_on", "reference"]
        constraints = [
            models.UniqueConstraint(
                "partner", Lower("reference"), name="covenant_has_its_own_reference_per_partner"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="covenant_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def has_ended(self, today: date) -> bool:
        return self.ends_on is not None and self.ends_on < today

    def is_in_force(self, today: date) -> bool:
        return self.starts_on <= today and not self.has_ended(today)


class Grant(models.Model):
    """That a partner may see what is shared about a complex: from a day to a day, until it is withdrawn.

    `closed_at` ends it at once. A grant that was over when it was closed has only made room for a new one.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="grants")
    complex = models.ForeignKey(Complex, on_delete=models.PROTECT, related_name="grants")
    covenant = models.ForeignKey(
        Covenant,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("op grond van"),
    )
    starts_on = models.DateField(_("van"))
    ends_on = models.DateField(_("tot en met"))
    granted_at = models.DateTimeField(_("gegeven op"))
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("toegang")
        verbose_name_plural = _("toegang")
        ordering = ["complex__name", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "complex"],
                condition=Q(closed_at__isnull=True),
                name="partner_has_one_open_grant_per_complex",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} – {self.complex}"

    def state(self, today: date) -> str:
        """ "withdrawn", "over", "coming" or "in_force"."""
        if self.closed_at and timezone.localdate(self.closed_at) <= self.ends_on:
            return "withdrawn"
        if self.closed_at or self.ends_on < today:
            return "over"
        return "coming" if self.starts_on > today else "in_force"

    @property
    def ended_on(self) -> Any:
        """The last day it counted, for a grant that does not count any more."""
        return (
            min(timezone.localdate(self.closed_at), self.ends_on)
            if self.closed_at
            else self.ends_on
        )
