"""The one cookie of a resident: what was answered so far, on their own device and nowhere else.

code     the access code as it is printed      place   WaveComplex.pk
lang     language of the pages                 tent    true on a tablet that people share
step     where they were                       data    step → variable → values as posted
sent     instead of code, step and data: what became of the sending, for the thanks page
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from surveys.respondent.sealing import seal, unseal
from surveys.respondent.sheet import Sheet, sheet_for

COOKIE = f"{settings.COOKIE_PREFIX}vragenlijst"
RECEIPT_SECONDS = 15 * 60
StepData = dict[str, list[str]]


@dataclass
class Sitting:
    """One resident at one questionnaire, as their device tells it."""

    place: int
    code: str = ""
    lang: str = "nl"
    tent: bool = False
    step: str | None = None
    data: dict[str, StepData] = field(default_factory=dict)
    sent: str = ""

    @property
    def sheet(self) -> Sheet | None:
        """The questionnaire this sitting is about; None when that wave takes no answers today."""
        sheet = sheet_for(self.place)
        return sheet if sheet and sheet.accepts_on(timezone.localdate()) else None

    def document(self) -> dict[str, Any]:
        kept = {"place": self.place, "lang": self.lang}
        if self.tent:
            kept["tent"] = True
        if self.sent:
            return kept | {"sent": self.sent}
        return kept | {"code": self.code, "step": self.step, "data": self.data}


def receipt(sitting: Sitting, outcome: str) -> Sitting:
    """What stays when the answers are gone from the device: where, in which language, what became of it."""
    return Sitting(sitting.place, lang=sitting.lang, tent=sitting.tent, sent=outcome)


def read(request: HttpRequest) -> Sitting | None:
    """What this device keeps; None when it keeps nothing, or nothing of ours."""
    value = request.COOKIES.get(COOKIE)
    document = unseal(value) if value else None
    if document is None:
        return None
    try:
        return Sitting(**document)
    except TypeError:  # of an older version of this program
        return None


def write(response: HttpResponseBase, sitting: Sitting) -> None:
    """Keep the sitting on the device until its wave closes; a shared tablet forgets it sooner."""
    response.set_cookie(
        COOKIE,
        seal(sitting.document()),
        max_age=_seconds(sitting),
        path="/",
        secure=settings.BEHIND_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def clear(response: HttpResponseBase) -> None:
    # Not delete_cookie: a __Host- cookie is only replaced by one that is Secure too.
    response.set_cookie(
        COOKIE,
        "",
        max_age=0,
        expires="Thu, 01 Jan 1970 00:00:00 GMT",
        path="/",
        secure=settings.BEHIND_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _seconds(sitting: Sitting) -> int | None:
    if sitting.sent:
        return RECEIPT_SECONDS
    sheet = sheet_for(sitting.place)
    if sitting.tent or sheet is None:
        return None  # ends with the browser
    now = timezone.localtime()
    midnight = datetime.combine(sheet.closes_on + timedelta(days=1), time.min, tzinfo=now.tzinfo)
    return max(0, int((midnight - now).total_seconds()))
