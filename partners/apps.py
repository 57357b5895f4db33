from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Partners, their contacts and covenants, and which complexes they may see something of."""

    name = "partners"

    def ready(self) -> None:
        from partners import beside, intake, needs

        beside.register()
        needs.register()
        intake.register()
