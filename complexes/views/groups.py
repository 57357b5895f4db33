from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.roles import Right
from complexes.forms.complexes import ComplexFinderForm, GroupForm
from complexes.models import Complex, ReportingGroup
from complexes.services import StillInUse, delete_kept_by_evidence
from ui.forms import atomic_post
from ui.lists import Column, listing

COLUMNS = (
    Column("naam", gettext_lazy("Naam"), ("name",)),
    Column("complexen", gettext_lazy("Complexen"), ("complex_count",), numeric=True),
    Column("woningen", gettext_lazy("Woningen"), ("dwelling_count",), numeric=True),
)


@requires(Right.SEE_COMPLEXES)
def group_list(request: HttpRequest) -> HttpResponse:
    groups = ReportingGroup.objects.visible_to(request.user).with_totals()
    found = listing(groups, request.GET, columns=COLUMNS, default="naam")
    return render(request, "complexes/group_list.html", {"listing": found})


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def group_create(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        group = form.save()
        messages.success(request, _("%(name)s is bewaard.") % {"name": group.name})
        return redirect(group)
    return render(request, "complexes/group_form.html", {"form": form})


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def group_edit(request: HttpRequest, pk: int) -> HttpResponse:
    groups = ReportingGroup.objects.visible_to(request.user)
    group = get_object_or_404(
        groups.select_for_update() if request.method == "POST" else groups, pk=pk
    )
    form = GroupForm(request.POST if request.method == "POST" else None, instance=group)
    if request.method == "POST" and form.is_valid():
        group = form.save()
        messages.success(request, _("%(name)s is bewaard.") % {"name": group.name})
        return redirect("complexes:group_list")
    return _group_page(request, pk, form=form)


@requires(Right.EDIT_COMPLEXES)
@require_POST
@atomic_post
def group_members(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a complex to the group, or take one out; both can be undone, so neither asks again."""
    group = get_object_or_404(ReportingGroup.objects.visible_to(request.user), pk=pk)
    visible = Complex.objects.visible_to(request.user)
    if out := request.POST.get("eruit"):
        visible.filter(group=group, code=out).update(group=None)
        messages.success(request, _("Het complex is uit de groep gehaald."))
        return redirect(group)
    form = ComplexFinderForm(request.POST, visible=visible)
    if not form.is_valid():
        return _group_page(request, pk, members=form)
    complex_ = form.cleaned_data["complex"]
    visible.filter(pk=complex_.pk).update(group=group)
    messages.success(request, _("%(name)s hoort nu bij deze groep.") % {"name": complex_.name})
    return redirect(group)


def _group_page(
    request: HttpRequest,
    pk: int,
    *,
    form: GroupForm | None = None,
    members: ComplexFinderForm | None = None,
) -> HttpResponse:
    group = get_object_or_404(ReportingGroup.objects.visible_to(request.user), pk=pk)
    visible = Complex.objects.visible_to(request.user)
    context = {
        "group": group,
        "form": form or GroupForm(instance=group),
        "members": members or ComplexFinderForm(visible=visible),
        "complexes": visible.filter(group=group),
    }
    return render(request, "complexes/group_form.html", context)


@requires(Right.EDIT_COMPLEXES)
@atomic_post
def group_delete(request: HttpRequest, pk: int) -> HttpResponse:
    group = get_object_or_404(ReportingGroup.objects.visible_to(request.user), pk=pk)
    refused = False
    if request.method == "POST":
        try:
            delete_kept_by_evidence(group)
        except StillInUse:
            refused = True
        else:
            messages.success(request, _("%(name)s is verwijderd.") % {"name": group.name})
            return redirect("complexes:group_list")
    context = {"group": group, "refused": refused}
    return render(request, "complexes/group_delete.html", context, status=409 if refused else 200)
