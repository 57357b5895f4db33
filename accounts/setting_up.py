"""The step of a new deployment that is about people."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import may
from accounts.home import Step
from accounts.models import Invitation, User
from accounts.roles import Right


def first_people(user: User) -> Iterator[Step]:
    """The first administrator does not stay alone: somebody has been invited, or is there."""
    if may(user, Right.MANAGE_PEOPLE):
        colleagues = User.objects.filter(kind=User.Kind.STAFF).exclude(pk=user.pk)
        yield Step(
            place=30,
            title=_("Medewerkers"),
            words=_(
                "Nodig collega’s uit en kies wat zij doen. Een onderzoeksleider leidt metingen."
            ),
            url=reverse("accounts:people"),
            done=colleagues.exists() or Invitation.objects.exists(),
        )
