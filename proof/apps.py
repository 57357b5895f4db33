from django.apps import AppConfig


class ProofConfig(AppConfig):
    """What shows afterwards that it was done right: the audit log."""

    name = "proof"
