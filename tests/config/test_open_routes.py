"""Everything is closed unless it stands in OPEN; a new open route is written down here, with its reason."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

OPEN = {
    "account_login": "the door itself",
    "account_request_login_code": "the door of partners, who have no password",
    "account_confirm_login_code": "typing the code; only after asking for one in this browser",
    "accounts:code_restart": "away from a half-finished sign-in",
    "mfa_authenticate": "the second door; only after the first in this browser",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "look in your mail",
    "account_reset_password_from_key": "the link of that mail",
    "account_reset_password_from_key_done": "after setting a new password",
    "accounts:invitation_accept": "the link of an invitation, by somebody without an account yet",
    "complexes:house_style": "a colour; residents' pages use it too",
    "complexes:house_logo": "a picture; residents' pages use it too",
}
# Residents answer without an account: every one of their pages is listed here.
OPEN |= {
    "respondent:start": "typing or scanning a code",
    "respondent:privacy": "what is kept and what is not, readable before beginning",
    "respondent:step": "the questions; the code travels in the resident's own sealed cookie",
    "respondent:later": "how to go on later",
    "respondent:wipe": "wiping one's answers from this device",
    "respondent:thanks": "after sending",
    "respondent:call": "asking to be called, with or without having taken part",
}

# Partners at a meeting: a signed or secret address is the key.
OPEN |= {
    "meetings:invitation": "the link in an invitation, with which a contact answers",
    "meetings:calendar_feed": "a calendar program, which cannot sign in",
}
OPEN |= {
    "public:complex_page": "what staff made public for the residents of a complex",
    "residents:feedback": "a letter that staff made public",
    "residents:evaluate": "three questions after a meeting, by QR code or on a tablet",
}

# Residents' pages of a meeting, by a token that stands on posters; 404 until it is announced.
OPEN |= {
    "residents:meeting": "what, when, where; what the poster leads to",
    "residents:calendar": "the same for one's own calendar, without anybody's name",
    "residents:sign_up": "signing up without an account",
    "residents:question": "a question beforehand, without a name",
    "residents:registration": "a household's own page, behind the secret link of its mail",
    "residents:withdraw": "the same; asks first",
}

SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12}


def routes(
    patterns: list[URLPattern | URLResolver], prefix: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """(name, path with sample values, pattern) of everything that can be asked for."""
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = (*names, pattern.namespace) if pattern.namespace else names
            yield from routes(pattern.url_patterns, here, inside)
        else:
            name = ":".join((*names, pattern.name or here))
            path = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES[m[1] or "str"], here)
            yield name, f"/{path}", pattern


ALL = list(routes(get_resolver().url_patterns))


def is_marked_open(pattern: URLPattern) -> bool:
    return not getattr(pattern.callback, "login_required", True)


def test_routes_marked_open_are_exactly_the_written_list():
    assert {name for name, _, pattern in ALL if is_marked_open(pattern)} == set(OPEN)


def test_routes_answered_before_sessions_and_accounts_are_the_residents_ones():
    ahead = {name for name, _, pattern in ALL if getattr(pattern.callback, "is_public", False)}

    kinds = ("respondent:", "residents:", "public:")
    assert ahead == {name for name in OPEN if name.startswith(kinds)}


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "path"), [(n, p) for n, p, _ in ALL if n not in OPEN])
def test_closed_route_signed_out_leads_to_the_door(name, path):
    for method in (Client().get, Client().post):
        answer = method(path)

        assert answer.status_code == 302, name
        assert answer.url == f"/inloggen/?next={path}"
