"""What the door list and the board have in common: a page that a tablet keeps, and batches that it sends."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from complexes.context import current_corporation
from meetings.forms.batches import KeyForm, UnreadableBatch, read_batch
from meetings.models import Meeting
from meetings.services.batches import Answer
from meetings.services.errors import MeetingError
from meetings.summaries.tablets import device_may_not_know

PARTS = ("state", "sync", "worker", "manifest")
STATIC = (
    "ui/tokens.css",
    "meetings/tablet.css",
    "meetings/keep.js",
    "meetings/tablet.js",
    "ui/icon.svg",
    "fonts/buurtpeil-sans-regular.woff2",
    "fonts/buurtpeil-sans-semibold.woff2",
    "fonts/buurtpeil-sans-bold.woff2",
)
View = TypeVar("View", bound=Callable[..., HttpResponse])


def with_worker(view: View) -> View:
    """A page whose content policy lets it have a service worker of this site."""
    changed: View = csp_update({"worker-src": [SELF]})(view)  # type: ignore[assignment]
    return changed


@dataclass(frozen=True)
class Tablet:
    """One of the two pages: its name in the addresses, and how its batches are read, taken and answered."""

    name: str
    title: Any
    kinds: Mapping[str, type[KeyForm]]
    take: Callable[[HttpRequest, Meeting, list[Any]], list[Answer]]
    state: Callable[[Meeting], dict[str, Any]]

    def url(self, meeting: Meeting, part: str = "") -> str:
        return reverse(f"meetings:{self.name}{part}", args=[meeting.pk])


def shell(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> HttpResponse:
    """The page without anything of a resident or of who is signed in: the tablet keeps it on disk."""
    return render(
        request,
        f"meetings/{tablet.name}.html",
        {
            "meeting": meeting,
            "accent": _accent(),
            "urls": {part: tablet.url(meeting, f"_{part}") for part in PARTS},
        },
    )


def worker(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> HttpResponse:
    """The service worker. It lies below its page, so that it has no say over any other address."""
    files = [static(name) for name in (*STATIC, f"meetings/{tablet.name}.js")]
    house_style = f"{reverse('complexes:house_style')}?kleur={_accent()}"
    page = tablet.url(meeting)
    kept = [page, house_style, *files]
    version = hashlib.sha256(repr(kept).encode()).hexdigest()[:12]
    context = {"page": json.dumps(page), "kept": json.dumps(kept), "version": version}
    return render(
        request, "meetings/worker.js", context, content_type="text/javascript; charset=utf-8"
    )


def manifest(meeting: Meeting, tablet: Tablet) -> JsonResponse:
    """What makes it a page to put on the home screen: a name, a picture, and where it begins and ends."""
    page = tablet.url(meeting)
    icon = {"src": static("ui/icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    words = {"name": f"{tablet.title} · {meeting.title}", "short_name": str(tablet.title)}
    return JsonResponse(
        {"id": page, "start_url": page, "scope": page, "display": "standalone", "icons": [icon]}
        | words
    )


def current(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> JsonResponse:
    return JsonResponse(_state(request, meeting, tablet))


def batch(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> JsonResponse:
    """An answer to every row, and how things stand after them."""
    try:
        answers = tablet.take(request, meeting, read_batch(request, tablet.kinds))
    except UnreadableBatch as wrong:
        return JsonResponse({"words": str(wrong)}, status=wrong.status)
    except MeetingError as wrong:
        return JsonResponse({"words": str(wrong)}, status=409)
    told = [answer.as_json() for answer in answers]
    return JsonResponse({"answers": told, **_state(request, meeting, tablet)})


def _state(request: HttpRequest, meeting: Meeting, tablet: Tablet) -> dict[str, Any]:
    """`over` says why a device must forget; there is nothing to know then."""
    over = device_may_not_know(meeting, timezone.now())
    shown = {} if over else tablet.state(meeting)
    return {"token": get_token(request), "over": over, "shown": shown}


def _accent() -> str:
    return current_corporation().accent.lstrip("#")
