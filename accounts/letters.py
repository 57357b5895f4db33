"""The mails about accounts."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mail import services as mail

if TYPE_CHECKING:
    from accounts.models import User


def send(
    name: str,
    *,
    to: str,
    key: str,
    context: dict[str, Any] | None = None,
    expires_at: datetime | None = None,
) -> None:
    """Write the mail of templates/accounts/mail/NAME.txt to `to`, once per key."""
    with translation.override(settings.LANGUAGE_CODE):
        words = render_to_string(
            f"accounts/mail/{name}.txt", {"public_url": settings.PUBLIC_URL, **(context or {})}
        )
    subject, text = mail.subject_and_text(words)
    mail.send(key=key, to=to, subject=subject, text=text, expires_at=expires_at)


def send_nothing() -> None:
    """As much work as a mail, for an address that gets none."""
    mail.send_nothing(key=f"nothing:{secrets.token_hex(8)}")


def tell_change(user: "User", what: str) -> None:
    """Tell the owner of an account what happened to it; perhaps it was not they who did it."""
    now = timezone.localtime()
    send(
        "change",
        to=user.email,
        key=f"change:{user.pk}:{secrets.token_hex(8)}",
        context={"name": user.name, "what": what, "when": now},
    )


def send_password_advice(user: "User") -> None:
    """Who asked for a code but signs in with a password is told so."""
    send(
        "use_password",
        to=user.email,
        key=f"use-password:{secrets.token_hex(8)}",
        context={"name": user.name},
        expires_at=timezone.now() + timedelta(hours=1),
    )
