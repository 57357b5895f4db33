from django.conf import settings
from django.http import HttpRequest


def deployment(request: HttpRequest) -> dict[str, object]:
    """Template context: `demo`, a made-up corporation; `skip_second_factor`, as only a demo may."""
    return {"demo": settings.DEMO, "skip_second_factor": settings.SKIP_SECOND_FACTOR}
