"""Progress of a long job, kept in the cache that all processes share; it holds counts and words only."""

from dataclasses import asdict, dataclass

from django.core.cache import cache

KEEP = 24 * 60 * 60


@dataclass(frozen=True)
class Progress:
    """How far a job is. `state`: "waiting", "running", "done" or "failed"."""

    state: str = "waiting"
    done: int = 0
    total: int = 0
    words: str = ""  # what it is doing, or what went wrong and how to go on; Dutch

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
