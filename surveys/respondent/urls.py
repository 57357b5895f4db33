"""Residents' pages; public, in Dutch at the root and in English under /en/."""

from django.urls import URLPattern, URLResolver

app_name = "respondent"
urlpatterns: list[URLPattern | URLResolver] = []
