"""Tables of meetings: planning, programme, who comes, the door, minutes, promises, what residents hear back."""

from meetings.models.door import CheckIn, TallyNote, TallyTick, Topic
from meetings.models.feedback import Evaluation, Feedback, FeedbackLine
from meetings.models.meetings import Meeting, Preparation, SetAside, TeamMember
from meetings.models.minutes import Minutes, Passage
from meetings.models.notices import CalendarFeed, Notice, PromiseNotice
from meetings.models.participation import Participation
from meetings.models.programme import ProgrammeItem
from meetings.models.promises import Promise, PromiseStep
from meetings.models.registrations import AdvanceQuestion, Needs, Registration
from meetings.models.venues import Venue

__all__ = [
    "AdvanceQuestion",
    "CalendarFeed",
    "CheckIn",
    "Evaluation",
    "Feedback",
    "FeedbackLine",
    "Meeting",
    "Minutes",
    "Needs",
    "Notice",
    "Participation",
    "Passage",
    "Preparation",
    "ProgrammeItem",
    "Promise",
    "PromiseNotice",
    "PromiseStep",
    "Registration",
    "SetAside",
    "TallyNote",
    "TallyTick",
    "TeamMember",
    "Topic",
    "Venue",
]
