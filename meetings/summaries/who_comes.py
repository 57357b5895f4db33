"""How many people come and what they need: numbers and languages, nobody's name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, Sum
from django.utils.text import capfirst

from meetings.models import Meeting, Needs, Registration

State = Registration.State


@dataclass(frozen=True)
class WhoComes:
    """Households and people per state; what those with a seat need; questions for the meeting."""

    households: dict[str, int]
    people: dict[str, int]
    wheelchairs: int
    ring_loops: int
    children: int
    interpreters: tuple[tuple[str, int], ...]  # language and households, most first
    questions: int

    @property
    def has_needs(self) -> bool:
        return bool(self.wheelchairs or self.ring_loops or self.children or self.interpreters)


def who_comes(meeting: Meeting) -> WhoComes:
    counted = {
        row["state"]: (row["households"], row["total"])
        for row in meeting.registrations.values("state")
        .annotate(households=Count("pk"), total=Sum("people"))
        .order_by()
    }
    needs = Needs.objects.filter(registration__meeting=meeting, registration__state=State.SEATED)
    sums = needs.aggregate(
        wheelchairs=Count("pk", filter=Q(wheelchair=True)),
        ring_loops=Count("pk", filter=Q(ring_loop=True)),
        children=Sum("children"),
    )
    return WhoComes(
        households={state: counted.get(state, (0, 0))[0] for state in State.values},
        people={state: counted.get(state, (0, 0))[1] for state in State.values},
        wheelchairs=sums["wheelchairs"],
        ring_loops=sums["ring_loops"],
        children=sums["children"] or 0,
        interpreters=_languages(
            needs.exclude(interpreter="").values_list("interpreter", flat=True)
        ),
        questions=meeting.advance_questions.filter(is_set_aside=False).count(),
    )


def _languages(asked: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The same language however it was typed; the first way of typing it is shown."""
    shown: dict[str, str] = {}
    count: Counter[str] = Counter()
    for words in asked:
        name = " ".join(words.split())
        shown.setdefault(name.casefold(), capfirst(name))
        count[name.casefold()] += 1
    return tuple((shown[key], number) for key, number in count.most_common())
