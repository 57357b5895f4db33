from django.apps import AppConfig


class ComplexesConfig(AppConfig):
    """The ground everything stands on: the corporation, its complexes, measures and incidents."""

    name = "complexes"

    def ready(self) -> None:
        from complexes import happenings, home, timeline
        from complexes.imports import complexes, entrances, intakes

        timeline.register(entries=happenings.measure_entries)
        timeline.register(entries=happenings.incident_entries)
        home.register()
        intakes.register(complexes.INTAKE)
        intakes.register(entrances.INTAKE)
