"""Before there were roles every account could do everything; so it stays until somebody takes it away."""

from django.db import migrations

ROLES = ("administrator", "survey_lead", "organiser", "signal_officer", "field_staff", "reader")


def give(apps, schema_editor):
    apps.get_model("accounts", "User").objects.update(**{f"is_{role}": True for role in ROLES})


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_roles")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
