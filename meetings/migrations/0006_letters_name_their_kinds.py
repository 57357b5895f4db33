"""What a published letter keeps says of which kind each part is, as everything that is frozen does."""

from django.db import migrations


def name_kinds(apps, _schema_editor):
    _rewrite(apps, lambda kept: kept if 'is' in kept else _letter(kept))


def leave_kinds_out(apps, _schema_editor):
    _rewrite(apps, _plain)


def _rewrite(apps, change):
    for feedback in apps.get_model('meetings', 'Feedback').objects.only('content'):
        if feedback.content:
            feedback.content = change(feedback.content)
            feedback.save(update_fields=['content'])


def _letter(kept):
    lines = [_line(line) for line in kept['lines']]
    return {'is': 'Letter', **kept, **_days(kept, 'written_on', 'look_again_on'), 'lines': lines}


def _line(kept):
    promised = kept['promised']
    if promised:
        promised = {'is': 'Promised', **promised, **_days(promised, 'due_on', 'ended_on')}
    return {'is': 'Line', **kept, 'promised': promised}


def _days(kept, *names):
    return {name: kept[name] and {'is': 'date', 'on': kept[name]} for name in names}


def _plain(value):
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    if value.get('is') == 'date':
        return value['on']
    return {name: _plain(part) for name, part in value.items() if name != 'is'}


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0005_letters_may_be_withdrawn'),
    ]

    operations = [migrations.RunPython(name_kinds, leave_kinds_out)]
