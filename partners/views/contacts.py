"""Contacts of a partner: adding, changing, leaving."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import requires
from accounts.models import User
from accounts.roles import Right
from mail.services import is_held_up
from partners.forms.partners import ContactForm, LeaveForm
from partners.models import Contact, Partner
from partners.services.contacts import leave, save_contact
from partners.services.errors import PartnerRefusal
from ui.forms import atomic_post


@requires(Right.EDIT_PARTNERS)
@atomic_post
def contact_create(request: HttpRequest, partner_pk: int) -> HttpResponse:
    partners = Partner.objects.visible_to(request.user).active()
    return _form(request, Contact(partner=get_object_or_404(partners, pk=partner_pk)))


@requires(Right.EDIT_PARTNERS)
@atomic_post
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _present(request, pk))


@requires(Right.EDIT_PARTNERS)
@atomic_post
def contact_leave(request: HttpRequest, pk: int) -> HttpResponse:
    contact = _present(request, pk)
    form = LeaveForm(request.POST if request.method == "POST" else None, contact=contact)
    if request.method == "POST" and form.is_valid():
        leave(
            contact,
            on=form.cleaned_data["left_on"],
            successor=form.cleaned_data["successor"],
            by=cast(User, request.user),
            now=timezone.now(),
        )
        messages.success(request, _("%(name)s is vertrokken.") % {"name": contact.name})
        return redirect(contact.partner)
    return render(request, "partners/contact_leave.html", {"contact": contact, "form": form})


def _form(request: HttpRequest, contact: Contact) -> HttpResponse:
    name = contact.name
    form = ContactForm(request.POST if request.method == "POST" else None, instance=contact)
    if request.method == "POST" and form.is_valid():
        may_sign_in, by = form.cleaned_data["may_sign_in"], cast(User, request.user)
        try:
            stored = save_contact(form.save(commit=False), may_sign_in=may_sign_in, by=by)
        except PartnerRefusal as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("%(name)s is bewaard.") % {"name": stored.name})
            if may_sign_in and is_held_up():
                messages.warning(
                    request,
                    _("Mail komt nu later aan: de mailserver neemt even niets aan."),
                )
            return redirect(stored.partner)
    context = {"partner": contact.partner, "contact": contact, "name": name, "form": form}
    return render(request, "partners/contact_form.html", context)


def _present(request: HttpRequest, pk: int) -> Contact:
    """A contact who has not left, locked when something is sent."""
    contacts = Contact.objects.visible_to(request.user).present().select_related("partner")
    if request.method == "POST":
        contacts = contacts.select_for_update(of=("self",))
    return get_object_or_404(contacts, pk=pk)
