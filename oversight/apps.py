from django.apps import AppConfig


class OversightConfig(AppConfig):
    """The administrator's pages about proof: the log, and how long things are kept. No models of its own."""

    name = "oversight"

    def ready(self) -> None:
        from accounts import home
        from oversight.home import needs

        home.register(needs=needs)
