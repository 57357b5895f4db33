from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings with residents and partners, and the promises that come of them."""

    name = "meetings"

    def ready(self) -> None:
        """Parts of this app that others show are registered here."""
        from meetings import letters_beside, partner_home

        letters_beside.register()
        partner_home.register()
