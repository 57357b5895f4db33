"""What an organiser should know before settling on a day, place and team; each can be set aside with a reason.

A warning is named after its facts: when one of them changes, it is another warning, and it comes back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext as _

from complexes.context import current_corporation
from meetings.models import Meeting, SetAside
from meetings.summaries import days
from meetings.summaries.clashes import Clash, Plan, clashes, plan_of
from ui import numbers
from ui.moments import clock, hours


@dataclass(frozen=True)
class Warned:
    """`firm`: the organiser says why it may stay before the plan is kept; others may be left standing."""

    key: str
    title: str
    words: str
    firm: bool = True
    url: str = ""  # of the other meeting
    link: str = ""

    @property
    def kind(self) -> str:
        """What it is about, whatever its facts: the first part of its key."""
        return self.key.split("-")[0]


@dataclass(frozen=True)
class Seen:
    """A warning of a stored meeting, with what was said when it was set aside; `earlier`: about other facts."""

    warning: Warned
    aside: SetAside | None = None
    earlier: str = ""


def warnings(plan: Plan) -> list[Warned]:
    """Every warning about a plan, the other meetings first."""
    return [*_of_clashes(plan), *_of_the_day(plan), *_of_daylight(plan)]


def seen_warnings(meeting: Meeting) -> list[Seen]:
    """Of a stored meeting: those that stand first, then those set aside."""
    found = warnings(plan_of(meeting))
    aside = {one.warning: one for one in meeting.set_aside.select_related("by").order_by("at")}
    now = {one.key for one in found}
    gone = {key.split("-")[0]: one.reason for key, one in aside.items() if key not in now}
    seen = [Seen(one, aside.get(one.key), gone.get(one.kind, "")) for one in found]
    return sorted(seen, key=lambda one: one.aside is not None)


def _key(kind: str, *facts: object) -> str:
    told = "|".join(str(fact) for fact in facts)
    return f"{kind}-{sha256(told.encode()).hexdigest()[:20]}"


def _moments(*moments: datetime) -> list[int]:
    """The same in every time zone: a form speaks of Amsterdam, the database of Greenwich."""
    return [int(one.timestamp()) for one in moments]


def _of_clashes(plan: Plan) -> Iterator[Warned]:
    for clash in clashes(plan):
        other = clash.other
        title, words = _clash_words(clash)
        yield Warned(
            key=_key(
                clash.kind,
                other.pk,
                *_moments(other.starts_at, other.ends_at, plan.starts_at, plan.ends_at),
                plan.venue_id if clash.kind in ("venue", "travel") else "",
                sorted(clash.shared),
            ),
            title=title,
            words=words,
            firm=clash.kind != "near",
            url=other.get_absolute_url(),
            link=other.title,
        )


def _clash_words(clash: Clash) -> tuple[str, str]:
    other = clash.other
    said = {
        "names": numbers.enumerated(clash.names),
        "title": other.title,
        "day": numbers.weekday(other.day),
        "hours": hours(other.starts_at, other.ends_at),
        "venue": other.venue.name if other.venue else "",
    }
    if clash.kind == "venue":
        return _("De locatie is dan bezet"), _(
            "In %(venue)s is dan al: %(title)s, %(day)s, %(hours)s."
        ) % said
    if clash.kind == "person":
        return _("Iemand moet op twee plaatsen zijn"), _(
            "%(names)s: dan ook bij %(title)s, %(hours)s."
        ) % said
    if clash.kind == "travel":
        return _("Er is weinig reistijd"), _(
            "%(names)s: die dag ook bij %(title)s op een andere plek, %(hours)s. Ertussen zit nog geen uur."
        ) % said
    if clash.kind == "complex":
        return _("Twee bijeenkomsten tegelijk in één complex"), _(
            "%(names)s: dan ook %(title)s, %(hours)s."
        ) % said
    return _("Kort na elkaar in één complex"), _(
        "%(names)s: op %(day)s is ook %(title)s. Dat vraagt veel van bewoners."
    ) % said


def _of_the_day(plan: Plan) -> Iterator[Warned]:
    day = timezone.localdate(plan.starts_at)
    said = {"day": numbers.weekday(day)}
    if name := days.public_holiday(day):
        words = _("Het is %(day)s: %(name)s.") % {**said, "name": name}
        yield Warned(_key("holiday", day), _("Het is een feestdag"), words)
    region = current_corporation().school_region
    if holiday := days.school_holiday(day, region):
        regions = numbers.enumerated([one.capitalize() for one in holiday.regions])
        words = _("Op %(day)s is het %(name)s in regio %(regions)s. Gezinnen zijn dan vaker weg.")
        yield Warned(
            _key("school", day, holiday.regions),
            _("Het is schoolvakantie"),
            words % {**said, "name": holiday.name, "regions": regions},
            firm=False,
        )
    elif not days.school_holidays_known(day):
        words = _("Voor %(day)s weet Buurtpeil de schoolvakanties nog niet. Kijk dat zelf na.")
        yield Warned(
            _key("school", day), _("Schoolvakanties nog onbekend"), words % said, firm=False
        )


def _of_daylight(plan: Plan) -> Iterator[Warned]:
    """A schouw looks at things; from some minutes before sunset on there is little to see."""
    if plan.kind != Meeting.Kind.WALK:
        return
    rises, sets = days.daylight(timezone.localdate(plan.starts_at))
    if plan.starts_at >= rises and plan.ends_at <= sets:
        return
    dark = plan.starts_at >= sets or plan.ends_at <= rises
    words = (
        _("De zon is dan onder: zij komt rond %(rises)s uur op en gaat rond %(sets)s uur onder.")
        if dark
        else _(
            "Een deel is in het donker: de zon komt rond %(rises)s uur op en gaat rond %(sets)s uur onder."
        )
    )
    yield Warned(
        _key("dark", *_moments(plan.starts_at, plan.ends_at)),
        _("De schouw is in het donker") if dark else _("De schouw is deels in het donker"),
        words % {"rises": clock(_rounded(rises)), "sets": clock(_rounded(sets))},
    )


def _rounded(at: datetime) -> datetime:
    """To five minutes: it is the sun of the middle of the country."""
    return at - timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
