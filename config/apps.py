from django.apps import AppConfig


class BuurtpeilConfig(AppConfig):
    """Holds what belongs to the deployment as a whole: its system checks."""

    name = "config"
    label = "buurtpeil"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the checks)
