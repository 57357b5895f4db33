"""Every page × every role, against a written table; and no page shows a link its reader may not follow."""

import re

import pytest
from django.test import Client
from django.urls import resolve

from accounts.access import may_open
from accounts.models import User
from accounts.roles import RIGHTS, Right, Role, rights_of
from complexes.models import Complex
from tests.config.test_open_routes import ALL, OPEN
from tests.factories import (
    ComplexFactory,
    ContactFactory,
    CovenantFactory,
    GrantFactory,
    IncidentFactory,
    MeasureFactory,
    ReportingGroupFactory,
    UserFactory,
)
from tests.factories.closed import closed_wave, people
from tests.factories.meetings import MeetingFactory, ParticipationFactory, PromiseFactory

A, L, O, S, F, R = Role  # noqa: E741 (in the order of the table's heads)
NOBODY: frozenset[Role] = frozenset()
SEES_COMPLEXES = frozenset(Role)
EDITS_COMPLEXES = {A, L, O}
SEES_WAVES = SEES_RESULTS = {L, O, R}
LEADS = {L}
ADMINISTERS = frozenset({A})

# Who may open which page. A new page is written down here; nothing is derived from the code.
EXPECTED = {
    "home": SEES_COMPLEXES,
    "search": SEES_COMPLEXES,
    "accounts:logout": SEES_COMPLEXES,
    "accounts:session": SEES_COMPLEXES,
    "accounts:password_change": SEES_COMPLEXES,
    "complexes:complex_list": SEES_COMPLEXES,
    "complexes:complex_detail": SEES_COMPLEXES,
    "complexes:group_list": SEES_COMPLEXES,
    "complexes:corporation_edit": {A},
    "complexes:corporation_logo": {A},
    "complexes:intake_list": {A},
    "complexes:intake_start": {A},
    "complexes:intake_sample": {A},
    "complexes:intake_look": {A},
    "surveys:wave_list": SEES_WAVES,
    "surveys:wave_detail": SEES_WAVES,
    "surveys:wave_questionnaire": SEES_WAVES,
    "surveys:wave_questionnaire_print": SEES_WAVES,
    "surveys:questionnaire_list": SEES_WAVES,
    "surveys:question_bank": SEES_WAVES,
    "surveys:questionnaire_detail": SEES_WAVES,
    "surveys:questionnaire_print": SEES_WAVES,
    "reports:results_export": {L, O},
    "reports:wave_workbook": {L, O},
    "reports:wave_workbook_download": {L, O},
    "reports:edition_create": LEADS,
    "surveys:call_list": {L, O},
    "surveys:call_done": {L, O},
    "surveys:call_delete": {L, O},
}
EXPECTED |= dict.fromkeys(
    (
        "complexes:complex_create",
        "complexes:complex_edit",
        "complexes:complex_delete",
        "complexes:group_create",
        "complexes:group_edit",
        "complexes:group_members",
        "complexes:group_delete",
        "complexes:measure_create",
        "complexes:measure_edit",
        "complexes:measure_delete",
        "complexes:incident_create",
        "complexes:incident_edit",
        "complexes:incident_delete",
    ),
    EDITS_COMPLEXES,
)
EXPECTED |= dict.fromkeys(
    (
        "surveys:import_start",
        "surveys:import_mapping_list",
        "surveys:import_mapping_edit",
        "surveys:import_mapping_delete",
        "surveys:import_mapping_save",
        "surveys:import_result",
        "surveys:import_reading",
        "surveys:import_columns",
        "surveys:import_values",
        "surveys:import_wave",
        "surveys:import_preview",
        "surveys:import_rejects",
        "surveys:import_progress",
        "surveys:import_cancel",
        "surveys:text_list",
        "surveys:text_review",
        "surveys:text_withhold",
        "surveys:text_undo",
        "surveys:wave_create",
        "surveys:wave_edit",
        "surveys:wave_complexes",
        "surveys:letters",
        "surveys:letters_start",
        "surveys:letters_sample",
        "surveys:letters_look",
        "surveys:letters_print",
        "surveys:letters_test_sheet",
        "surveys:letters_delete",
        "surveys:wave_margins",
        "surveys:margins_edit",
        "surveys:wave_delete",
        "surveys:wave_open",
        "surveys:wave_codes",
        "surveys:wave_codes_progress",
        "surveys:wave_replacement",
        "surveys:wave_extend",
        "surveys:wave_close",
        "surveys:wave_progress",
        "surveys:questionnaire_create",
        "surveys:questionnaire_copy",
        "surveys:questionnaire_edit",
        "surveys:questionnaire_delete",
        "surveys:own_questions",
        "surveys:paper_entry",
    ),
    LEADS,
)
EXPECTED |= dict.fromkeys(
    (
        "reports:overview",
        "reports:wave_results",
        "reports:unit_results",
        "reports:group_results",
        "reports:corporation_results",
        "reports:edition_list",
        "reports:edition_download",
        "reports:group_preview",
        "reports:report_preview",
        "reports:wave_zip",
        "reports:wave_zip_download",
    ),
    SEES_RESULTS,
)
SEES_PARTNERS = {A, L, O, S}
EDITS_PARTNERS = {A, O}
EXPECTED |= dict.fromkeys(
    ("partners:partner_list", "partners:partner_detail", "partners:covenant_document"),
    SEES_PARTNERS,
)
EXPECTED |= dict.fromkeys(
    (
        "partners:partner_create",
        "partners:partner_edit",
        "partners:partner_end",
        "partners:contact_create",
        "partners:contact_edit",
        "partners:contact_leave",
        "partners:grant_create",
        "partners:grant_prolong",
        "partners:grant_withdraw",
        "partners:covenant_create",
        "partners:covenant_edit",
        "partners:covenant_end",
    ),
    EDITS_PARTNERS,
)
EXPECTED |= dict.fromkeys(
    (
        "reports:edition_share",
        "reports:share_expiry",
        "reports:share_revoke",
        "reports:sheet_publish",
        "reports:sheet_withdraw",
    ),
    frozenset({L, O}),
)
PARTNERS_OWN = {
    "partners:home",
    "partners:complex_list",
    "reports:shared_list",
    "reports:shared_download",
}
EXPECTED |= dict.fromkeys(PARTNERS_OWN, NOBODY)
EXPECTED |= dict.fromkeys(
    (
        "oversight:audit_list",
        "oversight:audit_export",
        "oversight:retention",
        "oversight:retention_runs",
        "oversight:retention_start",
        "oversight:retention_progress",
        "oversight:clock_confirm",
        "oversight:hold_list",
        "oversight:hold_create",
        "oversight:hold_end",
        "oversight:period_edit",
        "oversight:removal_confirm",
    ),
    ADMINISTERS,
)
# Meetings: planning and venues.
SEES_MEETINGS = {L, O, S, F, R}
PLANS_MEETINGS = {O}
KEEPS_DOOR = {O, F}
KEEPS_PROMISES = ANSWERS_RESIDENTS = {L, O}
EXPECTED |= dict.fromkeys(
    (
        "meetings:meeting_list",
        "meetings:meeting_detail",
        "meetings:preparation_mark",
        "meetings:venue_list",
        "meetings:venue_detail",
    ),
    SEES_MEETINGS,
)
EXPECTED |= dict.fromkeys(
    (
        "meetings:meeting_create",
        "meetings:meeting_edit",
        "meetings:meeting_move",
        "meetings:meeting_announce",
        "meetings:meeting_held",
        "meetings:meeting_cancel",
        "meetings:meeting_copy",
        "meetings:warning_set_aside",
        "meetings:warning_take_back",
        "meetings:preparation_create",
        "meetings:preparation_edit",
        "meetings:preparation_delete",
        "meetings:venue_create",
        "meetings:venue_edit",
        "meetings:venue_end",
    ),
    PLANS_MEETINGS,
)
# Meetings: the programme.
EXPECTED |= dict.fromkeys(("meetings:programme", "meetings:programme_pdf"), SEES_MEETINGS)
EXPECTED |= dict.fromkeys(
    (
        "meetings:item_create",
        "meetings:item_edit",
        "meetings:item_move",
        "meetings:item_delete",
        "meetings:programme_offers",
    ),
    PLANS_MEETINGS,
)

