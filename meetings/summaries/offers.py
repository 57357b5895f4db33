"""What residents said, to choose from for a letter: topics of the tally and results that may be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F
from django.utils.translation import gettext as _

from complexes.models import Complex
from meetings.models import Feedback, Meeting, Promise, Topic
from surveys import results
from surveys.models import Wave
from surveys.results import words
from surveys.results.types import Change, IndicatorResult, Measure, UnitResult, Verdict
from ui import numbers

TOP = 3
MOST_RESULTS = 8
MARK = "R1"


@dataclass(frozen=True)
class Offer:
    """Words for “u zei”. `key` stands in an address, so it never holds the words themselves."""

    key: str
    words: str
    note: str = ""


def topics_of(feedback: Feedback) -> list[Topic]:
    """Topics of the letter's meeting, else of the last held one at its complex; the top three first."""
    meeting = feedback.meeting or _last_counted(feedback.complex)
    if meeting is None:
        return []
    counted = meeting.topics.with_count()
    return list(counted.order_by(F("rank").asc(nulls_last=True), F("count").desc(), "pk"))


def _last_counted(complex_: Complex) -> Meeting | None:
    """The last meeting here at which something was counted."""
    held = Meeting.objects.held().filter(complexes=complex_, topics__isnull=False)
    return held.order_by("-starts_at", "-pk").first()


def topic_offers(feedback: Feedback) -> list[Offer]:
    return [_topic(topic) for topic in topics_of(feedback)]


def _topic(topic: Topic) -> Offer:
    count: int = getattr(topic, "count", 0)
    times = _("1 keer genoemd") if count == 1 else _("%(n)s keer genoemd") % {"n": count}
    top = _("nummer %(rank)s") % {"rank": topic.rank} if topic.rank else ""
    return Offer(
        f"onderwerp-{topic.pk}", topic.label, " · ".join(part for part in (top, times) if part)
    )


def latest_result(complex_: Complex) -> tuple[Wave, UnitResult] | None:
    """The latest closed wave with this complex in it, when something of it may be shown."""
    wave = Wave.objects.closed_in(complex_).last()
    if wave is None:
        return None
    found = results.unit_result(wave, complex_)
    return (wave, found) if found.visible else None


def result_offers(complex_: Complex) -> list[Offer]:
    """Key figures, and what demonstrably changed; nothing that is hidden, in short plain sentences."""
    latest = latest_result(complex_)
    if latest is None:
        return []
    wave, result = latest
    chosen = [found for found in _telling(result) if found.level.visible][:MOST_RESULTS]
    return [Offer(f"cijfer-{found.indicator.key}", sentence(found), wave.title) for found in chosen]


def _telling(result: UnitResult) -> Iterator[IndicatorResult]:
    yield from result.key_indicators
    for found in result.indicators:
        changed = found.change and found.change.verdict in (Verdict.HIGHER, Verdict.LOWER)
        if changed and not found.indicator.is_key and found.indicator.tested:
            yield found


def sentence(found: IndicatorResult) -> str:
    """ "U gaf een 6,4 voor veiligheid. In 2020 was dat 6,9." """
    indicator, level = found.indicator, words.level_text(found.level, found.indicator.measure)
    about = words.subject(indicator)
    if indicator.key == MARK and indicator.measure is Measure.MARK:
        told = _("U gaf een %(level)s voor veiligheid.") % {"level": level}
    elif indicator.measure is Measure.SHARE:
        told = _("%(about)s: %(level)s van u.") % {"about": about, "level": level}
    else:
        told = _("%(about)s: een %(level)s, van 0 (slecht) tot 10 (goed).") % {
            "about": about,
            "level": level,
        }
    return f"{told} {_before(found)}".strip()


def _before(found: IndicatorResult) -> str:
    """What it was the last time, and whether the difference says something."""
    change = found.change
    if change is None or change.against is None or not change.earlier.visible:
        return ""
    if change.verdict in (Verdict.TOO_FEW, Verdict.NOT_COMPARABLE):
        return ""
    said = {
        "year": change.against.middle.year,
        "level": words.level_text(change.earlier, found.indicator.measure),
    }
    earlier = _("In %(year)s was dat %(level)s.") % said
    return f"{earlier} {_('Dat verschil kan toeval zijn.')}" if _may_be_chance(change) else earlier


def _may_be_chance(change: Change) -> bool:
    return change.verdict is Verdict.NO_CHANGE and bool(round(change.difference or 0, 3))


def offer(feedback: Feedback, key: str) -> Offer | None:
    """The offer with this key, as this letter may use it."""
    offers = [*topic_offers(feedback), *result_offers(feedback.complex)]
    return next((one for one in offers if one.key == key), None)


def promises_for(feedback: Feedback) -> list[Promise]:
    """Public promises to the residents of this complex: of the letter's meeting, then standing, then newest."""
    found = Promise.objects.public().filter(complex=feedback.complex)
    own = feedback.meeting_id
    chosen = found.select_related("partner", "topic").order_by("-made_on", "-pk")
    return sorted(
        chosen,
        key=lambda one: (one.meeting_id != own or own is None, one.state not in one.STANDING),
    )


def said_before(promise: Promise) -> str:
    """What residents said that this promise answers, where it is known."""
    return promise.topic.label if promise.topic else ""


def people_who_answered(complex_: Complex) -> str:
    """ "44 bewoners", as it may be told; "" when it may not."""
    latest = latest_result(complex_)
    n = latest[1].response.n if latest else None
    return _("%(n)s bewoners") % {"n": numbers.whole(n)} if n else ""
