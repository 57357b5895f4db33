"""Residents' pages of meetings; Dutch at the root, English under /en/."""

from django.urls import URLPattern, path

from meetings.residents import evaluation, feedback, meeting, questions, sign_up

app_name = "residents"
HERE = "bijeenkomst/<slug:token>/"
OWN = f"{HERE}aanmelding/<uuid:key>/"
urlpatterns: list[URLPattern] = [
    path(HERE, meeting.meeting, name="meeting"),
    path(f"{HERE}agenda.ics", meeting.calendar, name="calendar"),
    path(f"{HERE}aanmelden/", sign_up.sign_up, name="sign_up"),
    path(f"{HERE}vraag/", questions.question, name="question"),
    path(OWN, sign_up.registration, name="registration"),
    path(f"{OWN}afmelden/", sign_up.withdraw, name="withdraw"),
    path(f"{HERE}mening/", evaluation.evaluate, name="evaluate"),
    path("complex/<str:code>/wij-doen/", feedback.feedback, name="feedback"),
]
