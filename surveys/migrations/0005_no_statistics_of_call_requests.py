"""Schema: PostgreSQL keeps samples of columns after their rows are gone; of residents' numbers it keeps none."""

from django.db import migrations

COLUMNS = ["key", "name", "phone", "topic", "week"]


def keep_no_samples(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for column in COLUMNS:
            schema_editor.execute(
                f"ALTER TABLE surveys_callrequest ALTER COLUMN {column} SET STATISTICS 0"
            )


class Migration(migrations.Migration):
    dependencies = [("surveys", "0004_call_requests")]
    operations = [migrations.RunPython(keep_no_samples, migrations.RunPython.noop)]
