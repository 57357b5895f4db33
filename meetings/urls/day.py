"""At the door and in the tent. What a tablet keeps lies below the page that it keeps it for."""

from django.urls import URLPattern, path

from meetings.views import board, day, door, lists, topic

DAY = "bijeenkomsten/<int:pk>/dag/"

urlpatterns: list[URLPattern] = [
    path(DAY, day.day, name="day"),
    path(f"{DAY}deur/", door.door, name="door"),
    path(f"{DAY}deur/stand/", door.state, name="door_state"),
    path(f"{DAY}deur/verstuur/", door.sync, name="door_sync"),
    path(f"{DAY}deur/werker.js", door.worker, name="door_worker"),
    path(f"{DAY}deur/app.webmanifest", door.manifest, name="door_manifest"),
    path(f"{DAY}bord/", board.board, name="board"),
    path(f"{DAY}bord/stand/", board.state, name="board_state"),
    path(f"{DAY}bord/verstuur/", board.sync, name="board_sync"),
    path(f"{DAY}bord/werker.js", board.worker, name="board_worker"),
    path(f"{DAY}bord/app.webmanifest", board.manifest, name="board_manifest"),
    path(f"{DAY}namen/", lists.arrivals, name="arrivals"),
    path(f"{DAY}namen/deurlijst.pdf", lists.door_paper, name="door_paper"),
    path(f"{DAY}papier/", day.paper_count, name="paper_count"),
    path(f"{DAY}onderwerpen/", lists.topics, name="topics"),
    path(f"{DAY}onderwerpen/<uuid:key>/", topic.topic_edit, name="topic_edit"),
    path(f"{DAY}onderwerpen/<uuid:key>/weghalen/", topic.topic_remove, name="topic_remove"),
    path(f"{DAY}onderwerpen/top-3/", day.top_three, name="top_three"),
]
