"""English of residents' pages: nothing they can see is left in Dutch."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.surveys.respondent.walking import FULL, open_today

SOURCES = [
    *Path(settings.BASE_DIR, "templates/respondent").rglob("*.html"),
    Path(settings.BASE_DIR, "templates/meetings/mail/registration.txt"),
    *Path(settings.BASE_DIR, "templates/surveys").glob("questionnaire_print*.html"),
    *Path(settings.BASE_DIR, "surveys/respondent").glob("*.py"),
    *Path(settings.BASE_DIR, "meetings/residents").glob("*.py"),
    *(
        Path(settings.BASE_DIR, "meetings", one)
        for one in (
            "forms/sign_up.py",
            "services/sign_up.py",
            "services/asking.py",
            "summaries/invitation.py",
        )
    ),
]
TRANSLATE = re.compile(r'\{% translate (?:"([^"]*)"|\'([^\']*)\') %\}')
BLOCK = re.compile(
    r"\{% blocktranslate[^%]*%\}(.*?)(?:\{% plural %\}(.*?))?\{% endblocktranslate %\}"
)
CALL = re.compile(r'\b_\(\s*"((?:[^"\\]|\\.)*)"')


def said() -> set[str]:
    found: set[str] = set()
    for source in SOURCES:
        text = source.read_text(encoding="utf-8")
        found |= {one or other for one, other in TRANSLATE.findall(text)}
        found |= {
            re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", one) for one, _plural in BLOCK.findall(text)
        }
        found |= set(CALL.findall(text)) if source.suffix == ".py" else set()
    return found


def test_every_word_of_residents_has_its_english():
    path = Path(settings.BASE_DIR, "locale/en/LC_MESSAGES/django.po")
    known = path.read_text(encoding="utf-8")
    words = said()
    assert len(words) > 90
    missing = [one for one in words if f'msgid "{one}"\n' not in known]
    assert missing == []
    assert 'msgstr ""\n\n' not in known.split("\n\n", 1)[1]


@pytest.mark.django_db
def test_english_walk_shows_no_dutch():
    if gettext.find("django", Path(settings.BASE_DIR, "locale"), ["en"]) is None:
        pytest.fail("translations are not compiled: scripts/translations.sh")
    _wave, issued = open_today(FULL)
    client = Client()
    pages = [client.get("/en/vragenlijst/")]
    client.post("/en/vragenlijst/", {"code": issued[0]})
    for path in ("privacy/", "vragen/veiligheid/", "vragen/maatregelen/", "vragen/controle/",
                 "later/", "wissen/"):  # fmt: skip
        pages.append(client.get(f"/en/vragenlijst/{path}"))
    for page in pages:
        words = re.sub(r"<[^>]+>", " ", page.content.decode()).split()
        dutch = {"u", "uw", "het", "een", "niet", "wij", "deze", "vraag", "antwoorden"}
        assert not dutch & {word.lower() for word in words}, page.request["PATH_INFO"]
        assert 'lang="en"' in page.content.decode()
