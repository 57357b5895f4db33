"""Accounts of staff and partners; an e-mail address is the name, roles.py says what they may do."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.querysets import InvitationQuerySet, UserManager
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

    # Part of what a session is checked against: raising it ends every session of this account.
    session_round = models.PositiveIntegerField(default=0, editable=False)

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

    def get_session_auth_hash(self) -> str:
        rounds = f"{super().get_session_auth_hash()}{self.session_round}"
        return salted_hmac("accounts.session", rounds, algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """None: a changed BUURTPEIL_SECRET_KEY signs everybody out."""
        yield from ()

    @property
    def is_partner(self) -> bool:
        return self.kind == self.Kind.PARTNER

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(role for role in Role if getattr(self, role.field))

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role in self.roles]

    @cached_property
    def rights(self) -> frozenset[Right]:
        """What this account may do; remembered for as long as this object lives: one request."""
        return PARTNER_RIGHTS if self.is_partner else rights_of(self.roles)


class Invitation(models.Model):
    """The way in for a colleague: a link by mail, for seven days, once. Only a hash of the link is kept."""

    email = models.EmailField(_("e-mailadres"), max_length=254)
    roles = models.JSONField(_("rollen"), default=list)  # values of Role
    link_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("uitgenodigd door"),
    )
    sent_at = models.DateTimeField(_("verstuurd"))
    expires_at = models.DateTimeField(_("geldig tot"))
    accepted_at = models.DateTimeField(_("aangenomen"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ingetrokken"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("uitnodiging")
        verbose_name_plural = _("uitnodigingen")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_not_both_accepted_and_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("sent_at")),
                name="invitation_expires_after_it_is_sent",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def role_set(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.roles)

    @property
    def role_labels(self) -> list[str]:
        return [str(role.label) for role in Role if role in self.role_set]
