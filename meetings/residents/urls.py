"""Residents' pages of meetings; Dutch at the root, English under /en/."""

from django.urls import URLPattern

app_name = "residents"
urlpatterns: list[URLPattern] = []
