from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff who sign in."""

    name = "accounts"
