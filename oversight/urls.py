from django.urls import URLPattern, URLResolver, path

from oversight.views import audit, holds, retention

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("logboek/", audit.audit_list, name="audit_list"),
    path("logboek/logboek.csv", audit.audit_export, name="audit_export"),
    path("bewaartermijnen/", retention.retention, name="retention"),
    path("bewaartermijnen/bewijs/", retention.retention_runs, name="retention_runs"),
    path("bewaartermijnen/opruimen/", retention.retention_start, name="retention_start"),
    path("bewaartermijnen/voortgang/", retention.retention_progress, name="retention_progress"),
    path("bewaartermijnen/klok/", retention.clock_confirm, name="clock_confirm"),
    path("bewaartermijnen/uitstel/", holds.hold_list, name="hold_list"),
    path("bewaartermijnen/uitstel/<int:pk>/", holds.hold_end, name="hold_end"),
    path("bewaartermijnen/uitstel/<str:key>/nieuw/", holds.hold_create, name="hold_create"),
    path("bewaartermijnen/<str:key>/", retention.period_edit, name="period_edit"),
    path(
        "bewaartermijnen/<str:key>/bevestigen/", retention.removal_confirm, name="removal_confirm"
    ),
]
