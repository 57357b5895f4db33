from django.apps import AppConfig


class ComplexesConfig(AppConfig):
    """The ground everything stands on: the corporation, its complexes, measures and incidents."""

    name = "complexes"
