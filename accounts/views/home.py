"""The page one starts on, and the search over everything: both only show what the apps give them."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts import home
from accounts.access import for_everybody_signed_in, requires
from accounts.models import User
from accounts.roles import Right
from ui.lists import ListForm


@for_everybody_signed_in
def today(request: HttpRequest) -> HttpResponse:
    """What waits for whoever is signed in; where to go when nothing does. Partners begin elsewhere."""
    user, day = cast(User, request.user), timezone.localdate()
    if user.is_partner:
        return redirect("partners:home")  # by name only: the partners app stands above this one
    context = {
        "today": day,
        "sections": home.sections(user, day),
        "steps": home.first_steps(user),
    }
    return render(request, "accounts/home.html", context)


@requires(Right.SEE_COMPLEXES)
def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words and that this user may see, by kind."""
    form = ListForm(request.GET)
    words = form.cleaned_data["zoek"].strip() if form.is_valid() else ""
    context = {
        "search_words": words,
        "too_long": not form.is_valid(),
        "groups": home.search(words, cast(User, request.user)),
    }
    return render(request, "accounts/search.html", context)
