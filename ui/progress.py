"""Progress of a long job, kept in the cache that all processes share; it holds counts and words only."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils import translation

KEEP = 24 * 60 * 60


@dataclass(frozen=True)
class Progress:
    """How far a job is. `state`: "waiting", "running", "done" or "failed"."""

    state: str = "waiting"
    done: int = 0
    total: int = 0
    words: str = ""  # what it is doing, or what went wrong and how to go on; Dutch

    @property
    def running(self) -> bool:
        return self.state in ("waiting", "running")

    @property
    def percentage(self) -> int:
        return 100 if self.state == "done" else (100 * self.done // self.total if self.total else 0)


def set_progress(key: str, progress: Progress) -> None:
    cache.set(f"progress:{key}", asdict(progress), KEEP)


def read_progress(key: str) -> Progress | None:
    """None when there is no such job, or it ended more than a day ago."""
    kept = cache.get(f"progress:{key}")
    return Progress(**kept) if kept else None


def forget_progress(key: str) -> None:
    cache.delete(f"progress:{key}")


def progress_answer(request: HttpRequest, progress: Progress) -> JsonResponse | None:
    """How far it is, for a page's script that asks for JSON; None for a person, who gets the page."""
    if "application/json" not in request.headers.get("Accept", ""):
        return None
    return JsonResponse(
        {
            "state": progress.state,
            "percentage": progress.percentage,
            "words": str(progress.words),
        }
    )


@contextmanager
def job(key: str, *, broken: str, refusals: tuple[type[Exception], ...] = ()) -> Iterator[None]:
    """Around the work of a job: when it fails, the progress says so in Dutch.

    A refusal is told in its own words and ends there; anything else is told as `broken` and goes on up.
    """
    with translation.override(settings.LANGUAGE_CODE):
        try:
            yield
        except refusals as refusal:
            set_progress(key, Progress("failed", words=str(refusal)))
        except BaseException:  # also when the worker is told to stop, or a browser goes away
            set_progress(key, Progress("failed", words=broken))
            raise
