"""From here on the database itself refuses to change or remove lines of the two logs."""

from django.db import migrations

from proof import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("proof", "0003_retention")]
    operations = [migrations.RunPython(install, remove)]
