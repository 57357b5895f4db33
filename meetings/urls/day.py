"""At the door and in the tent. What a tablet keeps lies below the page that it keeps it for."""

from django.urls import URLPattern, path

from meetings.views import day, lists, tablet, topic
from meetings.views.tablet import DOOR_LIST, TALLY_BOARD, Tablet

DAY = "bijeenkomsten/<int:pk>/dag/"


def _of(one: Tablet, base: str) -> list[URLPattern]:
    """The page of a tablet, and the addresses below it."""
    given = {"tablet": one}
    return [
        path(base, tablet.page, given, name=one.name),
        path(f"{base}stand/", tablet.state, given, name=f"{one.name}_state"),
        path(f"{base}verstuur/", tablet.sync, given, name=f"{one.name}_sync"),
        path(f"{base}werker.js", tablet.worker, given, name=f"{one.name}_worker"),
        path(f"{base}app.webmanifest", tablet.manifest, given, name=f"{one.name}_manifest"),
    ]


urlpatterns: list[URLPattern] = [
    path(DAY, day.day, name="day"),
    *_of(DOOR_LIST, f"{DAY}deur/"),
    *_of(TALLY_BOARD, f"{DAY}bord/"),
    path(f"{DAY}namen/", lists.arrivals, name="arrivals"),
    path(f"{DAY}namen/deurlijst.pdf", lists.door_paper, name="door_paper"),
    path(f"{DAY}papier/", day.paper_count, name="paper_count"),
    path(f"{DAY}onderwerpen/", lists.topics, name="topics"),
    path(f"{DAY}onderwerpen/<uuid:key>/", topic.topic_edit, name="topic_edit"),
    path(f"{DAY}onderwerpen/<uuid:key>/weghalen/", topic.topic_remove, name="topic_remove"),
    path(f"{DAY}onderwerpen/top-3/", day.top_three, name="top_three"),
]
