from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from complexes.models import Corporation


def current_corporation() -> Corporation:
    """The corporation of this deployment; a nameless one until it has been set up."""
    return Corporation.objects.first() or Corporation(name="Buurtpeil")


def corporation(request: HttpRequest) -> dict[str, object]:
    """Template context: `corporation`, read only when a template asks for it."""
    return {"corporation": SimpleLazyObject(current_corporation)}
