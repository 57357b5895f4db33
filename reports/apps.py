from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What is shown of results: pages, pictures, PDF reports and their frozen editions."""

    name = "reports"

    def ready(self) -> None:
        from reports import home, retention, timeline, visiting

        timeline.register()
        home.register()
        retention.register()
        visiting.register()
