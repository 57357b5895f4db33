"""Schema: PostgreSQL keeps samples of columns after their rows are gone; of addresses for letters it keeps none."""

from django.db import migrations

COLUMNS = ["key", "line", "postcode", "town"]


def keep_no_samples(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"ALTER TABLE surveys_letteraddress ALTER COLUMN {column} SET STATISTICS 0"
            )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0006_letter_addresses")]
    operations = [migrations.RunPython(keep_no_samples, migrations.RunPython.noop)]
