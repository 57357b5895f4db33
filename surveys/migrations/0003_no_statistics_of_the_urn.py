"""Schema: PostgreSQL samples columns for its planner and keeps the samples after rows are gone.

Of hashes of codes and of sealed items no sample is kept.
"""

from django.db import migrations

COLUMNS = [
    ("surveys_accesscode", "digest"),
    ("surveys_sealeditem", "key"),
    ("surveys_sealeditem", "sealed"),
    ("surveys_wave", "wrapped_private_key"),
]


def keep_no_samples(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, column in COLUMNS:
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_shipped_questionnaires")]
    operations = [migrations.RunPython(keep_no_samples, migrations.RunPython.noop)]
