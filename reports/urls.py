from django.urls import URLPattern, URLResolver, path

from reports.views import editions, files, landscape, results, shared, sharing, sheet

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("overzicht/", landscape.overview, name="overview"),
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
    path("rapporten/", editions.edition_list, name="edition_list"),
    path("rapporten/nieuw/", editions.edition_create, name="edition_create"),
    path("rapporten/<int:pk>/", editions.edition_download, name="edition_download"),
    path(
        "metingen/<str:code>/uitslag/<str:complex_code>/concept/",
        editions.report_preview,
        name="report_preview",
    ),
    path(
        "metingen/<str:code>/uitslag-groep/<int:pk>/concept/",
        editions.group_preview,
        name="group_preview",
    ),
    path("rapporten/<int:pk>/delen/", sharing.edition_share, name="edition_share"),
    path("rapporten/gedeeld/<int:pk>/termijn/", sharing.share_expiry, name="share_expiry"),
    path("rapporten/gedeeld/<int:pk>/intrekken/", sharing.share_revoke, name="share_revoke"),
    path("rapporten/<int:pk>/bewonersblad/", sheet.sheet_publish, name="sheet_publish"),
    path("rapporten/bewonersblad/<int:pk>/weghalen/", sheet.sheet_withdraw, name="sheet_withdraw"),
    path("mijn/rapporten/", shared.shared_list, name="shared_list"),
    path("mijn/rapporten/<int:pk>/", shared.shared_download, name="shared_download"),
    path("metingen/<str:code>/rapporten/", files.wave_zip, name="wave_zip"),
    path(
        "metingen/<str:code>/rapporten/rapporten.zip",
        files.wave_zip_download,
        name="wave_zip_download",
    ),
    path("metingen/<str:code>/excel/", files.wave_workbook, name="wave_workbook"),
    path(
        "metingen/<str:code>/excel/uitslag.xlsx",
        files.wave_workbook_download,
        name="wave_workbook_download",
    ),
]