# Meetings: partners and calendars.
EXPECTED |= dict.fromkeys(
    ("meetings:participations", "meetings:own_feed", "meetings:own_feed_withdraw"), SEES_MEETINGS
)
EXPECTED |= dict.fromkeys(
    (
        "meetings:participation_choose",
        "meetings:partner_mails",
        "meetings:participation_presence",
        "meetings:participation_edit",
        "meetings:participation_resend",
        "meetings:participation_take_off",
    ),
    PLANS_MEETINGS,
)
PARTNERS_OWN |= {"meetings:contact_feed", "meetings:contact_feed_withdraw"}
EXPECTED |= dict.fromkeys(("meetings:contact_feed", "meetings:contact_feed_withdraw"), NOBODY)

# Meetings: residents who sign up.
EXPECTED |= dict.fromkeys(("meetings:registrations", "meetings:meeting_poster"), SEES_MEETINGS)
EXPECTED |= dict.fromkeys(
    (
        "meetings:registration_create",
        "meetings:registration_edit",
        "meetings:registration_withdraw",
        "meetings:registration_rung",
        "meetings:advance_questions",
        "meetings:advance_question_aside",
    ),
    KEEPS_DOOR,
)

# Meetings: the door and the tent.
EXPECTED["meetings:day"] = SEES_MEETINGS
EXPECTED |= dict.fromkeys(
    (
        "meetings:door",
        "meetings:door_state",
        "meetings:door_sync",
        "meetings:door_worker",
        "meetings:door_manifest",
        "meetings:board",
        "meetings:board_state",
        "meetings:board_sync",
        "meetings:board_worker",
        "meetings:board_manifest",
        "meetings:arrivals",
        "meetings:door_paper",
        "meetings:paper_count",
        "meetings:topics",
        "meetings:top_three",
        "meetings:topic_edit",
        "meetings:topic_remove",
    ),
    KEEPS_DOOR,
)

