"""Mail that is not out, for who manages people; what it says is nobody's business here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import requires
from accounts.roles import Right
from mail.models import OutgoingMail
from mail.services import try_again
from ui.lists import Column, listing

COLUMNS = (
    Column("aan", gettext_lazy("Aan"), ("to",)),
    Column("onderwerp", gettext_lazy("Onderwerp"), ("subject",)),
    Column("geschreven", gettext_lazy("Geschreven"), ("created_at",)),
    Column("pogingen", gettext_lazy("Pogingen"), ("tries",), numeric=True),
    Column("stand", gettext_lazy("Stand"), ("state", "created_at")),
)


@requires(Right.MANAGE_PEOPLE)
def outbox(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        count = try_again(now=timezone.now())
        words = ngettext(
            "%(count)d mail wordt nu nog eens geprobeerd.",
            "%(count)d mails worden nu nog eens geprobeerd.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("accounts:outbox")
    stuck = OutgoingMail.objects.stuck().defer("text", "calendar")
    found = listing(stuck, request.GET, columns=COLUMNS, default="-geschreven")
    waiting = any(one.state == OutgoingMail.State.WAITING for one in found.page)
    return render(request, "accounts/outbox.html", {"listing": found, "waiting": waiting})
