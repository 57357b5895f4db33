"""A resident's browser over a real connection: cookies, forms and nothing else."""

import http.client
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin, urlsplit

START = "/vragenlijst/"
ADDRESS = "127.0.0.77"  # loopback has many addresses: this one can be told from all others
AGENT = "Zilverreiger/9.7 (Spoor; rv:77)"
FORWARDED = "203.0.113.77"


@dataclass
class Page:
    status: int
    path: str
    text: str


@dataclass
class Visitor:
    """Follows redirects; raises OSError or HTTPException when the server goes away."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    page: Page = field(default_factory=lambda: Page(0, START, ""))

    def get(self, path: str) -> Page:
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, list[str]]) -> Page:
        return self._ask("POST", path, data)

    def fill(self, values: dict[str, str] | None = None, *, submit: bool = True) -> Page | None:
        """Send the form of the page at hand: `values` where it asks for them, else first choices."""
        form = FirstForm()
        form.feed(self.page.text)
        data = form.fields | {
            name: [value] for name, value in (values or {}).items() if name in form.fields
        }
        self.prepared = (urljoin(self.page.path, form.action or self.page.path), data)
        return self.send() if submit else None

    def send(self) -> Page:
        return self.post(*self.prepared)

    def walk(self, code: str, values: dict[str, str]) -> Page:
        """From the code to the last look: the next `fill` sends everything."""
        self.get(START)
        self.fill({"code": code})
        for _screen in range(30):
            if "controle" in self.page.path or self.page.path == START:
                break
            self.fill(values)
        return self.page

    def _ask(self, method: str, path: str, data: dict[str, list[str]] | None) -> Page:
        for _hop in range(6):
            status, location, text = self._once(method, path, data)
            if not location:
                self.page = Page(status, path, text)
                return self.page
            method, path, data = "GET", urlsplit(urljoin(path, location)).path, None
        raise AssertionError("redirected without end")

    def _once(
        self, method: str, path: str, data: dict[str, list[str]] | None
    ) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=40, source_address=(ADDRESS, 0)
        )
        headers = {
            "User-Agent": AGENT,
            "X-Forwarded-For": FORWARDED,
            "X-Real-IP": FORWARDED,
            "Forwarded": f"for={FORWARDED}",
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body = None
        if data is not None:
            body = urlencode(data, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.split(";", 1)[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers.get("Location", ""), text
        finally:
            connection.close()


class FirstForm(HTMLParser):
    """The first form that posts, filled in with the first choice of every question."""

    def __init__(self) -> None:
        super().__init__()
        self.action, self.fields = "", dict[str, list[str]]()
        self.inside = self.done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post" and not self.done:
            self.inside, self.action = True, given.get("action", "")
        asks = self.inside and tag in ("input", "textarea") and given.get("type") != "checkbox"
        if asks and given.get("name"):
            self.fields.setdefault(given["name"], [given.get("value", "")])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self.inside:
            self.inside, self.done = False, True
