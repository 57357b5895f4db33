"""Contacts: saving one with or without a way in, and somebody leaving."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.accounts import end_sessions
from accounts.services.people import disable, enable
from partners import letters
from partners.models import Contact
from partners.services.errors import AddressInUse, ContactHasLeft, PartnerHasEnded
from proof.audit import record
from proof.models import Verb


@transaction.atomic
def save_contact(
    contact: Contact, *, may_sign_in: bool, by: User, now: datetime | None = None
) -> Contact:
    """Store a contact of a partner; its account follows: made, kept the same, or shut.

    Raises PartnerHasEnded, ContactHasLeft, AddressInUse. Somebody new is told by mail where to sign in.
    """
    if contact.partner.ended_on:
        raise PartnerHasEnded(_("De samenwerking met deze partner is beëindigd."))
    if contact.left_on:
        raise ContactHasLeft(_("%(name)s is vertrokken.") % {"name": contact.name})
    account = _account(contact)
    let_in = may_sign_in and not (account and account.is_active)
    if may_sign_in:
        contact.user = _opened(account, contact, by=by, now=now)
    elif account:
        disable(account, actor=by, now=now or timezone.now())
    contact.save()
    if let_in:
        letters.tell_welcome(contact, now=now or timezone.now())
    return contact


@transaction.atomic
def leave(
    contact: Contact,
    *,
    on: date,
    by: User | None,
    successor: Contact | None = None,
    now: datetime | None = None,
) -> None:
    """Somebody no longer speaks for the partner: the account is shut at once, the record stays."""
    if contact.left_on:
        raise ContactHasLeft(_("%(name)s was al vertrokken.") % {"name": contact.name})
    contact.left_on, contact.successor = on, successor
    contact.save(update_fields=["left_on", "successor"])
    if account := _account(contact):
        disable(account, actor=by, now=now or timezone.now())


def _account(contact: Contact) -> User | None:
    """As it is now, whatever this object of the contact still holds of it."""
    return User.objects.filter(pk=contact.user_id).first() if contact.user_id else None


def _opened(account: User | None, contact: Contact, *, by: User, now: datetime | None) -> User:
    """The account of this contact, under its present name and address, open."""
    account = _found(account, contact)
    if account is None:
        account = User.objects.create_user(
            contact.email, None, name=contact.name, kind=User.Kind.PARTNER
        )
        record(by, Verb.INVITED, account, now=now)
        return account
    enable(account, actor=by, now=now or timezone.now())
    if account.email != contact.email:
        end_sessions(account)
    account.email, account.name, account.is_active = contact.email, contact.name, True
    account.save(update_fields=["email", "name"])
    return account


def _found(account: User | None, contact: Contact) -> User | None:
    """The account to use: the contact's own, or that of a contact who left and had this address."""
    known = User.objects.filter(email__iexact=contact.email).first()
    if known is None or known == account:
        return account
    holder = Contact.objects.filter(user=known).first()
    if account or not known.is_partner or (holder and not holder.left_on):
        raise AddressInUse(
            _("Met dit e-mailadres logt al iemand anders in. Gebruik een eigen adres.")
        )
    if holder:
        Contact.objects.filter(pk=holder.pk).update(user=None)
    return known
