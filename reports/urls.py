from django.urls import URLPattern, URLResolver, path

from reports.views import results

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("metingen/<str:code>/uitslag/", results.wave_results, name="wave_results"),
    path(
        "metingen/<str:code>/uitslag/<str:complex_code>/",
        results.unit_results,
        name="unit_results",
    ),
    path(
        "metingen/<str:code>/uitslag-groep/<int:pk>/", results.group_results, name="group_results"
    ),
    path(
        "metingen/<str:code>/uitslag-corporatie/",
        results.corporation_results,
        name="corporation_results",
    ),
    path("metingen/<str:code>/export/<str:name>", results.results_export, name="results_export"),
]
