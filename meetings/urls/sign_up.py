"""Residents who sign up, as staff see them."""

from django.urls import URLPattern, path

from meetings.views import advance_questions, registrations

HERE = "bijeenkomsten/<int:pk>/bewoners/"
urlpatterns: list[URLPattern] = [
    path(HERE, registrations.registrations, name="registrations"),
    path(
        "bijeenkomsten/<int:pk>/poster/<slug:size>/",
        registrations.meeting_poster,
        name="meeting_poster",
    ),
    path(f"{HERE}nieuw/", registrations.registration_create, name="registration_create"),
    path(f"{HERE}vragen/", advance_questions.advance_questions, name="advance_questions"),
    path(
        f"{HERE}vragen/<uuid:key>/opzij/",
        advance_questions.advance_question_aside,
        name="advance_question_aside",
    ),
    path(f"{HERE}<uuid:key>/", registrations.registration_edit, name="registration_edit"),
    path(
        f"{HERE}<uuid:key>/afmelden/",
        registrations.registration_withdraw,
        name="registration_withdraw",
    ),
    path(f"{HERE}<uuid:key>/gebeld/", registrations.registration_rung, name="registration_rung"),
]
