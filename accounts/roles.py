"""Who may do what: the one table of it. Roles add up; a right that stands nowhere here nobody has.

Being administrator gives no results, no texts and no signals: it is about people, settings and proof.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does at the corporation. The value is the end of the field's name on `User`."""

    ADMINISTRATOR = "administrator", _("beheerder")
    SURVEY_LEAD = "survey_lead", _("onderzoeksleider")
    ORGANISER = "organiser", _("organisator van bijeenkomsten")
    SIGNAL_OFFICER = "signal_officer", _("behandelaar van meldingen")
    FIELD_STAFF = "field_staff", _("medewerker in de wijk of aan de balie")
    READER = "reader", _("lezer")

    @property
    def field(self) -> str:
        return f"is_{self.value}"


class Right(StrEnum):
    """One thing that may be done; a view asks for it with `accounts.access.requires`."""

    SEE_COMPLEXES = "see_complexes"
    EDIT_COMPLEXES = "edit_complexes"  # complexes, groups, measures, incidents
    IMPORT_DATA = "import_data"  # complexes and partners from a file
    SEE_WAVES = "see_waves"  # waves, their dates and response; questionnaires
    RUN_WAVES = "run_waves"  # questionnaires, opening, codes, closing, importing earlier waves
    ENTER_PAPER = "enter_paper"
    CALL_BACK = "call_back"  # residents who left a number
    READ_TEXTS = "read_texts"  # what residents wrote, after closing
    SEE_RESULTS = "see_results"
    EXPORT_RESULTS = "export_results"
    PUBLISH_REPORTS = "publish_reports"
    SHARE_REPORTS = "share_reports"
    SEE_PARTNERS = "see_partners"
    EDIT_PARTNERS = "edit_partners"  # partners, contacts, covenants, access to complexes
    SEE_MEETINGS = (
        "see_meetings"  # meetings, their programme and partners, promises; totals of who comes
    )
    PLAN_MEETINGS = "plan_meetings"  # planning, inviting, announcing, minutes
    KEEP_DOOR = "keep_door"  # who signed up, by name; the door list, the tally board
    KEEP_PROMISES = "keep_promises"  # making promises and saying what became of them
    ANSWER_RESIDENTS = "answer_residents"  # publishing "u zei – wij doen"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_SETTINGS = "manage_settings"
    READ_AUDIT = "read_audit"
    MANAGE_RETENTION = "manage_retention"
    VISIT_AS_PARTNER = "visit_as_partner"  # partners' own pages; no member of staff has it


_LOOK = frozenset({Right.SEE_COMPLEXES, Right.SEE_WAVES, Right.SEE_RESULTS, Right.SEE_MEETINGS})

RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            Right.SEE_COMPLEXES,
            Right.EDIT_COMPLEXES,
            Right.IMPORT_DATA,
            Right.SEE_PARTNERS,
            Right.EDIT_PARTNERS,
            Right.MANAGE_PEOPLE,
            Right.MANAGE_SETTINGS,
            Right.READ_AUDIT,
            Right.MANAGE_RETENTION,
        }
    ),
    Role.SURVEY_LEAD: _LOOK
    | {
        Right.EDIT_COMPLEXES,
        Right.RUN_WAVES,
        Right.ENTER_PAPER,
        Right.CALL_BACK,
        Right.READ_TEXTS,
        Right.EXPORT_RESULTS,
        Right.PUBLISH_REPORTS,
        Right.SHARE_REPORTS,
        Right.SEE_PARTNERS,
        Right.KEEP_PROMISES,
        Right.ANSWER_RESIDENTS,
    },
    Role.ORGANISER: _LOOK
    | {
        Right.CALL_BACK,
        Right.EDIT_COMPLEXES,
        Right.EXPORT_RESULTS,
        Right.SHARE_REPORTS,
        Right.SEE_PARTNERS,
        Right.EDIT_PARTNERS,
        Right.PLAN_MEETINGS,
        Right.KEEP_DOOR,
        Right.KEEP_PROMISES,
        Right.ANSWER_RESIDENTS,
    },
    Role.SIGNAL_OFFICER: frozenset({Right.SEE_COMPLEXES, Right.SEE_PARTNERS, Right.SEE_MEETINGS}),
    Role.FIELD_STAFF: frozenset({Right.SEE_COMPLEXES, Right.SEE_MEETINGS, Right.KEEP_DOOR}),
    Role.READER: _LOOK,
}

PARTNER_RIGHTS = frozenset({Right.VISIT_AS_PARTNER})


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything that these roles together may do."""
    return frozenset().union(*(RIGHTS[role] for role in roles))
