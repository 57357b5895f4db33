"""Carrying out what a file says: once, and all of it or nothing."""

from typing import TYPE_CHECKING, Any

from django.db import transaction

from complexes.imports.intakes import Intake
from complexes.models import Complex
from sheets.records import Plan
from sheets.tables import Table

if TYPE_CHECKING:
    from accounts.models import User


class PlanChanged(Exception):  # noqa: N818 (it says what is so)
    """Since somebody looked, what is stored changed, so that the file would do something else."""


class NothingToDo(Exception):  # noqa: N818
    """There are rows with problems, or no row changes anything."""


@transaction.atomic
def bring_in(intake: Intake, table: Table, *, seal: str | None, user: "User | None") -> Plan[Any]:
    """Plan again, and carry out when that is the plan somebody saw (`seal`; None: nobody looked first).

    Raises PlanChanged or NothingToDo, with nothing stored; ImportRefused as reading does.
    """
    # One import at a time, and nobody edits a complex meanwhile.
    list(Complex.objects.select_for_update().values_list("pk"))
    plan = intake.plan(table)
    if seal is not None and plan.seal != seal:
        raise PlanChanged
    if not plan.can_run:
        raise NothingToDo
    intake.carry_out(plan, user)
    return plan
