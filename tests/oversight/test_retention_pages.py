"""The page Bewaartermijnen, holds, confirming, and the need on the home page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import home
from accounts.roles import Role
from proof.models import (
    AuditEntry,
    RetentionConfirmation,
    RetentionHold,
    RetentionPeriod,
    RetentionRun,
    Verb,
)
from proof.retention.deciding import hold
from proof.retention.running import run
from surveys.models import FreeText
from surveys.retention import FREE_TEXTS
from tests.factories import UserFactory
from tests.html import text_of
from tests.proof.scenes import night_before, wave_of

PAGE_QUERIES = 28  # most of them count, rule by rule, what is due and what there is
Outcome = RetentionRun.Outcome


@pytest.fixture
def now():
    """A night on which the clock is believed."""
    moment = timezone.now()
    night_before(moment)
    return moment


def needs_of(user) -> list[tuple[str, str]]:
    return [
        (need.title, need.url)
        for section in home.sections(user, timezone.localdate())
        if section.title == "Bewaartermijnen"
        for need in section.needs
    ]


def test_page_says_what_is_kept_how_long_and_what_is_due(client, now):
    wave_of(2020, 2)

    told = text_of(client.get("/bewaartermijnen/"))

    assert "Wat bewoners in eigen woorden schreven" in told
    assert "1 jaar na de laatste dag van de meting, of na het inlezen" in told
    assert "2 jaar na de handeling" in told
    assert "Het laatst opgeruimd op" in told


@pytest.mark.parametrize("number", [1, 3, 300])
def test_page_costs_the_same_queries_however_much_is_due(
    client, number, now, corporation, django_assert_num_queries
):
    wave_of(2020, number)
    client.get("/bewaartermijnen/")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/bewaartermijnen/")


def test_changed_period_is_kept_and_written_in_the_log(client, now):
    answer = client.get("/bewaartermijnen/surveys.free_texts/")
    seen = answer.context["form"]["seen"].value()

    client.post("/bewaartermijnen/surveys.free_texts/", {"days": "200", "seen": seen})

    assert RetentionPeriod.objects.get().days == 200
    assert AuditEntry.objects.get().verb == Verb.CHANGED_PERIOD


@pytest.mark.parametrize("days", ["29", "731", "", "-1", "veel"])
def test_period_outside_its_bounds_is_explained_and_nothing_changes(client, now, days):
    answer = client.post("/bewaartermijnen/surveys.free_texts/", {"days": days})

    assert answer.status_code == 200
    assert answer.context["form"].errors["days"]
    assert AuditEntry.objects.count() == 0


def test_second_of_two_who_change_a_period_is_told_and_loses_nothing(client, now):
    seen = client.get("/bewaartermijnen/surveys.free_texts/").context["form"]["seen"].value()
    RetentionPeriod.objects.create(rule="surveys.free_texts", days=100)

    answer = client.post("/bewaartermijnen/surveys.free_texts/", {"days": "200", "seen": seen})

    assert "Iemand anders heeft dit intussen gewijzigd" in text_of(answer)
    assert RetentionPeriod.objects.get().days == 100
    assert answer.context["form"]["days"].value() == "200"


@pytest.mark.parametrize("key", ["proof.sessions", "bestaat.niet", "x"])
def test_period_that_cannot_be_changed_has_no_page(client, now, key):
    assert client.get(f"/bewaartermijnen/{key}/").status_code == 404
    assert client.get(f"/bewaartermijnen/uitstel/{key}/nieuw/").status_code == 404


def test_run_now_asks_first_then_cleans_up_and_says_how_it_went(client, now):
    wave_of(2020, 2)

    assert "schreven: 2" in text_of(client.get("/bewaartermijnen/opruimen/"))
    assert FreeText.objects.count() == 2
    answer = client.post("/bewaartermijnen/opruimen/", follow=True)

    assert FreeText.objects.count() == 0
    assert answer.redirect_chain == [("/bewaartermijnen/voortgang/", 302)]
    assert "2 verwijderd" in text_of(answer)
    progress = client.get("/bewaartermijnen/voortgang/", headers={"Accept": "application/json"})
    assert progress.json()["percentage"] in (0, 100)


# Confirming


def test_too_much_waits_and_goes_after_a_yes(client, administrator, now):
    wave_of(2020, 101)
    run(now=now)

    assert needs_of(administrator) == [("Opruimen wacht op uw bevestiging", "/bewaartermijnen/")]
    assert "101 tegelijk is veel" in text_of(client.get("/bewaartermijnen/"))
    page = client.get("/bewaartermijnen/surveys.free_texts/bevestigen/")
    assert "Meting 2020: 101" in text_of(page)
    client.post("/bewaartermijnen/surveys.free_texts/bevestigen/", {"seen": "101"})

    assert FreeText.objects.count() == 0
    assert RetentionConfirmation.objects.get().by == administrator
    assert set(AuditEntry.objects.values_list("verb", flat=True)) == {Verb.CONFIRMED_REMOVAL}


@pytest.mark.parametrize("seen", ["100", "", "-5", "x", "9" * 30])
def test_yes_to_less_than_is_due_removes_nothing(client, now, seen):
    wave_of(2020, 101)

    answer = client.post(
        "/bewaartermijnen/surveys.free_texts/bevestigen/", {"seen": seen}, follow=True
    )

    assert "intussen meer aan de beurt" in text_of(answer)
    assert FreeText.objects.count() == 101


def test_jumped_clock_waits_until_somebody_says_it_is_right(client, administrator):
    night_before(timezone.now(), days=20)
    wave_of(2020, 2)
    run(now=timezone.now())

    assert needs_of(administrator) == [("Opruimen wacht op u", "/bewaartermijnen/")]
    assert "De klok van de server is versprongen" in text_of(client.get("/bewaartermijnen/"))
    client.post("/bewaartermijnen/opruimen/")
    assert FreeText.objects.count() == 2
    assert "Volgens de server is het nu" in text_of(client.get("/bewaartermijnen/klok/"))
    client.post("/bewaartermijnen/klok/")

    assert FreeText.objects.count() == 0


def test_clock_that_is_believed_asks_nothing(client, now):
    assert client.get("/bewaartermijnen/klok/").url == "/bewaartermijnen/"
    client.post("/bewaartermijnen/klok/")
    assert not RetentionConfirmation.objects.exists()


# Holds


def test_held_wave_stays_and_is_let_go_after_asking(client, administrator, now):
    wave = wave_of(2020, 2)
    form = {"thing": str(wave.pk), "reason": "Er loopt een onderzoek", "until": ""}
    client.post("/bewaartermijnen/uitstel/surveys.free_texts/nieuw/", form)
    kept = RetentionHold.objects.get()
    assert (kept.words, kept.by, kept.key) == ("Meting 2020 (2020)", administrator, str(wave.pk))
    client.post("/bewaartermijnen/opruimen/")
    assert FreeText.objects.count() == 2

    assert "Er loopt een onderzoek" in text_of(client.get("/bewaartermijnen/uitstel/"))
    assert "loslaten?" in text_of(client.get(f"/bewaartermijnen/uitstel/{kept.pk}/"))
    client.post(f"/bewaartermijnen/uitstel/{kept.pk}/")
    client.post("/bewaartermijnen/opruimen/")

    assert FreeText.objects.count() == 0
    assert client.get(f"/bewaartermijnen/uitstel/{kept.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 301}, "reason"),
        ({"thing": "999999"}, "thing"),
        ({"until": "2020-01-01"}, "until"),
        ({"until": "ooit"}, "until"),
        ({"until": "99999-01-01"}, "until"),
    ],
)
def test_hold_without_reason_or_sense_is_refused(client, now, change, field):
    form = {"thing": "", "reason": "Onderzoek", "until": ""} | change

    answer = client.post("/bewaartermijnen/uitstel/surveys.free_texts/nieuw/", form)

    assert list(answer.context["form"].errors) == [field]
    assert not RetentionHold.objects.exists()


def test_hold_until_today_lasts_to_the_end_of_the_day(client, now):
    today = timezone.localdate()
    form = {"thing": "", "reason": "Onderzoek", "until": today.isoformat()}
    client.post("/bewaartermijnen/uitstel/surveys.free_texts/nieuw/", form)

    assert RetentionHold.objects.get().last_day == today


@pytest.mark.parametrize("number", [1, 3, 300])
def test_lists_cost_the_same_queries_whatever_their_length(
    client, administrator, number, now, corporation, django_assert_num_queries
):
    for key in range(number):
        hold(FREE_TEXTS, (str(key), f"Meting {key}"), reason="Onderzoek", until=None,
             by=administrator, now=now)  # fmt: skip
        RetentionRun.objects.create(at=now, words=f"regel {key}", outcome=Outcome.DONE)

    for path in ("/bewaartermijnen/uitstel/", "/bewaartermijnen/bewijs/"):
        client.get(path)
        with django_assert_num_queries(5):
            assert client.get(path).status_code == 200


def test_proof_shows_what_was_held_why_and_who_said_yes(client, now):
    RetentionRun.objects.create(
        at=now, rule="surveys.free_texts", words="Teksten", outcome=Outcome.DONE, removed=1234, held=2,
        details={"held": [{"words": "Meting 2020", "count": 2, "reason": "Zaak loopt"}]},
        confirmed_name="Noor Demo",
    )  # fmt: skip

    told = text_of(client.get("/bewaartermijnen/bewijs/"))

    assert "Vastgehouden: Meting 2020 (2), Zaak loopt" in told
    assert "1.234" in told


# The home page


def test_home_says_nothing_when_all_is_well(administrator, now):
    assert needs_of(administrator) == []


@pytest.mark.parametrize(("days", "said"), [(1.9, False), (2.1, True)])
def test_home_says_when_nothing_ran_for_two_days(administrator, days, said):
    night_before(timezone.now(), days=days)

    assert bool(needs_of(administrator)) is said


def test_home_says_that_a_part_failed(administrator):
    RetentionRun.objects.create(
        at=timezone.now() - timedelta(hours=1), words="Opruimen", outcome=Outcome.FAILED
    )

    assert needs_of(administrator) == [("Opruimen is mislukt", "/bewaartermijnen/")]


def test_home_of_others_says_nothing_about_it(db):
    others = [role for role in Role if role != Role.ADMINISTRATOR]

    assert needs_of(UserFactory(roles=others)) == []
