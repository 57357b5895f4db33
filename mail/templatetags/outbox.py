from django import template

from mail.services import is_held_up

register = template.Library()


@register.inclusion_tag("components/mail_held_up.html")
def mail_held_up() -> dict[str, bool]:
    """Says so when mail is not getting out; nothing otherwise."""
    return {"held_up": is_held_up()}
