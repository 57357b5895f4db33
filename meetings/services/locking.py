"""One change of a meeting after another."""

from meetings.models import Meeting


def locked(pk: int) -> Meeting:
    """The meeting as it is now, locked until the transaction ends: whoever else wants to change it waits."""
    found: Meeting = Meeting.objects.select_for_update().get(pk=pk)
    return found
