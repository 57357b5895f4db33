
import proof.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proof', '0001_audit_log'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='verb',
            field=models.CharField(choices=proof.models.verbs, max_length=24, verbose_name='wat'),
        ),
    ]
