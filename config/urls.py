"""Paths are user interface, so Dutch. Everything is closed unless a view says `login_not_required`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from accounts.access import for_everybody_signed_in

handler400 = "ui.errors.bad_request"

home = for_everybody_signed_in(RedirectView.as_view(pattern_name="complexes:complex_list"))

urlpatterns = [
    # Residents' pages speak the language of their address: Dutch at the root, English under /en/.
    # First, because most visitors are theirs and every pattern before them is tried.
    *i18n_patterns(path("", include("surveys.respondent.urls")), prefix_default_language=False),
    path("", home, name="home"),
    path("", include("accounts.urls")),
    path("", include("complexes.urls")),
    path("", include("surveys.urls")),
    path("", include("reports.urls")),
]
