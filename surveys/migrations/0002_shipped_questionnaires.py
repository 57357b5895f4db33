"""Data: the short and the full questionnaire that come with Buurtpeil."""

from django.db import migrations

SHORT = "V1 V2 V3 V4 O1 O2 O3 O4 O5 O6 S1 P1 P4 R1 X1".split()
# At most two background questions a wave: household (A3) is left out of the full form.
FULL = (
    "V1 V2 V3 V4 V5 V6 O1 O2 O3 O4 O5 O6 S1 S2 S3 L1 L2 P1 P2 P3 P4 M1 M2 M3 R1 R2 A1 A2 X1"
).split()


def add(apps, schema_editor):
    questionnaire = apps.get_model("surveys", "Questionnaire")
    questionnaire.objects.create(name="Kort (15 vragen)", codes=SHORT, shipped=True)
    questionnaire.objects.create(name="Volledig (29 vragen)", codes=FULL, shipped=True)


def remove(apps, schema_editor):
    apps.get_model("surveys", "Questionnaire").objects.filter(shipped=True).delete()


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
