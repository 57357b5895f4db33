"""Administrators invite colleagues, change what they may do, and close accounts."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.roles import Role
from accounts.services import people as services
from mail.delivery import deliver_due
from mail.models import OutgoingMail
from proof.models import AuditEntry
from tests.factories import UserFactory
from tests.html import column, errors, heading
from tests.signing_in import app_code, give_app

PASSWORD = "een lange zin om in te loggen"


@pytest.fixture(autouse=True)
def _nobody_waits():
    cache.clear()


@pytest.fixture
def boss(db) -> User:
    return UserFactory(name="Bea Beheerder", roles=[Role.ADMINISTRATOR])


@pytest.fixture
def as_boss(boss) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def invite(client: Client, email="nieuw@zilverbeek.example", roles=("reader", "organiser")):
    return client.post("/medewerkers/uitnodigen/", {"email": email, "roles": roles})


def link_in(post_office) -> str:
    deliver_due.call()
    text = post_office.mails[-1].get_content()
    [path] = re.findall(r"https?://[^/\s]+(/uitnodiging/\S+)", text)
    return path


def join(client: Client, link: str, name="Nia Nieuw", password=PASSWORD, again=None):
    data = {"name": name, "new_password1": password, "new_password2": again or password}
    return client.post(link, data)


def log() -> list[tuple[str, str]]:
    return [(entry.verb, entry.words) for entry in AuditEntry.objects.order_by("pk")]


# Inviting and joining ---------------------------------------------------------------------------


def test_invited_colleague_joins_with_the_roles_and_sets_up_the_second_factor(as_boss, post_office):
    assert invite(as_boss).url == "/medewerkers/uitnodigingen/"
    link, newcomer = link_in(post_office), Client()
    assert heading(newcomer.get(link)) == "Welkom bij Buurtpeil"

    answer = join(newcomer, link)

    user = User.objects.get(email="nieuw@zilverbeek.example")
    assert (user.name, user.roles) == ("Nia Nieuw", {Role.READER, Role.ORGANISER})
    assert user.check_password(PASSWORD)
    assert answer.url == "/"
    assert newcomer.get("/complexen/").url == "/account/"
    secret = newcomer.get("/account/app/").context["form"].secret
    newcomer.post("/account/app/", {"code": app_code(secret)})
    assert newcomer.get("/complexen/").status_code == 200
    assert log() == [
        ("invited", "nieuw@zilverbeek.example"),
        ("joined", "Nia Nieuw"),
        ("changed_factor", "Nia Nieuw"),
    ]


def test_link_of_an_invitation_works_once_and_shows_nobody(as_boss, post_office):
    invite(as_boss)
    link = link_in(post_office)
    join(Client(), link)

    for answer in (Client().get(link), join(Client(), link, "Een Ander")):
        assert (answer.status_code, heading(answer)) == (410, "Deze uitnodiging werkt niet meer")
    assert User.objects.count() == 2


@pytest.mark.parametrize(("days", "status"), [(6.99, 200), (7, 410)])
def test_link_of_an_invitation_works_for_seven_days(as_boss, post_office, days, status):
    invite(as_boss)
    link = link_in(post_office)
    back = timedelta(days=days)
    invitation = Invitation.objects.get()
    invitation.sent_at, invitation.expires_at = (
        invitation.sent_at - back,
        invitation.expires_at - back,
    )
    invitation.save()

    assert Client().get(link).status_code == status


def test_resending_makes_the_old_link_useless(as_boss, post_office):
    invite(as_boss)
    old = link_in(post_office)
    pk = Invitation.objects.get().pk

    as_boss.post(f"/medewerkers/uitnodigingen/{pk}/opnieuw/")
    new = link_in(post_office)

    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200
    assert len(post_office.mails) == 2


def test_withdrawing_asks_and_makes_the_link_useless(as_boss, post_office):
    invite(as_boss)
    link, pk = link_in(post_office), Invitation.objects.get().pk
    page = f"/medewerkers/uitnodigingen/{pk}/intrekken/"
    assert heading(as_boss.get(page)) == "De uitnodiging van nieuw@zilverbeek.example intrekken?"
    assert Client().get(link).status_code == 200

    as_boss.post(page)

    assert Client().get(link).status_code == 410
    assert as_boss.post(page).status_code == 404
    assert log()[-1] == ("withdrew", "nieuw@zilverbeek.example")
    assert invite(as_boss).status_code == 302  # and may be invited again


def test_link_is_nowhere_in_the_database(as_boss, post_office):
    invite(as_boss)
    token = link_in(post_office).split("/")[2]

    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(OutgoingMail.objects.values()))
    assert token not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("email", "roles", "said"),
    [
        ("geen adres", ["reader"], "E-mailadres"),
        ("nieuw@zilverbeek.example", [], "Rollen"),
        ("nieuw@zilverbeek.example", ["koning"], "Rollen"),
        ("GEA@zilverbeek.example", ["reader"], "Op dit adres staat al een account."),
        ("Al.Uitgenodigd@zilverbeek.example", ["reader"], "Dit adres is al uitgenodigd."),
    ],
)
def test_invitation_that_cannot_be_sent_says_why_and_keeps_what_was_typed(
    as_boss, email, roles, said
):
    UserFactory(email="gea@zilverbeek.example")
    invite(as_boss, "al.uitgenodigd@zilverbeek.example")

    answer = invite(as_boss, email, roles)

    assert said in " ".join(errors(answer))
    assert email in answer.content.decode()
    assert Invitation.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "password", "again", "said"),
    [
        ("", PASSWORD, None, "Uw naam: Dit veld is verplicht."),
        ("Nia", "wachtwoord123", None, "te makkelijk te raden"),
        ("Nia Nieuw", "nieuw@zilverbeek.example", None, "e-mailadres"),
        ("Nia", PASSWORD, "iets anders dan dat", "De twee wachtwoorden zijn niet gelijk."),
    ],
)
def test_joining_with_something_wrong_makes_no_account(
    as_boss, post_office, name, password, again, said
):
    invite(as_boss)
    link = link_in(post_office)

    answer = join(Client(), link, name, password, again)

    assert said in " ".join(errors(answer))
    assert User.objects.count() == 1


def test_invitation_is_written_and_waits_when_mail_is_down(as_boss, closed_post_office):
    invite(as_boss)
    deliver_due.call()

    page = as_boss.get("/medewerkers/uitnodigingen/").content.decode()
    assert "De mail doet het nu niet." in page
    waiting = as_boss.get("/medewerkers/mail/").content.decode()
    assert "nieuw@zilverbeek.example" in waiting
    assert "de mailserver is niet bereikbaar" in waiting
    assert "/uitnodiging/" not in waiting

    closed_post_office.open()
    as_boss.post("/medewerkers/mail/")
    deliver_due.call()

    assert [mail["To"] for mail in closed_post_office.mails] == ["nieuw@zilverbeek.example"]
    assert "Alle mail is weg" in as_boss.get("/medewerkers/mail/").content.decode()


# Roles ------------------------------------------------------------------------------------------


def save_roles(client: Client, user: User, *roles: Role, seen: str | None = None):
    page = client.get(f"/medewerkers/{user.pk}/")
    data = {role.field: "on" for role in roles}
    data["seen"] = seen or page.context["form"].initial["seen"]
    return client.post(f"/medewerkers/{user.pk}/", data)


def test_changing_roles_works_at_once_and_is_in_the_log(as_boss, boss):
    gea = UserFactory(name="Gea", roles=[Role.READER])
    as_gea = Client()
    as_gea.force_login(gea)
    assert as_gea.get("/metingen/").status_code == 200

    save_roles(as_boss, gea, Role.FIELD_STAFF)

    assert as_gea.get("/metingen/").status_code == 403
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb, entry.details) == (
        boss,
        "changed_rights",
        {"before": ["reader"], "after": ["field_staff"]},
    )


def test_saving_the_same_roles_logs_nothing(as_boss):
    gea = UserFactory(roles=[Role.READER])

    assert save_roles(as_boss, gea, Role.READER).status_code == 302
    assert log() == []


def test_second_of_two_who_change_roles_is_told(as_boss):
    gea = UserFactory(roles=[Role.READER])
    seen = as_boss.get(f"/medewerkers/{gea.pk}/").context["form"].initial["seen"]
    save_roles(as_boss, gea, Role.ORGANISER)

    answer = save_roles(as_boss, gea, Role.READER, Role.SURVEY_LEAD, seen=seen)

    assert "Iemand anders heeft dit intussen gewijzigd." in " ".join(errors(answer))
    assert User.objects.get(pk=gea.pk).roles == {Role.ORGANISER}


def test_colleague_without_any_role_is_refused(as_boss):
    gea = UserFactory(roles=[Role.READER])

    assert "Kies minstens één rol" in " ".join(errors(save_roles(as_boss, gea)))


def test_administrator_cannot_take_their_own_role_away(as_boss, boss):
    UserFactory(roles=[Role.ADMINISTRATOR])

    answer = save_roles(as_boss, boss, Role.READER)

    assert "Dit kan een beheerder niet bij zichzelf doen." in " ".join(errors(answer))
    assert User.objects.get(pk=boss.pk).roles == {Role.ADMINISTRATOR}


def test_last_administrator_who_can_sign_in_stays(boss):
    UserFactory(roles=[Role.ADMINISTRATOR], is_active=False)
    now = timezone.now()

    with pytest.raises(services.LastAdministrator):
        services.change_roles(boss, [Role.READER], actor=None, now=now)
    with pytest.raises(services.LastAdministrator):
        services.disable(boss, actor=None, now=now)
    with pytest.raises(CommandError):
        call_command("disable_staff", email=boss.email)
    assert log() == []


# Closing an account -----------------------------------------------------------------------------


def test_disabling_asks_and_ends_every_session_at_once(as_boss):
    gea = UserFactory(name="Gea")
    as_gea = [Client(), Client()]
    for one in as_gea:
        one.force_login(gea)
    page = f"/medewerkers/{gea.pk}/afsluiten/"
    assert heading(as_boss.get(page)) == "Gea afsluiten?"
    assert as_gea[0].get("/complexen/").status_code == 200

    as_boss.post(page)

    assert [one.get("/complexen/").status_code for one in as_gea] == [302, 302]
    as_boss.post(f"/medewerkers/{gea.pk}/toelaten/")
    assert [one.get("/complexen/").status_code for one in as_gea] == [302, 302]
    assert log() == [("disabled", "Gea"), ("enabled", "Gea")]


def test_administrator_cannot_disable_themselves(as_boss, boss):
    UserFactory(roles=[Role.ADMINISTRATOR])

    answer = as_boss.post(f"/medewerkers/{boss.pk}/afsluiten/")

    assert (answer.status_code, as_boss.get("/medewerkers/").status_code) == (409, 200)
    assert "Dit kan een beheerder niet bij zichzelf doen." in answer.content.decode()


def test_resetting_the_second_factor_asks_ends_sessions_logs_and_mails(as_boss, post_office):
    gea = UserFactory(name="Gea")
    gea.set_password(PASSWORD)
    gea.save()
    give_app(gea)
    as_gea = Client()
    as_gea.force_login(gea)
    page = f"/medewerkers/{gea.pk}/tweede-stap-wissen/"
    assert "bel terug" in as_boss.get(page).content.decode()

    as_boss.post(page)

    assert as_gea.get("/complexen/").status_code == 302
    answer = as_gea.post("/inloggen/", {"login": gea.email, "password": PASSWORD}, follow=True)
    assert heading(answer) == "Nog één stap"
    assert log() == [("reset_factor", "Gea")]
    deliver_due.call()
    assert "een beheerder heeft uw tweede stap gewist" in post_office.mails[-1].get_content()


def test_partner_is_no_colleague(as_boss):
    partner = UserFactory(kind=User.Kind.PARTNER)

    assert as_boss.get(f"/medewerkers/{partner.pk}/").status_code == 404
    assert as_boss.post(f"/medewerkers/{partner.pk}/afsluiten/").status_code == 404
    assert partner.email not in as_boss.get("/medewerkers/").content.decode()


# Lists ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_people_takes_the_same_queries_for_one_and_many(
    as_boss, number, django_assert_num_queries
):
    User.objects.bulk_create(UserFactory.build_batch(number))
    as_boss.get("/medewerkers/")

    with django_assert_num_queries(5):  # session, user, corporation, count, page
        answer = as_boss.get("/medewerkers/")

    assert answer.context["listing"].total == number + 1


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_invitations_takes_the_same_queries_for_one_and_many(
    as_boss, boss, number, django_assert_num_queries
):
    for one in range(number):
        services.invite(f"n{one}@zilverbeek.example", [Role.READER], actor=boss, now=timezone.now())
    as_boss.get("/medewerkers/uitnodigingen/")

    with django_assert_num_queries(6):  # session, user, corporation, count, page, mail held up
        answer = as_boss.get("/medewerkers/uitnodigingen/")

    assert answer.context["listing"].total == number


@pytest.mark.parametrize("number", [1, 3, 300])
def test_list_of_mail_takes_the_same_queries_for_one_and_many(
    as_boss, number, django_assert_num_queries
):
    now = timezone.now()
    OutgoingMail.objects.bulk_create(
        OutgoingMail(
            key=f"brief {one}",
            to=f"n{one}@zilverbeek.example",
            subject="Uw code",
            text="Uw code is 123456.",
            created_at=now,
            next_try_at=now,
            tries=one % 3,
            trouble=OutgoingMail.Trouble.UNREACHABLE,
        )
        for one in range(number)
    )
    as_boss.get("/medewerkers/mail/")

    with django_assert_num_queries(5):  # session, user, corporation, count, page
        answer = as_boss.get("/medewerkers/mail/")

    assert answer.context["listing"].total == number
    assert len(column(answer)) == min(number, 25)


def test_people_are_found_sorted_and_paged(as_boss):
    for name in ("Gea Jansen", "Ali Jansen", "Bo Smit"):
        UserFactory(name=name)

    assert column(as_boss.get("/medewerkers/?zoek=jansen")) == ["Ali Jansen", "Gea Jansen"]
    assert column(as_boss.get("/medewerkers/?zoek=jansen&sorteer=-naam")) == [
        "Gea Jansen",
        "Ali Jansen",
    ]
    assert "Niemand gevonden" in as_boss.get("/medewerkers/?zoek=xyz").content.decode()


def test_empty_lists_say_what_to_do(as_boss):
    assert "Geen open uitnodigingen" in as_boss.get("/medewerkers/uitnodigingen/").content.decode()
    assert "Alle mail is weg" in as_boss.get("/medewerkers/mail/").content.decode()


# The first administrator ------------------------------------------------------------------------


def test_first_administrator_is_invited_by_one_command(db, capsys, post_office):
    call_command("first_administrator", email="Bea@zilverbeek.example")
    printed = capsys.readouterr().out.strip().splitlines()[-1]

    join(Client(), "/" + printed.split("/", 3)[3], "Bea")

    assert User.objects.get().roles == {Role.ADMINISTRATOR}
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_administrator", email="ander@zilverbeek.example")


def test_lost_second_factor_of_the_only_administrator_is_reset_by_a_command(boss):
    give_app(boss)

    call_command("reset_second_factor", email=boss.email.upper())

    assert not User.objects.with_factor().get().has_factor
    with pytest.raises(CommandError, match="There is no account"):
        call_command("reset_second_factor", email="niemand@zilverbeek.example")
