"""Who came, as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from complexes.models import Entrance
from meetings.models import Meeting
from surveys.results.policy import Policy
from ui.lists import natural


@dataclass(frozen=True)
class Attendance:
    """How many came: households and their people, people without a registration, and those on paper."""

    households: int
    by_name: int
    loose: int
    on_paper: int

    @property
    def total(self) -> int:
        return self.by_name + self.loose + self.on_paper


@dataclass(frozen=True)
class PerEntrance:
    """`rows`: entrance in words and count, None where it is too small to tell or would tell a small one."""

    rows: list[tuple[str, int | None]]
    least: int

    @property
    def hides(self) -> bool:
        return any(count is None for _words, count in self.rows)

    @property
    def tells(self) -> bool:
        """Whether there is any count to show."""
        return any(count is not None for _words, count in self.rows)


def attendance(meeting: Meeting) -> Attendance:
    """Costs two queries. A registration that is deleted leaves its people, without a name."""
    counting = meeting.check_ins.counting()
    named = counting.filter(registration__isnull=False).aggregate(
        n=Count("pk"), people=Sum("people")
    )
    loose = counting.loose().aggregate(people=Sum("people"))
    return Attendance(
        households=named["n"],
        by_name=named["people"] or 0,
        loose=loose["people"] or 0,
        on_paper=meeting.counted_on_paper or 0,
    )


def entrances_of(meeting: Meeting) -> list[tuple[int, str]]:
    """Key and words of each entrance, as people count; with its complex where two may bear one name."""
    found = Entrance.objects.filter(complex__meetings=meeting).select_related("complex")
    ordered = sorted(found, key=lambda one: (natural(one.complex.name), natural(one.name)))
    several = len({one.complex_id for one in ordered}) > 1
    return [(one.pk, f"{one.complex.name}, {one.name}" if several else one.name) for one in ordered]


def per_entrance(meeting: Meeting, policy: Policy) -> PerEntrance:
    """People without a registration by the entrance that they named."""
    entrances = entrances_of(meeting)
    counted = dict(
        meeting.check_ins.counting()
        .filter(entrance__isnull=False)
        .values_list("entrance")
        .annotate(people=Sum("people"))
    )
    shown = tellable({pk: counted.get(pk, 0) for pk, _words in entrances}, policy.least_responses)
    rows = [(words, policy.count(shown[pk]) if pk in shown else None) for pk, words in entrances]
    return PerEntrance(rows, policy.least_responses)


def tellable(counts: Mapping[int, int], least: int) -> dict[int, int]:
    """The counts that may be told: each large enough, and what is left together large enough too.

    Otherwise the total less what is shown would tell the small one: the smallest that is shown goes as well.
    """
    shown = {key: count for key, count in counts.items() if count >= least}
    rest = [count for count in counts.values() if count < least]
    while rest and shown and sum(rest) < least:
        smallest = min(shown, key=lambda key: shown[key])
        rest.append(shown.pop(smallest))
    return shown
