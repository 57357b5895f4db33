from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Staff who sign in."""

    name = "accounts"

    def ready(self) -> None:
        from accounts import home, retention, setting_up

        home.register(steps=setting_up.first_people)
        retention.register()
