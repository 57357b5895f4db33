"""Which partners come; their own page; calendars."""

from django.urls import URLPattern, path

from meetings.views import feeds, invitations, partners

urlpatterns: list[URLPattern] = [
    path("bijeenkomsten/<int:pk>/partners/", partners.participations, name="participations"),
    path(
        "bijeenkomsten/<int:pk>/partners/kiezen/",
        partners.participation_choose,
        name="participation_choose",
    ),
    path("bijeenkomsten/<int:pk>/partners/mails/", partners.partner_mails, name="partner_mails"),
    path(
        "bijeenkomsten/<int:pk>/partners/erbij/",
        partners.participation_presence,
        name="participation_presence",
    ),
    path(
        "bijeenkomsten/<int:meeting_pk>/partners/<int:pk>/",
        partners.participation_edit,
        name="participation_edit",
    ),
    path(
        "bijeenkomsten/<int:meeting_pk>/partners/<int:pk>/opnieuw/",
        partners.participation_resend,
        name="participation_resend",
    ),
    path(
        "bijeenkomsten/<int:meeting_pk>/partners/<int:pk>/weghalen/",
        partners.participation_take_off,
        name="participation_take_off",
    ),
    path("bijeenkomsten/agenda/", feeds.own_feed, name="own_feed"),
    path("bijeenkomsten/agenda/intrekken/", feeds.own_feed_withdraw, name="own_feed_withdraw"),
    path("mijn/agenda/", feeds.contact_feed, name="contact_feed"),
    path("mijn/agenda/intrekken/", feeds.contact_feed_withdraw, name="contact_feed_withdraw"),
    path("agenda/<str:secret>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("deelname/<str:signed>/", invitations.invitation, name="invitation"),
]
