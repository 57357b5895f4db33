from django.apps import AppConfig


class MailConfig(AppConfig):
    """The outbox: mail is written down first and sent by a worker."""

    name = "mail"
