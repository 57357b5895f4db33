"""Over a real connection to a real server: what signing up leaves behind, and where."""

import secrets
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from mail.models import OutgoingMail
from meetings.models import AdvanceQuestion, Registration
from proof.models import AuditEntry
from tests.attack.files import database_bytes, places_of
from tests.attack.server import Server
from tests.attack.test_real_server import files_under
from tests.attack.visitor import ADDRESS, AGENT, FORWARDED, Visitor
from tests.factories.meetings import MeetingFactory

pytestmark = [
    pytest.mark.slow,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]


def logs_of(server: Server) -> bytes:
    """What the logs hold, but for gunicorn's own debugging, which no server runs with."""
    lines = (server.folder / "gunicorn.log").read_bytes().splitlines()
    kept = [line for line in lines if b"[DEBUG]" not in line]
    return b"\n".join([*kept, (server.folder / "output.log").read_bytes()])


def test_who_signed_up_and_asked_is_in_its_table_and_in_no_log_session_or_cache(server, tmp_path):
    meeting = MeetingFactory(open_to_residents=True)
    page = f"/bijeenkomst/{meeting.token}/"
    word = secrets.token_hex(6)
    said = {
        "name": f"Spoor {word}",
        "email": f"{word}@voorbeeld.example",
        "phone": "06 98 76 54 32",
    }
    visitor = Visitor(server.port)
    visitor.get(f"{page}aanmelden/")
    visitor.fill(said | {"email": "fout@"}, submit=False)
    visitor.prepared[1]["people"] = ["2"]
    assert "Dit e-mailadres klopt niet." in visitor.send().text
    visitor.fill(said, submit=False)
    visitor.prepared[1]["people"] = ["2"]
    assert "U bent aangemeld" in visitor.send().text
    own = visitor.page.path
    key = own.rstrip("/").rsplit("/", 1)[-1]
    assert Visitor(server.port).get(own).status == 200
    assert Visitor(server.port).get(f"/bijeenkomst/abcdefghjk/aanmelding/{key}/").status == 404
    assert (
        Visitor(server.port).post(own, {"name": ["x"]}).status == 403
    )  # without the token of a page
    visitor.get(f"{page}vraag/")
    visitor.fill({"text": f"Vraag van {word}?"})
    server.stop()

    made = Registration.objects.get()
    assert (made.name, str(made.pk), made.people) == (said["name"], key, 2)
    logs = logs_of(server)
    assert b"/aanmelding/\xe2\x80\xa6/" in logs, "refusals are logged, without the key"
    for secret in (word, said["phone"], key, ADDRESS, AGENT, FORWARDED):
        assert secret.encode() not in logs, secret
    files = files_under(server.folder / "var", Path(settings.VAR_DIR))
    for secret in (word, said["phone"], ADDRESS, AGENT, FORWARDED):
        assert not places_of(secret.encode(), files), secret
    stored = database_bytes(tmp_path)
    assert places_of(word.encode(), stored)
    for secret in (ADDRESS, AGENT, FORWARDED, *(value for value in visitor.cookies.values())):
        assert not places_of(secret.encode(), stored), secret
    assert not Session.objects.exists()
    assert not AuditEntry.objects.exists()
    assert word not in OutgoingMail.objects.get().subject
    assert AdvanceQuestion.objects.get().name == ""
