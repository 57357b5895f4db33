"""A resident's browser, as cheap as Python allows: it shares the machine with the server that is measured.

It does what a browser does with pages: asks for them compressed, keeps cookies, follows every redirect and
fetches every page. Style sheets and scripts, which a browser keeps for ever, are left out.
"""

import gzip
import re
import socket
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

START = "/vragenlijst/"
THANKS = "bedankt"
BROWSER = (
    "User-Agent: bench\r\nAccept: text/html\r\nAccept-Language: nl\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
CODE_HERE, TOKEN_HERE = b"-code-", b"-token-"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: bytes

    def page(self) -> bytes:
        return gzip.decompress(self.body) if self.body[:2] == b"\x1f\x8b" else self.body


@dataclass
class Visitor:
    """Cookies, and a connection for as long as the server keeps it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    line: socket.socket | None = None
    home: str = ""  # where it comes from: loopback has many addresses

    def ask(self, path: str, body: bytes | None = None) -> Answer:
        """GET, or POST with a body."""
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\n"
        head += f"Host: 127.0.0.1:{self.port}\r\n{BROWSER}"
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()) + "\r\n"
        if body is not None:
            head += "Content-Type: application/x-www-form-urlencoded\r\nOrigin: null\r\n"
            head += f"Sec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n"
        if self.line is None:
            home = (self.home, 0) if self.home else None
            self.line = socket.create_connection(("127.0.0.1", self.port), 30, home)
        self.line.sendall(f"{head}\r\n".encode() + (body or b""))
        return self._received(self.line)

    def _received(self, line: socket.socket) -> Answer:
        raw = line.recv(65536)
        while (end := raw.find(b"\r\n\r\n")) < 0:
            raw += _more(line)
        first, *lines = raw[:end].decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for name, _, value in (header.partition(": ") for header in lines):
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";", 1)[0]
            else:
                headers[name.lower()] = value
        length = int(headers["content-length"])
        while len(raw) < end + 4 + length:
            raw += _more(line)
        if headers.get("connection") == "close":
            line.close()
            self.line = None
        return Answer(int(first[9:12]), headers.get("location", ""), raw[end + 4 :])


def _more(line: socket.socket) -> bytes:
    received = line.recv(65536)
    if not received:
        raise ConnectionError("the server ended in the middle of an answer")
    return received


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
            if name and kind != "checkbox" and not (kind == "radio" and name in self.fields):
                self.fields[name] = given.get("value", "")


Step = tuple[str, bytes]  # path, body with places for code and token


def learn(port: int, code: str) -> list[Step]:
    """The posts of one complete submission, learned from the real pages: every form, every hidden field."""
    visitor = Visitor(port)
    path, steps = START, []
    for _ in range(30):
        answer = visitor.ask(path)
        if answer.location:
            path = answer.location
            continue
        if answer.status != 200:
            raise SystemExit(f"GET {path} answered {answer.status}")
        if THANKS in path:
            return steps
        form = Forms()
        form.feed(answer.page().decode())
        target = urljoin(urlsplit(path).path, form.action)
        token = form.fields.get("csrfmiddlewaretoken", "").encode()
        places = {"code": CODE_HERE.decode(), "csrfmiddlewaretoken": TOKEN_HERE.decode()}
        body = urlencode({k: places.get(k, v) for k, v in form.fields.items()}).encode()
        steps.append((target, body))
        answer = visitor.ask(target, _filled(body, code.encode(), token))
        if answer.status not in (302, 303):
            raise SystemExit(f"POST {target} answered {answer.status}: {answer.page()[:300]!r}")
        path = answer.location
    raise SystemExit("The walk did not end at the thanks.")


def is_thanked(port: int, code: str, steps: list[Step]) -> bool:
    """One complete submission: every page is fetched, every form posted."""
    visitor = Visitor(port)
    found = TOKEN.search(visitor.ask(START).page())
    token, location = (found.group(1) if found else b""), ""
    for path, body in steps:
        answer = visitor.ask(path, _filled(body, code.encode(), token))
        while answer.location:
            location = answer.location
            answer = visitor.ask(location)
        if answer.status >= 400:
            return False
    return THANKS in location


def _filled(body: bytes, code: bytes, token: bytes) -> bytes:
    return body.replace(CODE_HERE, code).replace(TOKEN_HERE, token)
