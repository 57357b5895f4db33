"""Who makes the meeting happen: rows of a colleague and a task."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Right
from meetings.models import Meeting

PREFIX = "team"
BLANK_ROWS, MORE_ROWS, MOST_ROWS = 2, 3, 40


class TeamRow(forms.Form):
    """One colleague. An empty row is no row."""

    user = forms.TypedChoiceField(
        label=_("Collega"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages={"invalid_choice": _("Deze collega kan niet (meer) in een team.")},
    )
    task = forms.CharField(
        label=_("Taak"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("bijvoorbeeld: ontvangst")}),
    )

    def __init__(self, *args: Any, colleagues: dict[int, User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        names = [(pk, user.name) for pk, user in colleagues.items()]
        self.fields["user"].choices = [("", _("niemand")), *names]  # type: ignore[attr-defined]

    def clean_user(self) -> User | None:
        return self.colleagues.get(self.cleaned_data["user"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("task") and not cleaned.get("user") and "user" not in self.errors:
            self.add_error("user", _("Kies wie deze taak heeft, of maak de taak leeg."))
        return cleaned


class TeamFormSet(forms.BaseFormSet):
    def clean(self) -> None:
        seen: set[int] = set()
        for form in self.forms:
            user = getattr(form, "cleaned_data", {}).get("user")
            if user and user.pk in seen:
                form.add_error("user", _("Deze collega staat er al. Zet de taken bij elkaar."))
            if user:
                seen.add(user.pk)

    @property
    def team(self) -> list[tuple[User, str]]:
        """Who, with their task."""
        rows = [row for row in self.cleaned_data if row and row.get("user")]
        return [(row["user"], row["task"]) for row in rows]


def team_rows(
    data: Any = None, *, meeting: Meeting | None = None, planner: User | None = None, more: bool
) -> Any:
    """The rows of a meeting's team, or of who plans a new one; `more` adds rows to what was sent."""
    kind = forms.formset_factory(
        TeamRow, formset=TeamFormSet, extra=BLANK_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    rows = stored_team(meeting) if meeting else []
    if planner and not meeting:
        rows = [{"user": planner.pk, "task": _("organisatie")}]
    options: dict[str, Any] = {
        "prefix": PREFIX,
        "form_kwargs": {"colleagues": _colleagues(rows)},
    }
    if data is None:
        return kind(initial=rows, **options)
    return kind(_with_more_rows(data) if more else data, **options)


def stored_team(meeting: Meeting) -> list[dict[str, Any]]:
    return [{"user": one.user_id, "task": one.task} for one in meeting.team.order_by("pk")]


def _colleagues(rows: list[dict[str, Any]]) -> dict[int, User]:
    """Who may see meetings, and who is in the team already, whatever became of them."""
    able = User.objects.with_right(Right.SEE_MEETINGS)
    ours = User.objects.filter(pk__in=[row["user"] for row in rows])
    return {user.pk: user for user in (able | ours).order_by("name", "pk")}


def _with_more_rows(data: Any) -> Any:
    data = data.copy()
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    data[f"{PREFIX}-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + MORE_ROWS)
    return data
