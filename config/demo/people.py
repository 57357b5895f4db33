"""Who can sign in to the demo: one of each role, and one with all of them."""

from accounts.models import User
from accounts.roles import Role

ALL_ROLES = "demo@zilverbeek.example"
PEOPLE = {
    Role.ADMINISTRATOR: ("beheerder@zilverbeek.example", "Bea Beheerder"),
    Role.SURVEY_LEAD: ("onderzoek@zilverbeek.example", "Onno Onderzoek"),
    Role.ORGANISER: ("organisator@zilverbeek.example", "Olga Organisator"),
    Role.SIGNAL_OFFICER: ("meldingen@zilverbeek.example", "Mehmet Meldingen"),
    Role.FIELD_STAFF: ("wijk@zilverbeek.example", "Wies Wijk"),
    Role.READER: ("lezer@zilverbeek.example", "Luc Lezer"),
}


def add_people(password: str) -> User:
    """Make the accounts, all with one password; returns the one with every role."""
    for role, (email, name) in PEOPLE.items():
        User.objects.create_user(email, password, name=name, roles=[role])
    return User.objects.create_user(ALL_ROLES, password, name="Demo Medewerker", roles=Role)


def sign_ins() -> str:
    """The addresses, a line each, with what they are for."""
    lines = [
        (ALL_ROLES, "alle rollen"),
        *((email, role.label) for role, (email, _) in PEOPLE.items()),
    ]
    return "\n".join(f"               {email:<32} {words}" for email, words in lines)
