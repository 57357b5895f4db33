"""Residents answering at once: complete six-screen submissions on two gunicorn workers, 16 clients.

One walk is learned from the real pages (every form, every hidden field); the clients then repeat it with
a code and cookies of their own, over loopback, a bounded number of times.
"""

import asyncio
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import django

CLIENTS = 16
SUBMISSIONS = 600
PORT = 8391
HOST = f"127.0.0.1:{PORT}"
START = "/vragenlijst/"
TICKS = os.sysconf("SC_CLK_TCK")


class Forms(HTMLParser):
    """The last form of a page that posts, filled in: first answer of every question."""

    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, str] = {}
        self.posting = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.posting = given.get("method", "").lower() == "post" and "data-aside" not in given
            if self.posting:
                self.action, self.fields = given.get("action", ""), {}
        elif self.posting and tag in ("input", "button", "textarea"):
            name, kind = given.get("name", ""), given.get("type", "")
            if name and (kind != "checkbox") and not (kind == "radio" and name in self.fields):
                if tag == "button" and any(n in self.fields for n in ("_button",)):
                    return
                self.fields[name] = given.get("value", "")


@dataclass
class Visitor:
    """One resident's browser: cookies and a connection per request, nothing more."""

    cookies: dict[str, str] = field(default_factory=dict)
    received: int = 0

    async def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, bytes]:
        """(status, Location, body bytes) of one request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
        head = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close"]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            head += ["Content-Type: application/x-www-form-urlencoded",
                     f"Content-Length: {len(body)}", f"Origin: http://{HOST}"]  # fmt: skip
        writer.write(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        raw = await reader.read(-1)
        writer.close()
        self.received += len(raw)
        header, _, content = raw.partition(b"\r\n\r\n")
        lines = header.decode("latin-1").split("\r\n")
        location = ""
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
            elif name.lower() == "location":
                location = urlsplit(value).path
        return int(lines[0].split(" ")[1]), location, content


Step = tuple[str, dict[str, str]]


async def learn(code: str) -> list[Step]:
    """The posts of one complete submission: (path, fields), the code as "{code}"."""
    visitor = Visitor()
    path, steps = START, []
    for _ in range(30):
        status, location, content = await visitor.ask("GET", path)
        if location:
            path = location
            continue
        if status != 200:
            raise SystemExit(f"GET {path} answered {status}")
        if "bedankt" in path:
            return steps
        form = Forms()
        form.feed(content.decode())
        fields = {k: ("{code}" if k == "code" else v) for k, v in form.fields.items()}
        target = urljoin(path, form.action) if form.action else path
        steps.append((target, fields))
        sent = {k: v.replace("{code}", code) for k, v in fields.items()}
        status, location, content = await visitor.ask("POST", target, urlencode(sent))
        if status not in (302, 303):
            raise SystemExit(f"POST {target} answered {status}: {content[:300]!r}")
        path = location
    raise SystemExit("The walk did not end at the thanks.")


TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


async def submit(code: str, steps: list[Step]) -> bool:
    """One complete submission as a browser makes it: every page is fetched, every form posted."""
    visitor = Visitor()
    _, _, content = await visitor.ask("GET", START)
    found = TOKEN.search(content)
    token = found.group(1).decode() if found else ""
    location = ""
    for path, fields in steps:
        sent = {k: v.replace("{code}", code) for k, v in fields.items()}
        if "csrfmiddlewaretoken" in sent:
            sent["csrfmiddlewaretoken"] = token
        status, location, _ = await visitor.ask("POST", path, urlencode(sent))
        while location:
            status, following, _ = await visitor.ask("GET", location)
            if status >= 400:
                return False
            if not following:
                break
            location = following
        if status >= 400:
            return False
    return "bedankt" in location


async def rush(codes: list[str], steps: list[Step]) -> tuple[int, int, float]:
    """(stored, failed, seconds) of all codes, by CLIENTS clients at once."""
    waiting = iter(codes)
    done = {True: 0, False: 0}

    async def client() -> None:
        for code in waiting:
            done[await submit(code, steps)] += 1

    started = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return done[True], done[False], time.perf_counter() - started


def cpu_of_workers(master: int) -> float:
    """CPU seconds of the master's children so far."""
    total = 0
    for child in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def prepare() -> list[str]:
    """An open wave with the short form and more codes than the rush needs."""
    django.setup()
    from datetime import timedelta

    from django.utils import timezone

    from complexes.models import Complex, Corporation
    from surveys.models import Questionnaire, Wave, WaveComplex
    from surveys.services.codes import issue_codes
    from surveys.services.waves import open_wave

    Corporation(name="Woonstichting Zilverbeek").save()
    now = timezone.now()
    wave = Wave.objects.create(
        code="rush",
        title="Drukte",
        opens_on=now.date(),
        closes_on=now.date() + timedelta(days=20),
        questionnaire=Questionnaire.objects.get(name="Kort (15 vragen)"),
    )
    complex_ = Complex.objects.create(code="R", name="Drukteplein", dwellings=SUBMISSIONS + 50)
    WaveComplex.objects.create(wave=wave, complex=complex_)
    open_wave(wave, now=now)
    return [code for _, code in issue_codes(wave, today=now.date())]


async def measure(codes: list[str], master: int) -> list[dict[str, object]]:
    from tests.bench.measuring import row

    steps = await learn(codes.pop())
    await rush([codes.pop() for _ in range(CLIENTS)], steps)  # warm both workers
    before = cpu_of_workers(master)
    stored, failed, seconds = await rush(codes[:SUBMISSIONS], steps)
    cpu = cpu_of_workers(master) - before
    return [
        row("complete submissions, 16 clients, 2 workers", stored / seconds, "/s", "≥ 60"),
        row("CPU of the server per submission", 1000 * cpu / max(stored, 1), "ms", "≤ 30"),
        row("requests that failed", failed, "", "0"),
        row("screens and pages posted per submission", len(steps), ""),
    ]


def main() -> None:
    from tests.bench.first_screen import first_screen_bytes
    from tests.bench.measuring import row, tell

    codes = prepare()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", HOST, "--workers", "2",
         "--log-level", "error", "--no-control-socket"],
    )  # fmt: skip
    try:
        for _ in range(100):
            try:
                asyncio.run(Visitor().ask("GET", START))
                break
            except OSError:
                time.sleep(0.1)
        rows = asyncio.run(measure(codes, server.pid))
        rows.append(
            row("first screen, everything it loads", first_screen_bytes(HOST), "bytes", "≤ 14000")
        )
    finally:
        server.terminate()
        server.wait()
    from surveys.models import SealedItem

    rows.append(row("responses in the urn", SealedItem.objects.count() / 2, ""))
    tell(rows)


if __name__ == "__main__":
    main()
