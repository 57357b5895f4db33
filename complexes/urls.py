from django.urls import path

from complexes.views import complexes, corporation, groups, happenings, intakes

app_name = "complexes"
urlpatterns = [
    path("huisstijl.css", corporation.house_style, name="house_style"),
    path("huisstijl/logo.png", corporation.house_logo, name="house_logo"),
    path("instellingen/", corporation.corporation_edit, name="corporation_edit"),
    path("instellingen/logo/", corporation.corporation_logo, name="corporation_logo"),
    path("inlezen/", intakes.intake_list, name="intake_list"),
    path("inlezen/<str:key>/", intakes.intake_start, name="intake_start"),
    path("inlezen/<str:key>/voorbeeld.<str:ending>", intakes.intake_sample, name="intake_sample"),
    path("inlezen/<str:key>/<str:token>/", intakes.intake_look, name="intake_look"),
    path("complexen/", complexes.complex_list, name="complex_list"),
    path("complexen/nieuw/", complexes.complex_create, name="complex_create"),
    path("complexen/<str:code>/", complexes.complex_detail, name="complex_detail"),
    path("complexen/<str:code>/wijzigen/", complexes.complex_edit, name="complex_edit"),
    path("complexen/<str:code>/verwijderen/", complexes.complex_delete, name="complex_delete"),
    path(
        "complexen/<str:code>/maatregelen/nieuw/", happenings.measure_create, name="measure_create"
    ),
    path(
        "complexen/<str:code>/maatregelen/<int:pk>/", happenings.measure_edit, name="measure_edit"
    ),
    path(
        "complexen/<str:code>/maatregelen/<int:pk>/verwijderen/",
        happenings.measure_delete,
        name="measure_delete",
    ),
    path(
        "complexen/<str:code>/incidenten/nieuw/", happenings.incident_create, name="incident_create"
    ),
    path(
        "complexen/<str:code>/incidenten/<int:pk>/", happenings.incident_edit, name="incident_edit"
    ),
    path(
        "complexen/<str:code>/incidenten/<int:pk>/verwijderen/",
        happenings.incident_delete,
        name="incident_delete",
    ),
    path("rapportagegroepen/", groups.group_list, name="group_list"),
    path("rapportagegroepen/nieuw/", groups.group_create, name="group_create"),
    path("rapportagegroepen/<int:pk>/", groups.group_edit, name="group_edit"),
    path("rapportagegroepen/<int:pk>/leden/", groups.group_members, name="group_members"),
    path("rapportagegroepen/<int:pk>/verwijderen/", groups.group_delete, name="group_delete"),
]
