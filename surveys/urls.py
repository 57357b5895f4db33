"""Staff pages of surveys; residents' pages are in surveys.respondent.urls."""

from django.urls import URLPattern, URLResolver, path

from surveys.views import (
    calls,
    codes,
    fieldwork,
    import_mappings,
    import_runs,
    imports,
    letters,
    margins,
    paper,
    questionnaires,
    texts,
    wave_questionnaires,
    waves,
)

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("metingen/", waves.wave_list, name="wave_list"),
    path("metingen/nieuw/", waves.wave_create, name="wave_create"),
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
    path("metingen/inlezen/klaar/<str:code>/", import_runs.import_result, name="import_result"),
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
    path(
        "metingen/inlezen/<str:token>/voortgang/",
        import_runs.import_progress,
        name="import_progress",
    ),
    path("metingen/inlezen/<str:token>/stoppen/", import_runs.import_cancel, name="import_cancel"),
    path("metingen/<str:code>/teksten/", texts.text_list, name="text_list"),
    path("metingen/<str:code>/teksten/<int:pk>/", texts.text_review, name="text_review"),
    path(
        "metingen/<str:code>/teksten/<int:pk>/weglaten/", texts.text_withhold, name="text_withhold"
    ),
    path("metingen/<str:code>/teksten/<int:pk>/terugdraaien/", texts.text_undo, name="text_undo"),
    path("metingen/<str:code>/", waves.wave_detail, name="wave_detail"),
    path("metingen/<str:code>/wijzigen/", waves.wave_edit, name="wave_edit"),
    path("metingen/<str:code>/complexen/", waves.wave_complexes, name="wave_complexes"),
    path("metingen/<str:code>/verwijderen/", waves.wave_delete, name="wave_delete"),
    path("metingen/<str:code>/openen/", fieldwork.wave_open, name="wave_open"),
    path("metingen/<str:code>/codes/", codes.wave_codes, name="wave_codes"),
    path(
        "metingen/<str:code>/codes/voortgang/",
        codes.wave_codes_progress,
        name="wave_codes_progress",
    ),
    path(
        "metingen/<str:code>/vervangende-code/<str:complex>/",
        codes.wave_replacement,
        name="wave_replacement",
    ),
    path("metingen/<str:code>/verlengen/", fieldwork.wave_extend, name="wave_extend"),
    path("metingen/<str:code>/sluiten/", fieldwork.wave_close, name="wave_close"),
    path("metingen/<str:code>/voortgang/", fieldwork.wave_progress, name="wave_progress"),
    path("vragenlijsten/", questionnaires.questionnaire_list, name="questionnaire_list"),
    path("vragenlijsten/vragen/", questionnaires.question_bank, name="question_bank"),
    path("vragenlijsten/nieuw/", questionnaires.questionnaire_create, name="questionnaire_create"),
    path(
        "vragenlijsten/<int:pk>/", questionnaires.questionnaire_detail, name="questionnaire_detail"
    ),
    path(
        "vragenlijsten/<int:pk>/papier/",
        questionnaires.questionnaire_print,
        name="questionnaire_print",
    ),
    path(
        "vragenlijsten/<int:pk>/kopie/",
        questionnaires.questionnaire_copy,
        name="questionnaire_copy",
    ),
    path(
        "vragenlijsten/<int:pk>/wijzigen/",
        questionnaires.questionnaire_edit,
        name="questionnaire_edit",
    ),
    path(
        "vragenlijsten/<int:pk>/verwijderen/",
        questionnaires.questionnaire_delete,
        name="questionnaire_delete",
    ),
    path(
        "metingen/<str:code>/vragenlijst/",
        wave_questionnaires.wave_questionnaire,
        name="wave_questionnaire",
    ),
    path(
        "metingen/<str:code>/vragenlijst/papier/",
        wave_questionnaires.wave_questionnaire_print,
        name="wave_questionnaire_print",
    ),
    path(
        "metingen/<str:code>/eigen-vragen/", wave_questionnaires.own_questions, name="own_questions"
    ),
    path("metingen/<str:code>/papier/", paper.paper_entry, name="paper_entry"),
    path("terugbelverzoeken/", calls.call_list, name="call_list"),
    path("terugbelverzoeken/<uuid:key>/gebeld/", calls.call_done, name="call_done"),
    path("terugbelverzoeken/<uuid:key>/wissen/", calls.call_delete, name="call_delete"),
    path("metingen/<str:code>/brieven/", letters.wave_letters, name="letters"),
    path("metingen/<str:code>/brieven/adressen/", letters.letters_start, name="letters_start"),
    path(
        "metingen/<str:code>/brieven/adressen/voorbeeld.<str:ending>",
        letters.letters_sample,
        name="letters_sample",
    ),
    path(
        "metingen/<str:code>/brieven/adressen/<str:token>/",
        letters.letters_look,
        name="letters_look",
    ),
    path(
        "metingen/<str:code>/brieven/proefblad.pdf",
        letters.letters_test_sheet,
        name="letters_test_sheet",
    ),
    path("metingen/<str:code>/brieven/wissen/", letters.letters_delete, name="letters_delete"),
    path(
        "metingen/<str:code>/brieven/<str:complex_code>/<str:kind>.pdf",
        letters.letters_print,
        name="letters_print",
    ),
    path("metingen/<str:code>/weging/", margins.wave_margins, name="wave_margins"),
    path(
        "metingen/<str:code>/weging/<str:complex_code>/", margins.margins_edit, name="margins_edit"
    ),
]
