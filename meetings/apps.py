from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    """Meetings with residents and partners, and the promises that come of them."""

    name = "meetings"

    def ready(self) -> None:
        """Parts of this app that others show are registered here."""
        from meetings import (
            letters_beside,
            needs,
            partner_home,
            partner_needs,
            partner_retention,
            promises_beside,
            promises_home,
            retention,
            timeline,
        )

        timeline.register()
        promises_beside.register()
        letters_beside.register()
        needs.register()
        partner_home.register()
        promises_home.register()
        retention.register()
        partner_needs.register()
        partner_retention.register()
