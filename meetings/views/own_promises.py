"""What a partner's contact sees of promises: those of their own organisation, and nobody else's."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.roles import Right
from meetings.forms.promises import UpdateForm
from meetings.models import Promise
from meetings.querysets.promises import PromiseQuerySet
from meetings.services.promises import update_promise
from meetings.views.fetching import actor
from meetings.views.promises import list_of
from partners.models import Contact
from ui.forms import atomic_post


@requires(Right.VISIT_AS_PARTNER)
def own_promise_list(request: HttpRequest) -> HttpResponse:
    contact = Contact.objects.of(request.user).select_related("partner").first()
    promises = Promise.objects.for_contact(contact) if contact else Promise.objects.none()
    context = list_of(promises, request) | {"contact": contact}
    return render(request, "meetings/own_promise_list.html", context)


@requires(Right.VISIT_AS_PARTNER)
@atomic_post
def own_promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise with its history, and how it stands."""
    promise = get_object_or_404(_own(request), pk=pk)
    form = UpdateForm(
        request.POST if request.method == "POST" else None,
        instance=copy(promise),
        by=actor(request),
    )
    if request.method == "POST" and form.is_valid():
        update_promise(promise, form.update, by=form.by)
        messages.success(request, _("Bedankt. De corporatie ziet dit meteen."))
        return redirect("meetings:own_promise", pk=promise.pk)
    context = {
        "promise": promise,
        "late": promise.is_overdue(),
        "steps": promise.steps.order_by("-at", "-pk"),
        "form": form,
    }
    return render(request, "meetings/own_promise.html", context)


def _own(request: HttpRequest) -> PromiseQuerySet:
    """Those of the organisation of this account; no account of a present contact, no promises."""
    contact = Contact.objects.of(request.user).first()
    if contact is None:
        raise Http404
    promises = Promise.objects.for_contact(contact).with_names()
    if request.method == "POST":
        promises = promises.select_for_update(of=("self",))
    return promises
