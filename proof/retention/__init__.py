"""How long things are kept. Every app registers its rules in `AppConfig.ready`; one nightly run keeps them."""

from proof.retention.registry import (
    Cap,
    Due,
    Rule,
    after_removal,
    copies_removed_with,
    register,
    rule_of,
    rules,
)

__all__ = [
    "Cap",
    "Due",
    "Rule",
    "after_removal",
    "copies_removed_with",
    "register",
    "rule_of",
    "rules",
]
