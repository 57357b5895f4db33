"""The ledger: what became of all promises about a complex or of a partner, and the same as a file."""

import io

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from complexes.models import Complex
from meetings.forms.promises import StandForm
from meetings.models import Promise
from meetings.querysets.promises import PromiseQuerySet
from meetings.summaries.ledger import ledger, years
from meetings.summaries.promise_sheet import columns, rows
from meetings.views.fetching import actor
from meetings.views.promises import list_of
from partners.models import Partner
from proof.audit import record
from proof.models import Verb
from sheets.samples import XLSX
from sheets.writing import Book, csv_lines
from ui.lists import ListForm


@requires(Right.SEE_MEETINGS)
def complex_promises(request: HttpRequest, code: str) -> HttpResponse:
    complex_ = get_object_or_404(Complex.objects.visible_to(request.user), code=code)
    promises = Promise.objects.visible_to(request.user).filter(complex=complex_)
    return _ledger(request, promises, complex_, f"complex={complex_.code}")


@requires(Right.SEE_MEETINGS)
def partner_promises(request: HttpRequest, pk: int) -> HttpResponse:
    """Also for who may not see the page of a partner: who promised something is no secret to staff."""
    partner = get_object_or_404(Partner, pk=pk)
    promises = Promise.objects.visible_to(request.user).filter(partner=partner)
    return _ledger(request, promises, partner, f"partner={partner.pk}")


def _ledger(
    request: HttpRequest, promises: PromiseQuerySet, of: Complex | Partner, query: str
) -> HttpResponse:
    today = timezone.localdate()
    context = list_of(promises, request, stand=StandForm.ALL) | {
        "name": of.name,
        "complex": of if isinstance(of, Complex) else None,
        "ledger": ledger(promises, today),
        "years": years(promises, today),
        "export_query": query,
    }
    return render(request, "meetings/promise_ledger.html", context)


@requires(Right.KEEP_PROMISES)
def promise_export(request: HttpRequest) -> HttpResponse:
    """What the list would show, as CSV or with `soort=xlsx`; that it was taken is a line in the log."""
    today = timezone.localdate()
    promises = _asked(request).with_names().order_by("due_on", "pk")
    found = list(promises)
    record(actor(request), Verb.EXPORTED, words=_("afspraken"), lines=len(found))
    if request.GET.get("soort") == "xlsx":
        return _file(_workbook(found), XLSX, f"afspraken-{today}.xlsx")
    text = "".join(csv_lines(columns(), rows(found, today)))
    return _file(text.encode(), "text/csv; charset=utf-8", f"afspraken-{today}.csv")


def _asked(request: HttpRequest) -> PromiseQuerySet:
    promises = Promise.objects.visible_to(request.user)
    promises = promises.in_stand(
        StandForm(request.GET).chosen_or(StandForm.ALL), timezone.localdate()
    )
    if code := request.GET.get("complex"):
        promises = promises.filter(complex__code=code)
    if (partner := request.GET.get("partner", "")).isdecimal():
        promises = promises.filter(partner_id=int(partner))
    search = ListForm(request.GET)
    return promises.search(search.cleaned_data["zoek"]) if search.is_valid() else promises


def _workbook(promises: list[Promise]) -> bytes:
    with Book() as book:
        page = book.add(_("Afspraken"), columns())
        for row in rows(promises, timezone.localdate()):
            page.append(row)
        file = io.BytesIO()
        book.save(file)
    return file.getvalue()


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
