from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='OutgoingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=150, unique=True, verbose_name='sleutel')),
                ('to', models.EmailField(max_length=254, verbose_name='aan')),
                ('subject', models.CharField(max_length=200, verbose_name='onderwerp')),
                ('text', models.TextField(blank=True, verbose_name='tekst')),
                ('state', models.CharField(choices=[('waiting', 'wacht'), ('sending', 'wordt verstuurd'), ('sent', 'verstuurd'), ('late', 'te laat, niet verstuurd'), ('refused', 'geweigerd')], default='waiting', max_length=10, verbose_name='stand')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='pogingen')),
                ('trouble', models.CharField(blank=True, choices=[('unreachable', 'de mailserver is niet bereikbaar'), ('postponed', 'de mailserver neemt nu niets aan'), ('address', 'de mailserver weigert dit adres'), ('gave_up', 'vijf dagen lang niet gelukt')], max_length=12, verbose_name='oorzaak')),
                ('created_at', models.DateTimeField(verbose_name='geschreven op')),
                ('next_try_at', models.DateTimeField(verbose_name='volgende poging')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='heeft geen zin meer na')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='afgehandeld op')),
            ],
            options={
                'verbose_name': 'uitgaande mail',
                'verbose_name_plural': 'uitgaande mail',
                'indexes': [models.Index(fields=['state', 'next_try_at'], name='mail_by_turn')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state__in', ('waiting', 'sending'))), models.Q(('ended_at__isnull', False), ('state__in', ('sent', 'late', 'refused')), ('text', '')), _connector='OR'), name='mail_that_is_done_with_keeps_no_text')],
            },
        ),
    ]
