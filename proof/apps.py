from django.apps import AppConfig


class ProofConfig(AppConfig):
    """What shows afterwards that it was done right: the audit log, and retention with its own log."""

    name = "proof"

    def ready(self) -> None:
        from proof import rules

        rules.register()
