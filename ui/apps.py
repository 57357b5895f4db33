from django.apps import AppConfig


class UiConfig(AppConfig):
    """Presentation only: components, Dutch numbers and dates, forms, pictures of progress."""

    name = "ui"
