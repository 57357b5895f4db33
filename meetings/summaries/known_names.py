"""Words that name no person: those of the corporation, its complexes, places and partners."""

from complexes.context import current_corporation
from complexes.models import Complex
from meetings.models import Meeting
from partners.models import Partner


def known_names(*, meeting: Meeting | None = None, complex_: Complex | None = None) -> list[str]:
    """Names of organisations and places that a text about this meeting or complex may hold."""
    corporation = current_corporation()
    names = [corporation.name, corporation.municipality]
    complexes = list(meeting.complexes.all()) if meeting else []
    for one in [*complexes, *([complex_] if complex_ else [])]:
        names += [one.name, one.address, one.place]
    if meeting and meeting.venue:
        names += [meeting.venue.name, meeting.venue.address, meeting.venue.place]
    names += Partner.objects.active().values_list("name", flat=True)
    return [name for name in names if name]
