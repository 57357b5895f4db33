"""Promises and their ledger."""

from django.urls import URLPattern, path

from meetings.views import ledgers, own_promises, promises

urlpatterns: list[URLPattern] = [
    path("afspraken/", promises.promise_list, name="promise_list"),
    path("afspraken/nieuw/", promises.promise_create, name="promise_create"),
    path("afspraken/<int:pk>/", promises.promise_detail, name="promise_detail"),
    path("afspraken/<int:pk>/stand/", promises.promise_update, name="promise_update"),
    path("afspraken/<int:pk>/wijzigen/", promises.promise_edit, name="promise_edit"),
    path("afspraken/export/", ledgers.promise_export, name="promise_export"),
    path("afspraken/complex/<str:code>/", ledgers.complex_promises, name="complex_promises"),
    path("afspraken/partner/<int:pk>/", ledgers.partner_promises, name="partner_promises"),
    path("mijn/afspraken/", own_promises.own_promise_list, name="own_promise_list"),
    path("mijn/afspraken/<int:pk>/", own_promises.own_promise, name="own_promise"),
]
