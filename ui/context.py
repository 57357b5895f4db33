from django.conf import settings
from django.http import HttpRequest


def deployment(request: HttpRequest) -> dict[str, object]:
    """Template context: `demo`, whether this is a demonstration with a made-up corporation."""
    return {"demo": settings.DEMO}
