"""What an administrator must know of on the home page: cleaning up waits, failed, or did not run."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.home import Need, Section
from accounts.roles import Right
from oversight.state import State, read_state

if TYPE_CHECKING:
    from accounts.models import User

SILENT_FOR = timedelta(days=2)


def needs(user: "User", today: date) -> Iterable[Section]:
    """One need at most; three queries, and none for who may not do anything about it."""
    if not may(user, Right.MANAGE_RETENTION):
        return
    need = _need(read_state(timezone.now()), timezone.now())
    if need:
        yield Section(_("Bewaartermijnen"), (need,))


def _need(state: State, now: datetime) -> Need | None:
    url = reverse("oversight:retention")
    if state.clock_waits:
        words = _("De klok is versprongen. Er wordt niets verwijderd tot u zegt dat hij klopt.")
        return Need(_("Opruimen wacht op u"), url, words, urgency="late")
    if state.waiting:
        words = ", ".join(line.words for line in state.waiting)
        return Need(_("Opruimen wacht op uw bevestiging"), url, words, urgency="soon")
    if state.failed:
        words = _("Een deel is mislukt. Kijk wat er is misgegaan.")
        return Need(_("Opruimen is mislukt"), url, words, urgency="late")
    if state.last_at is None or now - state.last_at > SILENT_FOR:
        words = _(
            "Het nachtelijke opruimen heeft al twee dagen niet gelopen. Vraag de technisch beheerder."
        )
        return Need(_("Er wordt niet opgeruimd"), url, words, urgency="late")
    return None
