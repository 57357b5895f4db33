"""Covenants of a partner: keeping, ending, and opening the document."""

from typing import cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from partners.forms.access import CovenantForm, EndCovenantForm
from partners.models import Covenant, Partner
from partners.services.covenants import end_covenant, save_covenant
from ui.forms import atomic_post


@requires(Right.EDIT_PARTNERS)
@atomic_post
def covenant_create(request: HttpRequest, partner_pk: int) -> HttpResponse:
    partners = Partner.objects.visible_to(request.user).active()
    return _form(request, Covenant(partner=get_object_or_404(partners, pk=partner_pk)))


@requires(Right.EDIT_PARTNERS)
@atomic_post
def covenant_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _covenant(request, pk))


@requires(Right.EDIT_PARTNERS)
@atomic_post
def covenant_end(request: HttpRequest, pk: int) -> HttpResponse:
    covenant = _covenant(request, pk)
    form = EndCovenantForm(request.POST if request.method == "POST" else None, covenant=covenant)
    if request.method == "POST" and form.is_valid():
        last = form.cleaned_data["ends_on"]
        end_covenant(covenant, on=last, by=cast(User, request.user), now=timezone.now())
        said = {"reference": covenant.reference}
        messages.success(request, _("De laatste dag van %(reference)s is vastgelegd.") % said)
        return redirect(covenant.partner)
    resting = covenant.grants.filter(closed_at__isnull=True, ends_on__gte=timezone.localdate())
    context = {"covenant": covenant, "form": form, "grants": resting.select_related("complex")}
    return render(request, "partners/covenant_end.html", context)


@requires(Right.SEE_PARTNERS)
@require_safe
def covenant_document(request: HttpRequest, pk: int) -> FileResponse:
    """The document as it was sent in, to be kept and not shown: it comes from outside."""
    covenant = _covenant(request, pk)
    if not covenant.document:
        raise Http404
    return FileResponse(
        covenant.document.open("rb"),
        as_attachment=True,
        filename=covenant.document_name,
        content_type="application/pdf",
    )


def _form(request: HttpRequest, covenant: Covenant) -> HttpResponse:
    reference = covenant.reference
    asked, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CovenantForm(asked, files, instance=covenant)
    if asked is not None and form.is_valid():
        stored = save_covenant(form.save(commit=False), upload=form.cleaned_data["upload"])
        said = {"reference": stored.reference}
        messages.success(request, _("Convenant %(reference)s is bewaard.") % said)
        return redirect(stored.partner)
    context = {
        "partner": covenant.partner,
        "covenant": covenant,
        "reference": reference,
        "form": form,
    }
    return render(request, "partners/covenant_form.html", context)


def _covenant(request: HttpRequest, pk: int) -> Covenant:
    covenants = Covenant.objects.visible_to(request.user).select_related("partner")
    if request.method == "POST":
        covenants = covenants.select_for_update(of=("self",))
    return get_object_or_404(covenants, pk=pk)
