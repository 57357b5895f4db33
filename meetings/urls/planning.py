"""Planning: the list, one meeting and what must be done for it; venues."""

from django.urls import URLPattern, path

from meetings.views import planning

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/", planning.meeting_list, name="meeting_list"),
    path("bijeenkomsten/<int:pk>/", planning.meeting_detail, name="meeting_detail"),
]
