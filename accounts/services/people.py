"""What an administrator does with colleagues. Every change of rights is in the audit log."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.services.accounts import end_sessions
from proof.audit import record
from proof.models import Verb
from ui.refusals import Refused

VALID = timedelta(days=7)


class HasAccount(Refused):
    message = _("Op dit adres staat al een account. Zoek het op in de lijst van medewerkers.")


class IsInvited(Refused):
    message = _("Dit adres is al uitgenodigd. Verstuur de uitnodiging opnieuw, of trek haar in.")


class NoRole(Refused):
    message = _("Kies minstens één rol; zonder rol is er niets te zien.")


class LastAdministrator(Refused):
    message = _("Er moet een beheerder blijven die kan inloggen. Maak eerst een ander beheerder.")


class OwnAccount(Refused):
    message = _("Dit kan een beheerder niet bij zichzelf doen. Vraag het een andere beheerder.")


class InvitationOver(Refused):
    message = _("Deze uitnodiging is al aangenomen, ingetrokken of verlopen.")


# Inviting ---------------------------------------------------------------------------------------


@transaction.atomic
def invite(
    email: str, roles: Iterable[Role], *, actor: User | None, now: datetime
) -> tuple[Invitation, str]:
    """Mail somebody a link to join; returns it too. Raises HasAccount, IsInvited, NoRole."""
    email, chosen = email.strip().lower(), sorted(set(roles))
    if not chosen:
        raise NoRole
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    if Invitation.objects.open().filter(email__iexact=email).exists():
        raise IsInvited
    invitation = Invitation(email=email, roles=[role.value for role in chosen], invited_by=actor)
    link = _send(invitation, now)
    record(actor, Verb.INVITED, invitation, now=now, roles=invitation.roles)
    return invitation, link


@transaction.atomic
def resend(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """A fresh link for seven days; the old one is worth nothing. Raises InvitationOver."""
    invitation = _open(invitation)
    _send(invitation, now)
    record(actor, Verb.INVITED, invitation, now=now, roles=invitation.roles, again=True)


@transaction.atomic
def withdraw(invitation: Invitation, *, actor: User, now: datetime) -> None:
    """The link is worth nothing from now on. Raises InvitationOver."""
    invitation = _open(invitation)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(actor, Verb.WITHDREW, invitation, now=now)


def by_link(token: str, now: datetime) -> Invitation | None:
    """The invitation that this link is of, while it may be taken up."""
    return Invitation.objects.valid(now).filter(link_hash=_hash(token)).first()


@transaction.atomic
def accept(token: str, *, name: str, password: str, now: datetime) -> User:
    """The account that was invited; raises InvitationOver, also for whoever came second."""
    locked = Invitation.objects.select_for_update().valid(now)
    invitation = locked.filter(link_hash=_hash(token)).first()
    if invitation is None or User.objects.filter(email__iexact=invitation.email).exists():
        raise InvitationOver
    user = User.objects.create_user(
        invitation.email, password, name=name, roles=invitation.role_set
    )
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    record(user, Verb.JOINED, user, now=now, roles=invitation.roles)
    return user


def _open(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationOver
    return found


def _send(invitation: Invitation, now: datetime) -> str:
    token = secrets.token_urlsafe(32)
    invitation.link_hash = _hash(token)
    invitation.sent_at, invitation.expires_at = now, now + VALID
    invitation.save()
    link = settings.PUBLIC_URL + reverse("accounts:invitation_accept", args=[token])
    letters.send(
        "invitation",
        to=invitation.email,
        key=f"invitation:{invitation.link_hash[:32]}",
        context={"url": link, "until": invitation.expires_at, "by": invitation.invited_by},
        expires_at=invitation.expires_at,
    )
    return link


def _hash(token: str) -> str:
    return salted_hmac("accounts.invitation", token, algorithm="sha256").hexdigest()


# Rights -----------------------------------------------------------------------------------------


@transaction.atomic
def change_roles(user: User, roles: Iterable[Role], *, actor: User | None, now: datetime) -> None:
    """Give exactly these roles. Raises NoRole, OwnAccount, LastAdministrator."""
    chosen = set(roles)
    if not chosen:
        raise NoRole
    administrators = _lock_administrators()
    user = User.objects.select_for_update().get(pk=user.pk)
    before = set(user.roles)
    if before == chosen:
        return
    if Role.ADMINISTRATOR in before - chosen:
        if actor == user:
            raise OwnAccount
        if administrators <= {user.pk}:
            raise LastAdministrator
    for role in Role:
        setattr(user, role.field, role in chosen)
    user.save(update_fields=[role.field for role in Role])
    had, has = sorted(before), sorted(chosen)
    record(actor, Verb.CHANGED_RIGHTS, user, now=now, before=had, after=has)


@transaction.atomic
def disable(user: User, *, actor: User | None, now: datetime) -> None:
    """Nobody can sign in with this account; who is, is out at once. Raises OwnAccount, LastAdministrator."""
    if actor == user:
        raise OwnAccount
    if user.is_active and _lock_administrators() == {user.pk}:
        raise LastAdministrator
    if User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
        end_sessions(user)
        record(actor, Verb.DISABLED, user, now=now)


@transaction.atomic
def enable(user: User, *, actor: User | None, now: datetime) -> None:
    if User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
        record(actor, Verb.ENABLED, user, now=now)


@transaction.atomic
def reset_factor(user: User, *, actor: User | None, now: datetime) -> None:
    """Forget the app, passkeys and recovery codes; they are set up anew at the next sign-in. OwnAccount."""
    if actor == user:
        raise OwnAccount
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(actor, Verb.RESET_FACTOR, user, now=now)
    letters.tell_change(user, str(_("een beheerder heeft uw tweede stap gewist")))


def _lock_administrators() -> set[int]:
    """Who can manage people, locked: two who take each other's role away at once are not both right."""
    locked = User.objects.select_for_update().with_role(Role.ADMINISTRATOR)
    return set(locked.values_list("pk", flat=True))
