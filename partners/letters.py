"""Mails to contacts of partners. They say where to sign in and nothing else."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from complexes.context import current_corporation
from mail import services as mail
from partners.models import Contact


def sign_in_address(behind: str = "") -> str:
    """The door with the code, and behind it this page, else the home of a partner."""
    door = reverse("account_request_login_code")
    return f"{settings.PUBLIC_URL}{door}?next={behind or reverse('partners:home')}"


def tell_welcome(contact: Contact, *, now: datetime) -> None:
    """Once per time that somebody is let in."""
    name = current_corporation().name
    mail.send(
        key=f"partner-welcome:{contact.pk}:{now.isoformat()}",
        to=contact.email,
        subject=_("U kunt inloggen bij %(corporation)s") % {"corporation": name},
        text=_(
            "Dag %(name)s,\n\n"
            "%(corporation)s deelt rapporten over veiligheid met u. U kunt daarvoor inloggen.\n"
            "Een wachtwoord is niet nodig: u krijgt per e-mail een code.\n\n"
            "%(address)s\n\n"
            "Gebruik daar dit e-mailadres: %(email)s\n"
        )
        % {
            "name": contact.name,
            "corporation": name,
            "address": sign_in_address(),
            "email": contact.email,
        },
        now=now,
    )
