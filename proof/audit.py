"""Writing in the audit log. Services call `record` in the transaction of what they do."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils import timezone

from proof.models import AuditEntry, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User  # a name in annotations: accounts stands above this app

    Actor = User | AnonymousUser | None


def record(
    actor: "Actor",
    verb: Verb,
    thing: Model | None = None,
    *,
    words: str = "",
    now: datetime | None = None,
    **details: Any,
) -> AuditEntry:
    """One line: `actor` did `verb` with `thing`. None is the system itself.

    `words` names the thing where `str(thing)` does not, or where there is no thing. `details` are small facts
    (codes, roles, a format), never the content of a text, answer or report.
    """
    return AuditEntry.objects.create(
        at=now or timezone.now(),
        actor_id=actor.pk if actor else None,
        actor_name=str(actor or ""),
        verb=verb,
        kind=thing._meta.model_name or "" if thing else "",
        key=str(thing.pk) if thing else "",
        words=(words or (str(thing) if thing else ""))[:200],
        details=details,
    )
