"""Venues: kept as they are known, and ended when they are used no more."""

from datetime import date, datetime

from django.db import transaction

from meetings.models import Venue
from meetings.services.errors import VenueInUse


def save_venue(venue: Venue) -> Venue:
    """Keep what is known of it: a new one, or what changed. Its name is that of no other in use."""
    venue.save()
    return venue


@transaction.atomic
def end_venue(venue: Venue, *, on: date, now: datetime) -> None:
    """It can no longer be chosen; earlier meetings keep it. Raises VenueInUse while a meeting is to come."""
    stored = Venue.objects.select_for_update().get(pk=venue.pk)
    if stored.meetings.to_come(now).exists():
        raise VenueInUse
    stored.ended_on = on
    stored.save(update_fields=["ended_on"])
