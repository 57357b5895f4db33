"""Minutes."""

from django.urls import URLPattern, path

from meetings.views import minutes

_BASE = "bijeenkomsten/<int:pk>/verslag/"

urlpatterns: list[URLPattern] = [
    path(_BASE, minutes.minutes_detail, name="minutes"),
    path(f"{_BASE}in-het-kort/", minutes.minutes_summary, name="minutes_summary"),
    path(f"{_BASE}nieuw/", minutes.passage_create, name="passage_create"),
    path(f"{_BASE}naar-partners/", minutes.minutes_to_partners, name="minutes_to_partners"),
    path(f"{_BASE}naar-bewoners/", minutes.minutes_to_residents, name="minutes_to_residents"),
    path(f"{_BASE}terug/<str:readers_>/", minutes.minutes_take_back, name="minutes_take_back"),
    path(f"{_BASE}<int:passage_pk>/", minutes.passage_edit, name="passage_edit"),
    path(f"{_BASE}<int:passage_pk>/weg/", minutes.passage_delete, name="passage_delete"),
    path("mijn/bijeenkomsten/<int:pk>/verslag/", minutes.own_minutes, name="own_minutes"),
]
