"""`manage.py grant_application_role ROLE`: rights for the role that the application signs in with.

Run by the role that owns the database, after every migration. The application's role then owns every table but
the two logs, which it can only add to and read: it cannot change or remove a line, nor take the guards away.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from proof import guards

TOO_MUCH = """
SELECT r.rolsuper, r.rolname = current_user, pg_has_role(r.oid, current_user::regrole, 'MEMBER'),
       pg_has_role(r.oid, d.datdba, 'MEMBER'), pg_has_role(current_user, r.oid, 'MEMBER')
FROM pg_roles r, pg_database d WHERE r.rolname = %s AND d.datname = current_database()"""


class Command(BaseCommand):
    help = (
        "Gives the application's own PostgreSQL role its rights: everything but changing the logs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles exist on PostgreSQL only; on SQLite the guards are triggers.")
        role: str = options["role"]
        self._check(role)
        with transaction.atomic(), connection.cursor() as cursor:
            guards.install(connection)
            for statement in self._statements(role):
                cursor.execute(statement)
        self.stdout.write(
            f"{role} owns every table but {' and '.join(guards.TABLES)}; those it can only add to and read."
        )

    def _check(self, role: str) -> None:
        """Refuse a role for which the guards would mean nothing."""
        with connection.cursor() as cursor:
            cursor.execute(TOO_MUCH, [role])
            found = cursor.fetchone()
        if found is None:
            raise CommandError(f"There is no role {role}. Make it: createuser --pwprompt {role}")
        is_super, is_self, is_member, owns_database, can_give = found
        if is_super or is_self or is_member or owns_database:
            raise CommandError(
                f"{role} is a superuser or has the rights of the owner, so it could take the guards "
                "away. Choose another role for the application, and run this as the owner."
            )
        if not can_give:
            raise CommandError(
                "The owner must be able to hand tables over. As a superuser, once: "
                f"GRANT {_quoted(role)} TO {_quoted(str(connection.settings_dict['USER']))}"
            )

    def _statements(self, role: str) -> list[str]:
        name, tables = _quoted(role), connection.introspection.table_names()
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema()")
            (schema,) = cursor.fetchone()
        statements = [
            f"REVOKE CREATE ON SCHEMA {_quoted(schema)} FROM PUBLIC, {name}",
            f"GRANT USAGE, CREATE ON SCHEMA {_quoted(schema)} TO {name}",
        ]
        for table in sorted(set(tables) - set(guards.TABLES)):
            statements.append(f"ALTER TABLE {_quoted(table)} OWNER TO {name}")
        statements.append(f"REVOKE CREATE ON SCHEMA {_quoted(schema)} FROM {name}")
        for table in guards.TABLES:
            statements += [
                f"ALTER TABLE {table} OWNER TO CURRENT_USER",
                f"REVOKE ALL ON {table} FROM PUBLIC, {name}",
                f"GRANT SELECT, INSERT ON {table} TO {name}",
            ]
        forget = "FUNCTION proof_forget(text, timestamptz)"
        return [
            *statements,
            f"ALTER {forget} OWNER TO CURRENT_USER",
            "ALTER FUNCTION proof_refuse() OWNER TO CURRENT_USER",
            f"REVOKE ALL ON {forget} FROM PUBLIC",
            f"GRANT EXECUTE ON {forget} TO {name}",
        ]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
