from django.urls import path

from partners.views import access, contacts, covenants, home, partners

app_name = "partners"
urlpatterns = [
    path("partners/", partners.partner_list, name="partner_list"),
    path("partners/nieuw/", partners.partner_create, name="partner_create"),
    path("partners/<int:pk>/", partners.partner_detail, name="partner_detail"),
    path("partners/<int:pk>/wijzigen/", partners.partner_edit, name="partner_edit"),
    path("partners/<int:pk>/beeindigen/", partners.partner_end, name="partner_end"),
    path(
        "partners/<int:partner_pk>/contactpersonen/nieuw/",
        contacts.contact_create,
        name="contact_create",
    ),
    path("partners/contactpersonen/<int:pk>/", contacts.contact_edit, name="contact_edit"),
    path(
        "partners/contactpersonen/<int:pk>/vertrek/", contacts.contact_leave, name="contact_leave"
    ),
    path("partners/<int:partner_pk>/toegang/nieuw/", access.grant_create, name="grant_create"),
    path("partners/toegang/<int:pk>/", access.grant_prolong, name="grant_prolong"),
    path("partners/toegang/<int:pk>/intrekken/", access.grant_withdraw, name="grant_withdraw"),
    path(
        "partners/<int:partner_pk>/convenanten/nieuw/",
        covenants.covenant_create,
        name="covenant_create",
    ),
    path("partners/convenanten/<int:pk>/", covenants.covenant_edit, name="covenant_edit"),
    path("partners/convenanten/<int:pk>/beeindigen/", covenants.covenant_end, name="covenant_end"),
    path(
        "partners/convenanten/<int:pk>/document/",
        covenants.covenant_document,
        name="covenant_document",
    ),
    # What a partner sees: pages of their own, so that no page of staff ever has to decide.
    path("mijn/", home.home, name="home"),
    path("mijn/complexen/", home.complex_list, name="complex_list"),
]