# Meetings: minutes and promises.
EXPECTED["meetings:minutes"] = SEES_MEETINGS
EXPECTED |= dict.fromkeys(
    (
        "meetings:minutes_summary",
        "meetings:minutes_to_partners",
        "meetings:minutes_to_residents",
        "meetings:minutes_take_back",
        "meetings:passage_create",
        "meetings:passage_edit",
        "meetings:passage_delete",
    ),
    PLANS_MEETINGS,
)
PARTNERS_OWN.add("meetings:own_minutes")
EXPECTED["meetings:own_minutes"] = NOBODY
EXPECTED |= dict.fromkeys(
    (
        "meetings:promise_list",
        "meetings:promise_detail",
        "meetings:complex_promises",
        "meetings:partner_promises",
    ),
    SEES_MEETINGS,
)
EXPECTED |= dict.fromkeys(
    (
        "meetings:promise_create",
        "meetings:promise_edit",
        "meetings:promise_update",
        "meetings:promise_export",
    ),
    KEEPS_PROMISES,
)
PARTNERS_OWN |= {"meetings:own_promise_list", "meetings:own_promise"}
EXPECTED |= dict.fromkeys(("meetings:own_promise_list", "meetings:own_promise"), NOBODY)

# Meetings: back to the residents.
EXPECTED |= dict.fromkeys(
    (
        "meetings:feedback",
        "meetings:feedback_list",
        "meetings:feedback_detail",
        "meetings:feedback_letter",
        "meetings:feedback_poster",
        "meetings:opinion_form",
    ),
    SEES_MEETINGS,
)
EXPECTED |= dict.fromkeys(
    (
        "meetings:feedback_start",
        "meetings:feedback_edit",
        "meetings:feedback_line_create",
        "meetings:feedback_line_edit",
        "meetings:feedback_line_move",
        "meetings:feedback_line_delete",
        "meetings:feedback_publish",
        "meetings:feedback_withdraw",
        "meetings:feedback_delete",
    ),
    ANSWERS_RESIDENTS,
)
EXPECTED["meetings:opinion_entry"] = KEEPS_DOOR

EXPECTED |= dict.fromkeys(
    (
        "account_reauthenticate",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_deactivate_totp",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_view_recovery_codes",
    ),
    SEES_COMPLEXES,
)
EXPECTED |= dict.fromkeys(
    (
        "accounts:people",
        "accounts:person",
        "accounts:person_disable",
        "accounts:person_enable",
        "accounts:person_reset_factor",
        "accounts:invitation_list",
        "accounts:invite",
        "accounts:invitation_resend",
        "accounts:invitation_withdraw",
        "accounts:outbox",
    ),
    ADMINISTERS,
)
CLOSED = [(name, path) for name, path, _ in ALL if name not in OPEN]
FOR_PARTNERS = {"home", "accounts:logout", "accounts:session"}


def client_of(*roles: Role) -> Client:
    client = Client()
    client.force_login(UserFactory(roles=roles))
    return client


def test_table_names_every_closed_page_and_no_other():
    assert {name for name, _ in CLOSED} == set(EXPECTED)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_role_is_let_in_where_the_table_says_so_and_nowhere_else(role):
    client = client_of(role)
    client.raise_request_exception = False
    refused = set()
    for name, path in CLOSED:
        if name == "accounts:logout":
            continue  # it would end the session that asks
        answers = {client.get(path).status_code, client.post(path).status_code}
        if answers == {403}:
            refused.add(name)
        else:
            assert 403 not in answers, name

    assert refused == {name for name, roles in EXPECTED.items() if role not in roles}


