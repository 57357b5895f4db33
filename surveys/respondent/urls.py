"""Residents' pages; public, in Dutch at the root and in English under /en/."""

from django.urls import path

from surveys.respondent import calls, views

app_name = "respondent"
urlpatterns = [
    path("vragenlijst/", views.start, name="start"),
    path("vragenlijst/privacy/", views.privacy, name="privacy"),
    path("vragenlijst/vragen/<slug:step>/", views.interview, name="step"),
    path("vragenlijst/later/", views.later, name="later"),
    path("vragenlijst/wissen/", views.wipe, name="wipe"),
    path("vragenlijst/bedankt/", views.thanks, name="thanks"),
    path("vragenlijst/terugbellen/", calls.call, name="call"),
]
