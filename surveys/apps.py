from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Questionnaires, waves, the sealed urn, respondents' pages, import and results."""

    name = "surveys"

    def ready(self) -> None:
        from surveys import home, retention, timeline

        timeline.register()
        home.register()
        retention.register()
