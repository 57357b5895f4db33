"""Paths are user interface, so Dutch. Everything is closed unless a view says `login_not_required`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from accounts.urls import door_patterns, own_patterns
from accounts.views import home

handler400 = "ui.errors.bad_request"

urlpatterns = [
    # Residents' pages speak the language of their address: Dutch at the root, English under /en/.
    # First, because most visitors are theirs and every pattern before them is tried.
    *i18n_patterns(
        path("", include("surveys.respondent.urls")),
        path("", include("meetings.residents.urls")),
        path("", include("reports.public_urls")),
        prefix_default_language=False,
    ),
    path("", home.today, name="home"),
    path("zoeken/", home.search, name="search"),
    path("", include(door_patterns)),
    path("", include((own_patterns, "accounts"))),
    path("", include("oversight.urls")),
    path("", include("complexes.urls")),
    path("", include("partners.urls")),
    path("", include("surveys.urls")),
    path("", include("meetings.urls")),
    path("", include("reports.urls")),
]
