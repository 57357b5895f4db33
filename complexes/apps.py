from django.apps import AppConfig


class ComplexesConfig(AppConfig):
    """The ground everything stands on: the corporation, its complexes, measures and incidents."""

    name = "complexes"

    def ready(self) -> None:
        from complexes import happenings, timeline

        timeline.register(entries=happenings.measure_entries)
        timeline.register(entries=happenings.incident_entries)
