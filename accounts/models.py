"""Accounts of staff and partners; an e-mail address is the name, roles.py says what they may do."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserManager
from accounts.roles import PARTNER_RIGHTS, Right, Role, rights_of


class User(AbstractBaseUser):
    """Somebody who can sign in. Roles are columns: no page pays a query to know what may be done."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("medewerker")
        PARTNER = "partner", _("contactpersoon van een partner")

    kind = models.CharField(
        _("soort"), max_length=7, choices=Kind.choices, default=Kind.STAFF, editable=False
    )
    email = models.EmailField(_("e-mailadres"), max_length=254, unique=True)
    name = models.CharField(_("naam"), max_length=120)
    is_active = models.BooleanField(_("mag inloggen"), default=True)

    is_administrator = models.BooleanField(Role.ADMINISTRATOR.label, default=False)
    is_survey_lead = models.BooleanField(Role.SURVEY_LEAD.label, default=False)
    is_organiser = models.BooleanField(Role.ORGANISER.label, default=False)
    is_signal_officer = models.BooleanField(Role.SIGNAL_OFFICER.label, default=False)
    is_field_staff = models.BooleanField(Role.FIELD_STAFF.label, default=False)
    is_reader = models.BooleanField(Role.READER.label, default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("medewerker")
        verbose_name_plural = _("medewerkers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case"),
            models.CheckConstraint(
                condition=Q(kind="staff")
                | Q(kind="partner", **{role.field: False for role in Role}),
                name="partner_has_no_role_of_staff",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if getattr(self, role.field))

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What this account may do; remembered for as long as this object lives: one request."""
        return PARTNER_RIGHTS if self.is_partner else rights_of(self.roles)
