"""The log of who did what: the list with its filters, and the same lines as a file."""

import csv
from collections.abc import Iterator
from typing import cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from oversight.forms import AuditFilterForm
from oversight.words import fact_words, kind_words
from proof.audit import record
from proof.models import AuditEntry, Verb
from proof.querysets import AuditQuerySet
from ui.cells import safe_cell
from ui.lists import Column, ListForm
from ui.long_lists import long_listing

COLUMNS = (
    Column("wanneer", gettext_lazy("Wanneer"), ("at",)),
    Column("wie", gettext_lazy("Wie"), ("actor_name", "-at")),
    Column("wat", gettext_lazy("Deed"), ("verb", "-at")),
    Column("waarvan", gettext_lazy("Waarvan")),
    Column("soort", gettext_lazy("Soort"), ("kind", "-at")),
)
CHUNK = 2000
BOM = "\ufeff"


@requires(Right.READ_AUDIT)
def audit_list(request: HttpRequest) -> HttpResponse:
    form = AuditFilterForm(request.GET)
    entries = form.apply(_entries())
    found = long_listing(entries, request.GET, columns=COLUMNS, default="-wanneer")
    for entry in found.page:
        entry.kind_words, entry.fact_words = kind_words(entry.kind), fact_words(entry)
    context = {"listing": found, "form": form, "filtered": bool(form.chosen or found.search)}
    return render(request, "oversight/audit_list.html", context)


@requires(Right.READ_AUDIT)
def audit_export(request: HttpRequest) -> StreamingHttpResponse:
    """The lines that the list would show, newest first; that they were taken is a line itself."""
    entries = AuditFilterForm(request.GET).apply(_entries())
    search = ListForm(request.GET)
    if search.is_valid():
        entries = entries.search(search.cleaned_data["zoek"])
    count = entries.count()
    record(cast(User, request.user), Verb.EXPORTED, words=_("het logboek"), lines=count)
    response = StreamingHttpResponse(
        _lines(entries.order_by("-at", "-pk")), content_type="text/csv; charset=utf-8"
    )
    name = f"logboek-{timezone.localdate()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entries() -> AuditQuerySet:
    entries: AuditQuerySet = AuditEntry.objects.all()
    return entries


class _Echo:
    """A file that hands back what is written, so that nothing is gathered in memory."""

    def write(self, line: str) -> str:
        return line


def _lines(entries: AuditQuerySet) -> Iterator[str]:
    writer = csv.writer(_Echo(), delimiter=";")
    yield BOM + writer.writerow(
        [_("wanneer"), _("wie"), _("deed"), _("waarvan"), _("soort"), _("bijzonderheden")]
    )
    for entry in entries.iterator(chunk_size=CHUNK):
        cells = (
            f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
            entry.actor_name or _("het systeem"),
            entry.get_verb_display(),
            entry.words,
            kind_words(entry.kind),
            fact_words(entry),
        )
        yield writer.writerow([safe_cell(str(cell)) for cell in cells])
