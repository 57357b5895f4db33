"""Over a real connection to a real server: no trace of a visitor, one of thirty, killed in full flight."""

import http.client
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from surveys.models import AccessCode, FreeText, Response, SealedItem, Wave
from surveys.services.closing import close_wave
from surveys.urn import codes
from tests.attack.files import database_bytes, places_of
from tests.attack.visitor import ADDRESS, AGENT, FORWARDED, START, Visitor
from tests.factories.urn import open_wave_with_codes

pytestmark = [
    pytest.mark.slow,
    *([pytest.mark.postgres] if connection.vendor == "postgresql" else []),
]


def open_now(dwellings: int) -> tuple[Wave, list[str]]:
    today = timezone.localdate()
    wave, issued = open_wave_with_codes(
        dwellings=dwellings,
        now=timezone.now(),
        opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=9),
    )
    return wave, [code for _place, code in issued]


def files_under(*folders: Path) -> dict[str, bytes]:
    return {
        str(path): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
        and path.stat().st_size < 50_000_000
        and "sqlite3" not in path.name  # database_bytes copies those
    }


def test_code_answer_address_and_agent_are_in_no_log_session_cache_or_file(server, tmp_path):
    wave, made = open_now(4)
    text = f"Spoorzoeker {secrets.token_hex(8)} ziet de lamp niet"
    visitor = Visitor(server.port)
    visitor.get(START)
    visitor.fill({"code": "7K3M-Q0PZ-0000"})  # a mistake, and again, before the right one
    visitor.fill({"code": codes.new_code()})
    assert visitor.walk(codes.pretty(made[0]).lower(), {"X1": text}).status == 200
    assert text in visitor.page.text, "the resident sees the own words before sending"
    assert visitor.fill().path.endswith("/bedankt/")
    later = Visitor(server.port)  # stops half-way and leaves the answers on the device
    later.get(START)
    later.fill({"code": made[1]})
    later.fill()
    later.get("/vragenlijst/bestaat-niet/")
    server.stop()

    files = files_under(server.folder, Path(settings.VAR_DIR))
    files |= database_bytes(tmp_path)
    assert places_of(b"vragenlijst", files), "the logs are on"
    tokens = [visitor.cookies, later.cookies]
    secret = [text, text.split()[1], AGENT, "Zilverreiger", ADDRESS, FORWARDED]
    for code in made[:2]:
        secret += [code, codes.pretty(code), code.lower(), codes.pretty(code).lower()]
    secret += [value for kept in tokens for value in kept.values() if len(value) > 20]
    for word in secret:
        assert not places_of(word.encode(), files), word
    assert not Session.objects.exists()
    assert AccessCode.objects.count() == 3

    close_wave(wave, now=timezone.now())
    assert [row.text for row in FreeText.objects.filter(wave=wave)] == [text]
    files = files_under(server.folder, Path(settings.VAR_DIR)) | database_bytes(tmp_path)
    # Once in its own table, and nowhere else.
    assert len({name for name, _offset in places_of(text.encode(), files)}) <= 2
    for word in secret[2:]:
        assert not places_of(word.encode(), files), word


def test_thirty_browsers_with_one_code_store_one_and_all_get_a_friendly_page(server):
    _wave, made = open_now(3)
    visitors = [Visitor(server.port) for _ in range(30)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda visitor: visitor.walk(made[0], {"X1": "Samen"}), visitors))
    for visitor in visitors:
        visitor.fill(submit=False)
    gate = threading.Barrier(30)

    def send(visitor: Visitor) -> tuple[int, str]:
        gate.wait()
        page = visitor.send()
        return page.status, page.path

    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(send, visitors))
    assert set(answers) == {(200, "/vragenlijst/bedankt/")}
    assert SealedItem.objects.count() == 2
    assert AccessCode.objects.count() == 2


def test_server_killed_during_sends_keeps_what_it_thanked_for_and_doubles_nothing(server):
    wave, made = open_now(24)
    connections.close_all()
    texts = [f"bewoner nummer {number} van de {len(made)}" for number in range(len(made))]
    visitors = [Visitor(server.port) for _ in made]

    def prepare(number: int) -> None:
        visitors[number].walk(made[number], {"X1": texts[number]})
        visitors[number].fill(submit=False)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(prepare, range(len(made))))
    thanked: set[int] = set()
    lost: list[int] = []

    def send_until_thanked(number: int) -> None:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                page = visitors[number].send()
            except (OSError, http.client.HTTPException):
                lost.append(number)  # the resident sees a broken connection and tries again
                time.sleep(0.1)
                continue
            if page.status == 200 and page.path.endswith("/bedankt/"):
                thanked.add(number)
                return
            time.sleep(0.1)

    with ThreadPoolExecutor(8) as pool:
        running = [pool.submit(send_until_thanked, number) for number in range(len(made))]
        for _kill in range(3):
            time.sleep(0.03)
            server.kill_everything()
            server.start()
        for job in running:
            job.result()

    assert lost, "the server was killed while residents were sending"
    assert thanked == set(range(len(made)))
    assert not AccessCode.objects.exists()
    closing = close_wave(wave, now=timezone.now())
    assert (closing.responses, closing.missing, closing.unreadable) == (len(made), 0, 0)
    assert Response.objects.filter(wave=wave).count() == len(made)
    written = FreeText.objects.filter(wave=wave).values_list("text", flat=True)
    assert sorted(written) == sorted(texts)