@pytest.mark.django_db
def test_partner_finds_no_page_of_staff():
    client = Client()
    client.force_login(UserFactory(kind=User.Kind.PARTNER))
    found = set()
    for name, path in CLOSED:
        if name in FOR_PARTNERS:
            continue
        for answer in (client.get(path), client.post(path)):
            if answer.status_code != 404:
                found.add(name)

    # A share, a promise, minutes; and what is shown to nobody without a contact.
    of_nothing = {"reports:shared_download", "meetings:own_promise", "meetings:own_minutes"}
    of_nobody = {"meetings:contact_feed", "meetings:contact_feed_withdraw"}
    assert found == PARTNERS_OWN - of_nothing - of_nobody


@pytest.mark.django_db
def test_account_without_a_role_sees_nothing_of_the_corporation():
    client = client_of()

    assert client.get("/complexen/").status_code == 403
    ComplexFactory()
    assert Complex.objects.visible_to(UserFactory(roles=())).count() == 0
    assert Complex.objects.visible_to(UserFactory(roles=[Role.READER])).count() == 1


@pytest.mark.django_db
def test_disabled_account_sees_nothing_even_with_every_role():
    ComplexFactory()
    assert Complex.objects.visible_to(UserFactory()).count() == 1
    assert Complex.objects.visible_to(UserFactory(is_active=False)).count() == 0


def test_roles_add_up():
    together = rights_of(frozenset({Role.ADMINISTRATOR, Role.READER}))

    assert together == RIGHTS[Role.ADMINISTRATOR] | RIGHTS[Role.READER]
    assert Right.SEE_RESULTS not in RIGHTS[Role.ADMINISTRATOR]
    assert all(Right.VISIT_AS_PARTNER not in rights for rights in RIGHTS.values())


@pytest.mark.django_db
def test_staff_with_a_right_are_those_of_its_roles_who_may_sign_in():
    olga = UserFactory(roles=[Role.ORGANISER])
    both = UserFactory(roles=[Role.ADMINISTRATOR, Role.ORGANISER])
    UserFactory(roles=[Role.ORGANISER], is_active=False)
    UserFactory(roles=[Role.ADMINISTRATOR])
    UserFactory(kind=User.Kind.PARTNER)

    assert set(User.objects.with_right(Right.PLAN_MEETINGS)) == {olga, both}
    assert not User.objects.with_right(Right.VISIT_AS_PARTNER).exists()


def test_view_that_says_nothing_is_closed_to_everybody():
    def view(request):
        raise AssertionError("not asked")

    assert not may_open(UserFactory.build(), view)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_no_page_shows_a_link_that_its_reader_may_not_follow(role):
    wave, complex_ = a_corporation()
    client = client_of(role)
    user = User.objects.get(kind=User.Kind.STAFF)
    waiting, seen = {"/", complex_.get_absolute_url()}, set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        answer = client.get(path)
        if answer.status_code in (301, 302):
            waiting |= {answer.url.split("?")[0].split("#")[0]} - seen
            continue
        if answer.status_code == 405 or "text/html" not in answer.headers.get("Content-Type", ""):
            continue  # something to press, not to read; a file
        assert answer.status_code == 200, path
        for link in links(answer.content.decode()):
            assert may_open(user, resolve(link).func), f"{path} shows {link} to {role}"
            if link not in seen and "/concept/" not in link and "/export/" not in link:  # long
                waiting.add(link)
    assert complex_.get_absolute_url() in seen
    assert (f"/metingen/{wave.code}/uitslag/" in seen) == (role in SEES_RESULTS)


def links(html: str) -> set[str]:
    """Addresses of this site that a page links or posts to, without query; not the sign-out."""
    found = re.findall(r'(?:href|action|formaction)="(/[^"?#]*)', html)
    return {one for one in found if not one.startswith("/static/")} - {"/uitloggen/"}


def a_corporation():
    """A closed wave with a complex that has a measure, an incident and a group beside it."""
    complex_ = ComplexFactory()
    wave = closed_wave(2022, {complex_: people(30, R1=[6, 7, 8])})
    MeasureFactory(complex=complex_)
    IncidentFactory(complex=complex_)
    ReportingGroupFactory()
    grant = GrantFactory(complex=complex_)
    contact = ContactFactory(partner=grant.partner)
    CovenantFactory(partner=grant.partner)
    ParticipationFactory(meeting=MeetingFactory(complexes=[complex_]), contact=contact)
    PromiseFactory(complex=complex_, partner=grant.partner)
    return wave, complex_
