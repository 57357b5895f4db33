from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings with residents and partners, and the promises that come of them."""

    name = "meetings"

    def ready(self) -> None:
        """Parts of this app that others show are registered here."""
        from meetings import letters_beside, needs, partner_home, retention, timeline

        timeline.register()
        letters_beside.register()
        needs.register()
        partner_home.register()
        retention.register()
