"""Staff pages of surveys; residents' pages are in surveys.respondent.urls."""

from django.urls import URLPattern, URLResolver, path

from surveys.views import import_mappings, imports, texts

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    # Before every path that starts with a wave's code.
    path("metingen/inlezen/", imports.import_start, name="import_start"),
    path(
        "metingen/inlezen/koppelingen/",
        import_mappings.import_mapping_list,
        name="import_mapping_list",
    ),
    path(
        "metingen/inlezen/koppelingen/<int:pk>/",
        import_mappings.import_mapping_edit,
        name="import_mapping_edit",
    ),
    path(
        "metingen/inlezen/koppelingen/<int:pk>/verwijderen/",
        import_mappings.import_mapping_delete,
        name="import_mapping_delete",
    ),
    path("metingen/inlezen/klaar/<str:code>/", imports.import_result, name="import_result"),
    path("metingen/inlezen/<str:token>/lezen/", imports.import_reading, name="import_reading"),
    path("metingen/inlezen/<str:token>/kolommen/", imports.import_columns, name="import_columns"),
    path("metingen/inlezen/<str:token>/waarden/", imports.import_values, name="import_values"),
    path("metingen/inlezen/<str:token>/meting/", imports.import_wave_data, name="import_wave"),
    path("metingen/inlezen/<str:token>/proef/", imports.import_preview, name="import_preview"),
    path(
        "metingen/inlezen/<str:token>/bewaren/",
        import_mappings.import_mapping_save,
        name="import_mapping_save",
    ),
    path("metingen/inlezen/<str:token>/afgewezen/", imports.import_rejects, name="import_rejects"),
    path("metingen/inlezen/<str:token>/stoppen/", imports.import_cancel, name="import_cancel"),
    path("metingen/<str:code>/teksten/", texts.text_list, name="text_list"),
    path("metingen/<str:code>/teksten/<int:pk>/", texts.text_review, name="text_review"),
    path(
        "metingen/<str:code>/teksten/<int:pk>/weglaten/", texts.text_withhold, name="text_withhold"
    ),
    path("metingen/<str:code>/teksten/<int:pk>/terugdraaien/", texts.text_undo, name="text_undo"),
]
