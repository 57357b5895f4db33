"""Pages of staff and partners, one module per part; residents' pages are in meetings.residents."""

from meetings.urls import day, feedback, minutes, partners, planning, programme, promises, sign_up

app_name = "meetings"
urlpatterns = [
    *planning.urlpatterns,
    *programme.urlpatterns,
    *partners.urlpatterns,
    *sign_up.urlpatterns,
    *day.urlpatterns,
    *minutes.urlpatterns,
    *promises.urlpatterns,
    *feedback.urlpatterns,
]
