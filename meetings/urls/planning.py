"""Planning: the list, one meeting and what must be done for it; venues."""

from django.urls import URLPattern, path

from meetings.views import plan, planning, preparations, steps, venues, warnings

MEETING = "bijeenkomsten/<int:pk>/"
PREPARATION = "bijeenkomsten/voorbereidingen/<int:pk>/"
VENUE = "locaties/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/", planning.meeting_list, name="meeting_list"),
    path("bijeenkomsten/nieuw/", plan.meeting_create, name="meeting_create"),
    path(MEETING, planning.meeting_detail, name="meeting_detail"),
    path(f"{MEETING}wijzigen/", plan.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}verzetten/", steps.meeting_move, name="meeting_move"),
    path(f"{MEETING}aankondigen/", steps.meeting_announce, name="meeting_announce"),
    path(f"{MEETING}afronden/", steps.meeting_held, name="meeting_held"),
    path(f"{MEETING}afgelasten/", steps.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}kopieren/", steps.meeting_copy, name="meeting_copy"),
    path(f"{MEETING}waarschuwingen/", warnings.warning_set_aside, name="warning_set_aside"),
    path(
        f"{MEETING}waarschuwingen/<int:aside_pk>/",
        warnings.warning_take_back,
        name="warning_take_back",
    ),
    path(
        "bijeenkomsten/<int:meeting_pk>/voorbereidingen/nieuw/",
        preparations.preparation_create,
        name="preparation_create",
    ),
    path(PREPARATION, preparations.preparation_edit, name="preparation_edit"),
    path(f"{PREPARATION}stand/", preparations.preparation_mark, name="preparation_mark"),
    path(f"{PREPARATION}verwijderen/", preparations.preparation_delete, name="preparation_delete"),
    path("locaties/", venues.venue_list, name="venue_list"),
    path("locaties/nieuw/", venues.venue_create, name="venue_create"),
    path(VENUE, venues.venue_detail, name="venue_detail"),
    path(f"{VENUE}wijzigen/", venues.venue_edit, name="venue_edit"),
    path(f"{VENUE}beeindigen/", venues.venue_end, name="venue_end"),
]
