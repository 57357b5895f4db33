"""What waves bring to the home page, and how the search finds them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import home
from accounts.access import may
from accounts.home import Found, Need, Section, Step
from accounts.roles import Right
from surveys.models import FreeText, Wave
from surveys.services.counts import Total, totals
from ui import numbers

if TYPE_CHECKING:
    from accounts.models import User

SOON = timedelta(days=7)


def register() -> None:
    """Called once when the app is ready."""
    home.register(needs=wave_needs, steps=first_wave)
    home.register(search=found_waves, search_page="surveys:wave_list")


def wave_needs(user: "User", today: date) -> Iterator[Section]:
    """Waves in the field, with their response as it may be told; for who runs them also what to do."""
    runs = may(user, Right.RUN_WAVES)
    waves = list(
        Wave.objects.visible_to(user)
        .exclude(state=Wave.State.CLOSED)
        .defer("document", "public_key", "wrapped_private_key")
        .order_by("closes_on", "pk")
    )
    started = [wave for wave in waves if wave.state != Wave.State.DRAFT]
    told = totals(started, today=today)
    yield Section(
        _("Lopende metingen"),
        tuple(_running(wave, told[wave.pk], today, runs=runs) for wave in started),
        reverse("surveys:wave_list"),
        _("Alle metingen"),
    )
    if runs:
        drafts = (wave for wave in waves if wave.state == Wave.State.DRAFT)
        yield Section(_("Metingen om te openen"), tuple(_draft(one, today) for one in drafts))
    yield Section(_("Wat bewoners schreven"), tuple(_unread(user)))


def first_wave(user: "User") -> Iterator[Step]:
    """The last step of setting up: somebody starts a wave."""
    if may(user, Right.MANAGE_SETTINGS):
        yield Step(
            place=40,
            title=_("De eerste meting"),
            words=_(
                "Een onderzoeksleider maakt de meting, kiest de complexen en print de codes. "
                "Resultaten van vroeger kunnen uit een bestand komen."
            ),
            url=reverse("surveys:wave_create") if may(user, Right.RUN_WAVES) else "",
            done=Wave.objects.exists(),
        )


def found_waves(words: str, user: "User", at_most: int) -> Iterator[Found]:
    """Waves whose title or code holds every word, newest first."""
    waves = Wave.objects.visible_to(user).search(words).defer("document")
    for wave in waves.order_by("-opens_on", "-pk")[:at_most]:
        period = numbers.period(wave.opens_on, wave.closes_on)
        state = wave.get_state_display()
        yield Found(_("Metingen"), wave.title, wave.get_absolute_url(), f"{state} · {period}")


def _running(wave: Wave, told: Total, today: date, *, runs: bool) -> Need:
    closing = wave.state == Wave.State.CLOSING
    over = closing or wave.closes_on < today
    days = (wave.closes_on - today).days
    return Need(
        title=wave.title,
        url=reverse("surveys:wave_close", args=[wave.code])
        if over and runs
        else wave.get_absolute_url(),
        subtitle=_what_now(closing=closing, over=over, days=days, runs=runs),
        due_on=wave.closes_on,
        urgency="late" if over else ("soon" if days <= SOON.days else "calm"),
        progress=None if told.at_least or told.rate is None else min(told.rate, 1.0),
        progress_words=told_words(told),
    )


def _what_now(*, closing: bool, over: bool, days: int, runs: bool) -> str:
    if closing:
        return _("het sluiten is begonnen en nog niet klaar")
    if over and runs:
        return _("de laatste dag is voorbij: sluit de meting, dan komt de uitslag")
    if over:
        return _("de laatste dag is voorbij; de uitslag komt na het sluiten")
    if not days:
        return _("vandaag de laatste dag")
    return ngettext("nog %(days)d dag", "nog %(days)d dagen", days) % {"days": days}


def told_words(told: Total) -> str:
    """ "124 van 600 woningen · 21%", as of yesterday; below ten only that it is below ten."""
    if not told.responses:
        return _("nog minder dan 10 antwoorden geteld, tot en met gisteren")
    said = {
        "n": numbers.whole(told.responses),
        "dwellings": numbers.whole(told.dwellings),
        "rate": numbers.percent(told.rate or 0),
    }
    if not told.dwellings:
        return _("%(n)s antwoorden, tot en met gisteren") % said
    if told.at_least:
        return _("minstens %(n)s antwoorden van %(dwellings)s woningen, tot en met gisteren") % said
    return _("%(n)s antwoorden van %(dwellings)s woningen · %(rate)s, tot en met gisteren") % said


def _draft(wave: Wave, today: date) -> Need:
    late = wave.opens_on < today
    return Need(
        title=wave.title,
        url=wave.get_absolute_url(),
        subtitle=_("concept; de eerste dag is al voorbij")
        if late
        else _("concept; opent op %(day)s") % {"day": numbers.day(wave.opens_on)},
        due_on=wave.opens_on,
        urgency="late" if late else ("soon" if wave.opens_on <= today + SOON else "calm"),
    )


def _unread(user: "User") -> Iterator[Need]:
    """Per closed wave how many texts nobody has read yet."""
    texts = FreeText.objects.visible_to(user).filter(state=FreeText.State.UNREAD).order_by()
    counted = texts.values("wave_id", "wave__code", "wave__title").annotate(number=Count("pk"))
    for row in counted.order_by("-wave__closes_on"):
        words = ngettext(
            "%(n)s tekst is nog niet gelezen; zolang komt hij niet in een rapport",
            "%(n)s teksten zijn nog niet gelezen; zolang komen zij niet in een rapport",
            row["number"],
        )
        yield Need(
            title=row["wave__title"],
            url=reverse("surveys:text_list", args=[row["wave__code"]]),
            subtitle=words % {"n": numbers.whole(row["number"])},
        )
