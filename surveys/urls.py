"""Staff pages of surveys; residents' pages are in surveys.respondent.urls."""

from django.urls import URLPattern, URLResolver

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = []
