"""The audit log, and what retention knows and did."""

from proof.models.audit import AuditEntry, Verb, verbs
from proof.models.retention import (
    RetentionConfirmation,
    RetentionHold,
    RetentionPeriod,
    RetentionRun,
)

__all__ = [
    "AuditEntry",
    "RetentionConfirmation",
    "RetentionHold",
    "RetentionPeriod",
    "RetentionRun",
    "Verb",
    "verbs",
]
