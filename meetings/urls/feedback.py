"""What residents hear back, and what they thought of the meeting."""

from django.urls import URLPattern, path

from meetings.views import composing, feedback, opinions

LETTER = "u-zei-wij-doen/<int:pk>/"
urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/<int:pk>/bewoners-terug/", feedback.of_meeting, name="feedback"),
    path("u-zei-wij-doen/", feedback.feedback_list, name="feedback_list"),
    path("u-zei-wij-doen/nieuw/", composing.feedback_start, name="feedback_start"),
    path(LETTER, feedback.feedback_detail, name="feedback_detail"),
    path(f"{LETTER}opstellen/", composing.feedback_edit, name="feedback_edit"),
    path(f"{LETTER}regel/", composing.line_create, name="feedback_line_create"),
    path(f"{LETTER}regel/<int:line>/", composing.line_edit, name="feedback_line_edit"),
    path(f"{LETTER}regel/<int:line>/plaats/", composing.line_move, name="feedback_line_move"),
    path(f"{LETTER}regel/<int:line>/weg/", composing.line_delete, name="feedback_line_delete"),
    path(f"{LETTER}openbaar/", feedback.feedback_publish, name="feedback_publish"),
    path(f"{LETTER}weghalen/", feedback.feedback_withdraw, name="feedback_withdraw"),
    path(f"{LETTER}weggooien/", composing.feedback_delete, name="feedback_delete"),
    path(f"{LETTER}brief.pdf", feedback.feedback_letter, name="feedback_letter"),
    path(f"{LETTER}poster.pdf", feedback.feedback_poster, name="feedback_poster"),
    path(
        "bijeenkomsten/<int:pk>/bewoners-terug/mening/",
        opinions.opinion_entry,
        name="opinion_entry",
    ),
    path(
        "bijeenkomsten/<int:pk>/bewoners-terug/formulier.pdf",
        opinions.opinion_form,
        name="opinion_form",
    ),
]
