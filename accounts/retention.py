"""The rule of retention for invitations: what is left of one when nobody can use it any more."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation
from proof import retention
from proof.rules import RowsBefore, rows_rule

_ROWS = RowsBefore(Invitation, "expires_at")
INVITATIONS = rows_rule(
    _ROWS,
    key="accounts.invitations",
    title=_("Uitnodigingen"),
    kept=_("nadat de link verliep"),
    note=_("Aangenomen, ingetrokken of verlopen. Wie ooit is uitgenodigd, staat in het logboek."),
    days=90,
    least=7,
    most=365,
    total=_ROWS.total,
    tables=(Invitation._meta.db_table,),
)


def register() -> None:
    retention.register(INVITATIONS)
