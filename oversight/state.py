"""How retention stands: when it last ran, what came of it, and what waits for an administrator."""

from dataclasses import dataclass
from datetime import datetime

from proof.models import RetentionRun

Outcome = RetentionRun.Outcome


@dataclass(frozen=True)
class State:
    """Read from the lines of proof of the newest run."""

    last: RetentionRun | None  # the run's own newest line
    waiting: tuple[RetentionRun, ...] = ()  # rules that wait for a yes
    failures: tuple[RetentionRun, ...] = ()  # rules that failed
    running: bool = False

    @property
    def last_at(self) -> datetime | None:
        return self.last.at if self.last else None

    @property
    def clock_waits(self) -> bool:
        return (
            self.last is not None
            and self.last.outcome == Outcome.WAITING
            and ("last" in self.last.details)
        )

    @property
    def cut_short(self) -> bool:
        """A run that began and said nothing more: killed, or still at work."""
        return self.last is not None and self.last.outcome == Outcome.BEGUN

    @property
    def failed(self) -> bool:
        return self.last is not None and self.last.outcome == Outcome.FAILED


def read_state(now: datetime) -> State:
    """Runs that a clock put in the future do not count."""
    last = RetentionRun.objects.whole().filter(at__lte=now).order_by("-pk").first()
    if last is None:
        return State(None)
    lines = RetentionRun.objects.filter(at=last.at).exclude(rule="").order_by("pk")
    told = [line for line in lines if line.outcome in (Outcome.WAITING, Outcome.FAILED)]
    return State(
        last,
        tuple(line for line in told if line.outcome == Outcome.WAITING),
        tuple(line for line in told if line.outcome == Outcome.FAILED),
    )
