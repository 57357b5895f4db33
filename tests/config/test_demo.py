"""How the demo is invented, and that only a demo can load it. Its story: test_demo_story.py."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command

from config.demo.answers import Scene, invent
from config.demo.coming import evening_day
from config.demo.meetings import moment
from meetings.summaries.preparing import standard

MONDAY = date(2026, 11, 30)


def test_invented_answers_meet_the_stated_mark_and_count_exactly():
    people = invent(Scene(respondents=44, mark=6.1, unsafe=16), Random("a"))
    marks = [person["R1"] for person in people]
    assert round(sum(marks) / len(marks), 1) == 6.1
    assert sum(person["V4"] in (2, 3, 4, 6) for person in people) == 16


def test_invented_answers_are_the_same_for_the_same_seed():
    scene = Scene(respondents=20, mark=7.0, unsafe=4)
    assert invent(scene, Random("a")) == invent(scene, Random("a"))
    assert invent(scene, Random("a")) != invent(scene, Random("b"))


@pytest.mark.parametrize("weekday", range(7))
def test_letters_of_the_coming_evening_are_late_on_any_day_of_the_week_and_nothing_after_is(
    weekday,
):
    today = MONDAY + timedelta(days=weekday)

    day = evening_day(today)

    due = {one.kind: one.due_on for one in standard(moment(day, "19:30"))}
    assert day.weekday() < 5
    assert due["letters"] < today < due["poster"]


def test_demo_is_refused_outside_a_demo(db, settings, tmp_path):
    settings.DEMO = False
    with pytest.raises(CommandError, match="Only for a demo"):
        call_command("load_demo", out=tmp_path)
