"""Paths are user interface, so Dutch. Everything is closed unless a view says `login_not_required`."""

from typing import cast

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, reverse
from django.views.generic import RedirectView

from accounts.access import for_everybody_signed_in
from accounts.models import User
from accounts.urls import door_patterns, own_patterns

handler400 = "ui.errors.bad_request"


class Home(RedirectView):
    """Staff and partners each have a beginning of their own."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        partner = cast(User, self.request.user).is_partner
        return reverse("partners:home" if partner else "complexes:complex_list")


home = for_everybody_signed_in(Home.as_view())

urlpatterns = [
    # Residents' pages speak the language of their address: Dutch at the root, English under /en/.
    # First, because most visitors are theirs and every pattern before them is tried.
    *i18n_patterns(path("", include("surveys.respondent.urls")), prefix_default_language=False),
    path("", home, name="home"),
    path("", include(door_patterns)),
    path("", include((own_patterns, "accounts"))),
    path("", include("oversight.urls")),
    path("", include("complexes.urls")),
    path("", include("partners.urls")),
    path("", include("surveys.urls")),
    path("", include("reports.urls")),
]
