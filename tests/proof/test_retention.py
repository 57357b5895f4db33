"""A run of retention: what goes, what stays, what waits, with a moved clock."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Invitation
from mail.models import OutgoingMail
from proof import retention
from proof.audit import record
from proof.models import AuditEntry, RetentionPeriod, RetentionRun, Verb
from proof.retention import Due, Rule
from proof.retention.deciding import (
    AlreadyHeld,
    MoreThanShown,
    PeriodOutOfBounds,
    confirm,
    confirm_clock,
    hold,
    let_go,
    set_period,
)
from proof.retention.running import RetentionIsRunning, plan, run, wipe_now
from surveys.imports import drafts
from surveys.models import CallRequest, FreeText, ImportRun, Wave
from surveys.retention import FREE_TEXTS
from surveys.services.calls import week_of
from tests.factories import UserFactory
from tests.proof.scenes import (
    NIGHT,
    another_process_in,
    night_before,
    noon,
    texts_per_year,
    wave_of,
)

Outcome = RetentionRun.Outcome
pytestmark = pytest.mark.django_db


def outcomes(result) -> dict[str, tuple[str, int]]:
    """What happened with the rules that had anything to do."""
    return {
        one.look.rule.key: (one.outcome, one.removed)
        for one in result.outcomes
        if one.removed or one.look.held or one.outcome != Outcome.DONE
    }


def removed_by(result, key: str) -> int:
    return next(one.removed for one in result.outcomes if one.look.rule.key == key)


def test_texts_go_a_year_after_the_wave_and_the_rest_of_it_stays():
    old, young = wave_of(2028, 2), wave_of(2029, 3)
    night_before()

    result = run(now=NIGHT)

    assert outcomes(result) == {"surveys.free_texts": (Outcome.DONE, 2)}
    assert texts_per_year() == {2029: 3}
    assert set(Wave.objects.all()) == {old, young}
    assert old.count_tables.count() == 2  # its complex and the corporation


@pytest.mark.parametrize(("day", "left"), [(date(2029, 10, 14), 1), (date(2029, 10, 15), 0)])
def test_text_goes_the_day_after_a_whole_year(day, left):
    wave_of(2028)
    night_before(noon(day))

    run(now=noon(day))

    assert FreeText.objects.count() == left


def test_texts_of_an_old_wave_read_in_yesterday_stay_for_a_year():
    wave = wave_of(2013)
    ImportRun.objects.create(
        wave=wave, file_name="oud.csv", sha256="0" * 64, imported_on=date(2030, 3, 9),
        read=1, imported=1, rejected=0, mapping="",
    )  # fmt: skip
    night_before()

    run(now=NIGHT)

    assert FreeText.objects.count() == 1


def test_open_wave_keeps_its_texts_whatever_its_dates_say():
    wave = wave_of(2020)
    Wave.objects.filter(pk=wave.pk).update(state="closing", public_key=b"x")
    night_before()

    run(now=NIGHT)

    assert FreeText.objects.count() == 1


def test_run_leaves_a_line_of_proof_for_itself_and_for_what_it_removed():
    wave_of(2028, 2)
    night_before()

    run(now=NIGHT, by=UserFactory(name="Noor Demo"))

    lines = list(RetentionRun.objects.filter(at=NIGHT).order_by("pk"))
    assert [(line.rule, line.outcome, line.removed) for line in lines] == [
        ("", Outcome.BEGUN, 0),
        ("surveys.free_texts", Outcome.DONE, 2),
        ("", Outcome.FAILED, 2),  # a test's own transaction: nothing could be wiped
    ]
    assert lines[0].details == {"by": "Noor Demo"}
    assert lines[1].details["due"] == [{"words": "Meting 2028", "count": 2}]


def test_period_of_this_corporation_counts_instead_of_the_rules_own():
    admin = UserFactory()
    wave_of(2029)
    night_before()
    set_period(FREE_TEXTS, 90, by=admin, now=NIGHT)

    run(now=NIGHT)

    assert FreeText.objects.count() == 0
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor) == (Verb.CHANGED_PERIOD, admin)
    assert entry.details == {"rule": "surveys.free_texts", "before": 365, "after": 90}


@pytest.mark.parametrize("days", [0, 29, 731, 100_000])
def test_period_outside_its_bounds_is_refused(days):
    with pytest.raises(PeriodOutOfBounds):
        set_period(FREE_TEXTS, days, by=UserFactory(), now=NIGHT)
    assert not RetentionPeriod.objects.exists()


def test_period_written_past_the_form_still_stays_within_its_bounds():
    wave_of(2029)
    night_before(noon(date(2029, 10, 16)))
    RetentionPeriod.objects.create(rule="surveys.free_texts", days=0)

    run(now=noon(date(2029, 10, 16)))

    assert FreeText.objects.count() == 1  # thirty days is the least


def test_fixed_period_cannot_be_changed():
    with pytest.raises(PeriodOutOfBounds):
        set_period(retention.rule_of("proof.sessions"), 0, by=UserFactory(), now=NIGHT)


# Holds


def test_held_wave_keeps_its_texts_and_the_proof_says_why():
    held, other = wave_of(2027), wave_of(2028)
    night_before()
    hold(FREE_TEXTS, (str(held.pk), held.title), reason="Zaak loopt", until=None,
         by=UserFactory(), now=NIGHT)  # fmt: skip

    run(now=NIGHT)

    assert texts_per_year() == {2027: 1}
    line = RetentionRun.objects.get(rule="surveys.free_texts")
    assert (line.removed, line.held) == (1, 1)
    assert line.details["held"] == [{"words": "Meting 2027", "count": 1, "reason": "Zaak loopt"}]
    assert other.title == "Meting 2028"


def test_hold_on_all_of_a_rule_keeps_everything():
    wave_of(2027)
    wave_of(2028)
    night_before()
    hold(FREE_TEXTS, ("", "alles"), reason="Onderzoek", until=None, by=UserFactory(), now=NIGHT)

    run(now=NIGHT)

    assert texts_per_year() == {2027: 1, 2028: 1}


def test_hold_ends_by_itself_after_its_day_and_at_once_when_let_go():
    first, second = wave_of(2027), wave_of(2028)
    night_before()
    admin = UserFactory()
    until = NIGHT + timedelta(days=1)
    hold(FREE_TEXTS, (str(first.pk), "a"), reason="Even", until=until, by=admin, now=NIGHT)
    kept = hold(FREE_TEXTS, (str(second.pk), "b"), reason="Lang", until=None, by=admin, now=NIGHT)

    run(now=NIGHT)
    assert texts_per_year() == {2027: 1, 2028: 1}
    run(now=until)
    assert texts_per_year() == {2028: 1}
    let_go(kept, by=admin, now=until)
    run(now=until + timedelta(hours=1))
    assert texts_per_year() == {}
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        Verb.HELD, Verb.HELD, Verb.RELEASED_HOLD,
    ]  # fmt: skip


def test_thing_is_held_once_and_again_after_the_first_is_over():
    admin, until = UserFactory(), NIGHT + timedelta(days=1)
    hold(FREE_TEXTS, ("7", "a"), reason="Even", until=until, by=admin, now=NIGHT)

    with pytest.raises(AlreadyHeld):
        hold(FREE_TEXTS, ("7", "a"), reason="Nog eens", until=None, by=admin, now=NIGHT)
    again = hold(FREE_TEXTS, ("7", "a"), reason="Weer", until=None, by=admin, now=until)

    assert again.reason == "Weer"


# The clock


def test_clock_a_year_wrong_removes_nothing_tonight_nor_the_next_nights():
    wave_of(2029, 5)
    record(None, Verb.EXPORTED, words="oud", now=NIGHT - timedelta(days=700))
    night_before()

    for night in range(5):
        wrong = NIGHT + timedelta(days=365 + night)
        result = run(now=wrong)
        assert (result.outcome, result.removed) == (Outcome.WAITING, 0)

    assert FreeText.objects.count() == 5
    assert AuditEntry.objects.count() == 1
    assert RetentionRun.objects.filter(outcome=Outcome.WAITING).count() == 5


def test_clock_put_right_again_goes_on_as_if_nothing_happened():
    wave_of(2028)
    night_before()
    run(now=NIGHT + timedelta(days=365))

    assert removed_by(run(now=NIGHT), "surveys.free_texts") == 1


@pytest.mark.parametrize(("days", "outcome"), [(3, Outcome.DONE), (3.01, Outcome.WAITING)])
def test_three_nights_may_be_missed_and_no_more(days, outcome):
    night_before(days=days)

    assert run(now=NIGHT).outcome == outcome


def test_confirmed_clock_counts_for_a_day_and_the_night_after_needs_nothing():
    wave_of(2028, 2)
    admin = UserFactory(name="Noor Demo")
    night_before(days=10)
    assert run(now=NIGHT).removed == 0

    confirm_clock(by=admin, now=NIGHT + timedelta(hours=6))

    assert removed_by(run(now=NIGHT + timedelta(hours=7)), "surveys.free_texts") == 2
    begun = RetentionRun.objects.whole().get(at=NIGHT + timedelta(hours=7), outcome=Outcome.BEGUN)
    assert begun.confirmed_name == "Noor Demo"
    assert run(now=NIGHT + timedelta(days=1)).clock.is_trusted


def test_confirmation_of_the_clock_from_before_does_not_help_a_later_jump():
    night_before(days=10)
    confirm_clock(by=UserFactory(), now=NIGHT)
    run(now=NIGHT)

    assert not run(now=NIGHT + timedelta(days=4)).clock.is_trusted


def test_before_the_first_run_the_newest_migration_tells_the_time():
    assert run(now=timezone.now()).clock.is_trusted
    assert not plan(now=timezone.now() + timedelta(days=400)).clock.is_trusted


def test_clock_of_before_the_installation_is_not_believed():
    assert not run(now=timezone.now() - timedelta(days=4000)).clock.is_trusted


# The cap


def many_texts() -> Wave:
    wave = wave_of(2028, 101)
    wave_of(2029, 50)
    night_before()
    return wave


def test_more_than_half_at_once_waits_until_an_administrator_says_yes():
    many_texts()
    admin = UserFactory(name="Noor Demo")

    result = run(now=NIGHT)
    assert outcomes(result) == {"surveys.free_texts": (Outcome.WAITING, 0)}
    assert FreeText.objects.count() == 151

    confirm(FREE_TEXTS, seen=101, by=admin, now=NIGHT + timedelta(hours=6))
    result = run(now=NIGHT + timedelta(days=1))

    assert outcomes(result) == {"surveys.free_texts": (Outcome.DONE, 101)}
    assert texts_per_year() == {2029: 50}
    assert RetentionRun.objects.get(removed=101, rule="surveys.free_texts").confirmed_name == (
        "Noor Demo"
    )


def test_confirmation_covers_what_was_seen_and_nothing_that_came_later():
    many_texts()
    confirm(FREE_TEXTS, seen=101, by=UserFactory(), now=NIGHT)
    wave_of(2027, 60)  # somebody's hold ended, say

    assert outcomes(run(now=NIGHT)) == {"surveys.free_texts": (Outcome.WAITING, 0)}


def test_confirming_more_than_was_shown_is_refused():
    many_texts()

    with pytest.raises(MoreThanShown):
        confirm(FREE_TEXTS, seen=100, by=UserFactory(), now=NIGHT)


def test_confirmation_is_used_once_and_forgotten_after_a_week():
    many_texts()
    admin = UserFactory()
    confirm(FREE_TEXTS, seen=101, by=admin, now=NIGHT - timedelta(days=8))

    assert outcomes(run(now=NIGHT)) == {"surveys.free_texts": (Outcome.WAITING, 0)}

    confirm(FREE_TEXTS, seen=101, by=admin, now=NIGHT)
    assert removed_by(run(now=NIGHT), "surveys.free_texts") == 101
    wave_of(2026, 101)
    assert outcomes(run(now=NIGHT + timedelta(hours=1))) == {
        "surveys.free_texts": (Outcome.WAITING, 0)
    }


def test_few_things_go_without_asking_even_when_they_are_all_there_is():
    wave_of(2028, 100)
    night_before()

    assert removed_by(run(now=NIGHT), "surveys.free_texts") == 100


# Other rules


def test_audit_log_forgets_after_two_years_and_not_before():
    now = timezone.now()
    for days in (729, 731, 2000):
        record(None, Verb.EXPORTED, words=str(days), now=now - timedelta(days=days))

    run(now=now)

    assert list(AuditEntry.objects.values_list("words", flat=True)) == ["729"]


def test_everything_of_the_house_goes_when_its_time_has_come():
    now = timezone.now()
    for number, ended in enumerate([None, now - timedelta(days=89), now - timedelta(days=91)]):
        OutgoingMail.objects.create(
            key=str(number), to="x@zilverbeek.example", subject=f"mail {number}", created_at=now,
            next_try_at=now, ended_at=ended, state="sent" if ended else "waiting",
        )  # fmt: skip
    Session.objects.create(session_key="oud", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="nieuw", expire_date=now + timedelta(hours=1))
    for number, (waited, kept) in enumerate([(9, True), (14, False)]):  # weeks since somebody asked
        week = week_of(now) - timedelta(weeks=waited)
        CallRequest.objects.create(name=f"bel {kept} {number}", phone="000", week=week)
    for days in (89, 91):
        ran_out = now - timedelta(days=days)
        Invitation.objects.create(
            email=f"{days}@zilverbeek.example", link_hash=str(days), sent_at=ran_out - timedelta(days=7),
            expires_at=ran_out,
        )  # fmt: skip
    draft = drafts.start_draft({}, "meting.csv", [b"naam;antwoord"])
    cache.set("even", "iets", 60)
    night_before(now)

    run(now=now)
    assert set(OutgoingMail.objects.values_list("subject", flat=True)) == {"mail 0", "mail 1"}
    assert list(CallRequest.objects.values_list("name", flat=True)) == ["bel True 0"]
    assert list(Invitation.objects.values_list("email", flat=True)) == ["89@zilverbeek.example"]
    assert list(Session.objects.values_list("session_key", flat=True)) == ["nieuw"]
    assert draft.folder.exists()
    assert cache.get("even") == "iets"

    night_before(now + timedelta(days=61))
    run(now=now + timedelta(days=61))
    assert not draft.folder.exists()
    assert cache.get("even") is None


# Runs that go wrong


def test_rule_that_fails_is_proved_as_failed_and_the_others_go_on(register_rule):
    def broken(due, cutoff):
        FreeText.objects.all().delete()
        raise OSError("schijf weg")

    register_rule(Rule("test.broken", "Kapot", "", 0, lambda cutoff: [Due(1)], broken, lambda: 1))
    wave_of(2028)
    wave_of(2029)
    night_before()

    result = run(now=NIGHT)

    assert outcomes(result) == {
        "surveys.free_texts": (Outcome.DONE, 1),
        "test.broken": (Outcome.FAILED, 0),
    }
    assert texts_per_year() == {2029: 1}  # what the broken one began was put back
    assert RetentionRun.objects.get(rule="test.broken").outcome == Outcome.FAILED


def test_another_run_at_the_same_time_is_refused():
    wave_of(2028)
    night_before()

    with another_process_in("retention"), pytest.raises(RetentionIsRunning):
        run(now=NIGHT)
    assert FreeText.objects.count() == 1


def test_copies_go_with_what_they_were_made_of(register_rule):
    gone = []
    register_rule(Rule("test.copied", "Iets", "", 0, lambda c: [Due(2)], lambda d, c: 2, lambda: 2))
    retention.after_removal("test.copied", lambda: gone.append("zip"))
    night_before()

    run(now=NIGHT)

    assert gone == ["zip"]


@pytest.fixture
def register_rule(monkeypatch):
    """Rules of a test, gone after it."""
    from proof.retention import registry

    monkeypatch.setattr(registry, "_rules", dict(registry._rules))
    monkeypatch.setattr(registry, "_copies", dict(registry._copies))
    return retention.register


# The command


def everything() -> dict[str, list[tuple]]:
    """Every row of every table."""
    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = cursor.fetchall()
    return rows


def test_dry_run_says_everything_and_changes_nothing(capsys):
    wave_of(2020, 2)
    before = everything()

    call_command("retention", "--dry-run")

    assert everything() == before
    said = capsys.readouterr().out.splitlines()
    assert "surveys.free_texts: 2 due" in said
    assert said[-1] == "Dry run: nothing was changed."


def test_command_refuses_to_run_beside_another():
    with (
        another_process_in("retention"),
        pytest.raises(CommandError, match="Another run is at work"),
    ):
        call_command("retention")


def test_every_rule_says_in_plain_words_what_it_keeps_and_how_long():
    found = {rule.key: (rule.days, rule.least, rule.most) for rule in retention.rules()}

    assert (
        found.items()
        >= {
            "surveys.free_texts": (365, 30, 730),
            "proof.uploads": (1, None, None),
            "proof.audit": (730, 365, 3650),
            "proof.runs": (730, 365, 3650),
            "proof.sessions": (0, None, None),
            "proof.jobs": (14, None, None),
            "proof.cache": (60, None, None),
            "mail.outbox": (90, 7, 365),
            "accounts.invitations": (90, 7, 365),
            "surveys.calls": (0, None, None),
            "surveys.custody": (0, None, None),
            "reports.made_files": (1, None, None),
            "meetings.partner_answers": (90, 7, 365),
        }.items()
    )
    for rule in retention.rules():
        assert all((str(rule.title), str(rule.kept), str(rule.note))), rule.key
        assert rule.bounded(rule.days) == rule.days


def test_what_could_not_be_wiped_after_a_deletion_by_hand_is_wiped_by_the_next_run():
    """Inside the transaction of a test nothing can be wiped: as when the database is kept busy."""
    night_before()

    assert not wipe_now(["surveys_letteraddress"], now=NIGHT)

    said = RetentionRun.objects.latest("pk")
    assert (said.words, said.outcome, said.details) == (
        "Resten wissen",
        Outcome.FAILED,
        {"erased": False},
    )
    assert not run(now=NIGHT + timedelta(hours=1)).erased  # it tried; outside a test it succeeds
