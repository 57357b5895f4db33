"""Signing in, one's own account, and people. Names that allauth looks up have no prefix."""

from allauth.account import views as allauth
from allauth.mfa.base import views as factor_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path, re_path

from accounts.views import account, doors, invitations, outbox, people
from accounts.views.doors import own_account

door_patterns = [
    path("inloggen/", allauth.login, name="account_login"),
    path("inloggen/code/", doors.RequestCode.as_view(), name="account_request_login_code"),
    path("inloggen/code/invullen/", allauth.confirm_login_code, name="account_confirm_login_code"),
    path("inloggen/tweede-stap/", factor_views.authenticate, name="mfa_authenticate"),
    path("wachtwoord-vergeten/", allauth.password_reset, name="account_reset_password"),
    path(
        "wachtwoord-vergeten/verstuurd/",
        allauth.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "wachtwoord-vergeten/klaar/",
        allauth.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^wachtwoord-vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    # One's own account
    path("account/", account.account, name="mfa_index"),
    path("account/bevestigen/", own_account(allauth.reauthenticate), name="account_reauthenticate"),
    path(
        "account/bevestigen/code/",
        own_account(factor_views.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "account/bevestigen/passkey/",
        own_account(passkey_views.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/app/", own_account(doors.AddApp.as_view()), name="mfa_activate_totp"),
    path(
        "account/app/loskoppelen/",
        own_account(doors.RemoveApp.as_view()),
        name="mfa_deactivate_totp",
    ),
    path(
        "account/passkeys/nieuw/", own_account(doors.AddPasskey.as_view()), name="mfa_add_webauthn"
    ),
    path(
        "account/passkeys/<int:pk>/verwijderen/",
        own_account(doors.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path("account/herstelcodes/", account.recovery_codes, name="mfa_view_recovery_codes"),
]

own_patterns = [
    path("uitloggen/", doors.sign_out, name="logout"),
    path("account/sessie/", doors.session, name="session"),
    path("account/wachtwoord/", account.password_change, name="password_change"),
    path("inloggen/opnieuw/", doors.start_over, name="code_restart"),
    path("uitnodiging/<str:token>/", invitations.invitation_accept, name="invitation_accept"),
    path("medewerkers/", people.people, name="people"),
    path("medewerkers/<int:pk>/", people.person, name="person"),
    path("medewerkers/<int:pk>/afsluiten/", people.person_disable, name="person_disable"),
    path("medewerkers/<int:pk>/toelaten/", people.person_enable, name="person_enable"),
    path(
        "medewerkers/<int:pk>/tweede-stap-wissen/",
        people.person_reset_factor,
        name="person_reset_factor",
    ),
    path("medewerkers/uitnodigingen/", invitations.invitation_list, name="invitation_list"),
    path("medewerkers/uitnodigen/", invitations.invite, name="invite"),
    path(
        "medewerkers/uitnodigingen/<int:pk>/opnieuw/",
        invitations.invitation_resend,
        name="invitation_resend",
    ),
    path(
        "medewerkers/uitnodigingen/<int:pk>/intrekken/",
        invitations.invitation_withdraw,
        name="invitation_withdraw",
    ),
    path("medewerkers/mail/", outbox.outbox, name="outbox"),
]
