"""What a meeting is about."""

from django.urls import URLPattern, path

from meetings.views import programme

_BASE = "bijeenkomsten/<int:pk>/programma/"

urlpatterns: list[URLPattern] = [
    path(_BASE, programme.programme_detail, name="programme"),
    path(f"{_BASE}pdf/", programme.programme_pdf, name="programme_pdf"),
    path(f"{_BASE}nieuw/", programme.item_create, name="item_create"),
    path(f"{_BASE}voorstellen/", programme.programme_offers, name="programme_offers"),
    path(f"{_BASE}<int:item_pk>/", programme.item_edit, name="item_edit"),
    path(f"{_BASE}<int:item_pk>/plaats/", programme.item_move, name="item_move"),
    path(f"{_BASE}<int:item_pk>/weg/", programme.item_delete, name="item_delete"),
]
