"""What published reports add to the timeline of a complex."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from complexes import timeline
from complexes.timeline import Entry
from reports.models import Edition
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from complexes.models import Complex


def register() -> None:
    """Called once when the app is ready."""
    timeline.register(entries=edition_entries)


def edition_entries(complex_: "Complex", user: "User") -> Iterator[Entry]:
    """A line per edition, on the day it was published."""
    editions = Edition.objects.visible_to(user).without_content().filter(complex=complex_)
    for edition in editions.order_by("-published_on", "-number"):
        yield Entry(
            kind="report",
            starts_on=edition.published_on,
            when=numbers.short_day(edition.published_on),
            title=_("Rapport uitgegeven"),
            subtitle=_("%(wave)s · uitgave %(number)s")
            % {"wave": edition.wave.title, "number": edition.number},
            url=reverse("reports:edition_download", args=[edition.pk]),
            link=_("rapport"),
        )
