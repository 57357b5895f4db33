"""Rules of retention for what belongs to no app above: the logs, sessions, mail, jobs and the cache."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from mail.models import OutgoingMail
from proof import guards, retention
from proof.models import AuditEntry, RetentionRun
from proof.retention.registry import YEAR, Cap, Due, Rule
from sheets import uploads

# A night's worth is what became two years old since yesterday; much more than that wants a look.
LOGS = Cap(share=0.25, free=1000, number=20_000)


def register() -> None:
    for rule in (AUDIT, RUNS, MAIL, SESSIONS, JOBS, UPLOADS, CACHE):
        retention.register(rule)


def rows_rule(rows: "RowsBefore", **about: Any) -> Rule:
    """A rule over the rows of one query, which has no things that can be held one by one."""

    def find(cutoff: datetime) -> list[Due]:
        return [Due(rows(cutoff).count())]

    def remove(due: Due, cutoff: datetime) -> int:
        return rows(cutoff).delete()[0]

    return Rule(find=find, remove=remove, **about)


class RowsBefore:
    """The rows of `model` whose `field` lies before a moment."""

    def __init__(self, model: type[Model], field: str, only: Q | None = None) -> None:
        self.model, self.field, self.only = model, field, only or Q()

    def __call__(self, cutoff: datetime) -> QuerySet[Any]:
        old = Q(**{f"{self.field}__lt": cutoff})
        return self.model._default_manager.filter(self.only, old)

    def total(self) -> int:
        return self.model._default_manager.count()


def _log_rule(model: type[Model], **about: Any) -> Rule:
    rows = RowsBefore(model, "at")
    table = model._meta.db_table
    return Rule(
        find=lambda cutoff: [Due(rows(cutoff).count())],
        remove=lambda due, cutoff: guards.forget_before(table, cutoff),
        total=rows.total,
        days=2 * YEAR,
        least=guards.MINIMUM_DAYS,
        most=10 * YEAR,
        cap=LOGS,
        **about,
    )


AUDIT = _log_rule(
    AuditEntry,
    key="proof.audit",
    title=_("Logboek"),
    kept=_("na de handeling"),
    note=_("Wie wat las, uitgaf, deelde of wijzigde. Korter dan een jaar kan niet."),
)
RUNS = _log_rule(
    RetentionRun,
    key="proof.runs",
    title=_("Bewijs van opruimen"),
    kept=_("na het opruimen"),
    note=_("Wanneer wat is opgeruimd, hoeveel, en wie dat bevestigde."),
)
MAIL_ROWS = RowsBefore(OutgoingMail, "ended_at")
MAIL = rows_rule(
    MAIL_ROWS,
    key="mail.outbox",
    title=_("Verstuurde mail"),
    kept=_("na het versturen"),
    note=_("Aan wie en waarover. Wat erin stond, is al gewist toen de mail vertrok."),
    days=90,
    least=7,
    most=YEAR,
    total=MAIL_ROWS.total,
    tables=(OutgoingMail._meta.db_table,),
)
SESSION_ROWS = RowsBefore(Session, "expire_date")
SESSIONS = rows_rule(
    SESSION_ROWS,
    key="proof.sessions",
    title=_("Sessies van medewerkers en partners"),
    kept=_("na het verlopen"),
    note=_("Van wie niet uitlogde. Bewoners hebben geen sessie."),
    days=0,
    total=SESSION_ROWS.total,
)
JOB_ROWS = RowsBefore(DBTaskResult, "finished_at", Q(status__in=["SUCCESSFUL", "FAILED"]))
JOBS = rows_rule(
    JOB_ROWS,
    key="proof.jobs",
    title=_("Klussen die klaar zijn"),
    kept=_("na het einde"),
    note=_("Welke lange klus wanneer liep, zoals het maken van rapporten."),
    days=14,
    total=JOB_ROWS.total,
)


def _uploads(cutoff: datetime) -> list[Path]:
    moment = cutoff.timestamp()
    return [folder for shelf in uploads.shelves() for folder in shelf.left_before(moment)]


UPLOADS = Rule(
    key="proof.uploads",
    title=_("Bestanden die niet zijn ingelezen"),
    kept=_("na het kiezen van het bestand"),
    note=_("Is een bestand ingelezen, dan is het meteen gewist."),
    days=1,
    find=lambda cutoff: [Due(len(_uploads(cutoff)))],
    remove=lambda due, cutoff: uploads.remove(_uploads(cutoff)),
    total=lambda: len(_uploads(datetime.max.replace(tzinfo=UTC))),
)


def cache_files() -> Iterator[Path]:
    """The files of the cache that all processes share; none when it is kept elsewhere."""
    folder = getattr(cache, "_dir", None)
    return Path(folder).glob("*.djcache") if folder else iter(())


def _old(cutoff: datetime) -> list[Path]:
    return [path for path in cache_files() if written_at(path) < cutoff]


def written_at(path: Path) -> datetime:
    """When a file was last written; the far future when it is gone already."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)


def _remove_old(due: Due, cutoff: datetime) -> int:
    old = _old(cutoff)
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


CACHE = Rule(
    key="proof.cache",
    title=_("Tekeningen en voortgang in het tijdelijke geheugen"),
    kept=_("na het maken"),
    note=_("Grafieken van uitslagen, en hoe ver een klus is. Ze worden zo nodig opnieuw gemaakt."),
    days=60,
    find=lambda cutoff: [Due(len(_old(cutoff)))],
    remove=_remove_old,
    total=lambda: sum(1 for _path in cache_files()),
)
