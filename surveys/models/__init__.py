"""Tables of surveys: questionnaires, waves, the sealed urn, what a closed wave keeps, imports."""

from surveys.models.calls import CallRequest
from surveys.models.imports import ImportMapping, ImportRun
from surveys.models.letters import LetterAddress
from surveys.models.questionnaires import OwnQuestion, Questionnaire
from surveys.models.responses import CountTable, FreeText, Response
from surveys.models.urn import AccessCode, DayCount, SealedItem
from surveys.models.waves import Wave, WaveComplex

__all__ = [
    "AccessCode",
    "CallRequest",
    "CountTable",
    "DayCount",
    "FreeText",
    "ImportMapping",
    "ImportRun",
    "LetterAddress",
    "OwnQuestion",
    "Questionnaire",
    "Response",
    "SealedItem",
    "Wave",
    "WaveComplex",
]
