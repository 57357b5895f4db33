"""Secret addresses at which a calendar program finds somebody's meetings. Only a hash of one is kept."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.models import User
from accounts.roles import Right
from complexes.context import current_corporation
from meetings import calendars
from meetings.calendar_events import calendar_event
from meetings.models import CalendarFeed, Meeting, Participation
from partners.models import Contact

LOOK_BACK = timedelta(days=365)


@transaction.atomic
def give(owner: User | Contact, *, now: datetime) -> str:
    """A new secret for this colleague or contact, shown once; an earlier one stops working."""
    withdraw(owner, now=now)
    secret = secrets.token_urlsafe(32)
    whose = {"user": owner} if isinstance(owner, User) else {"contact": owner}
    CalendarFeed.objects.create(secret_hash=_hash(secret), created_at=now, **whose)
    return secret


def withdraw(owner: User | Contact, *, now: datetime) -> bool:
    """From now on the address gives nothing; whether there was one."""
    return bool(standing(owner).update(withdrawn_at=now))


def standing(owner: User | Contact) -> QuerySet[CalendarFeed]:
    whose = {"user": owner} if isinstance(owner, User) else {"contact": owner}
    return CalendarFeed.objects.filter(withdrawn_at__isnull=True, **whose)


def address(secret: str) -> str:
    return settings.PUBLIC_URL + reverse("meetings:calendar_feed", args=[secret])


def read(secret: str, *, now: datetime) -> str | None:
    """The calendar behind a secret; None when it is unknown, withdrawn, or its owner may see nothing now."""
    feeds = CalendarFeed.objects.filter(secret_hash=_hash(secret), withdrawn_at__isnull=True)
    feed = feeds.select_related("user", "contact").first()
    if feed is None:
        return None
    if feed.user:
        return _of_staff(feed.user, now) if feed.user.is_active else None
    present = Contact.objects.signing_in().filter(calendar_feeds=feed).first()
    return _of_contact(present, now) if present else None


def _of_staff(user: User, now: datetime) -> str | None:
    """Every meeting, also in preparation; nothing at all for who may no longer see them."""
    if not may(user, Right.SEE_MEETINGS):
        return None
    recent = Meeting.objects.visible_to(user).filter(ends_at__gt=now - LOOK_BACK)
    return _written(
        ((one, one.get_absolute_url()) for one in recent.select_related("venue")), now=now
    )


def _of_contact(contact: Contact, now: datetime) -> str:
    """What they were invited to, unless somebody else goes. Not the personal link: calendars are shared."""
    elsewhere = (Participation.Answer.ABSENT, Participation.Answer.STAND_IN)
    asked = Participation.objects.for_contact(contact).exclude(answer__in=elsewhere)
    recent = asked.filter(meeting__ends_at__gt=now - LOOK_BACK)
    home = reverse("partners:home")
    return _written(
        ((one.meeting, home) for one in recent.select_related("meeting__venue")), now=now
    )


def _written(found: Iterable[tuple[Meeting, str]], *, now: datetime) -> str:
    sender = current_corporation()
    events = [
        calendar_event(meeting, sender, now=now, url=settings.PUBLIC_URL + path)
        for meeting, path in found
    ]
    name = _("Bijeenkomsten %(corporation)s") % {"corporation": sender.name}
    return calendars.feed(sorted(events, key=lambda event: (event.starts_at, event.uid)), name)


def _hash(secret: str) -> str:
    return salted_hmac("meetings.calendar-feed", secret, algorithm="sha256").hexdigest()
