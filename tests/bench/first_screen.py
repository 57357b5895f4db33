"""What a resident's phone really receives for the first screen: page, styles, script and pictures."""

import gzip
import http.client
import re

LINKED = re.compile(r'(?:href|src)="(/[^"#]+\.(?:css|js|svg|woff2|png|ico)[^"]*)"')


def _received(host: str, path: str) -> tuple[int, bytes]:
    """(bytes on the wire with headers, body unpacked) as a browser asks for it."""
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip, br"})
    answer = connection.getresponse()
    body = answer.read()
    head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    unpacked = gzip.decompress(body) if answer.getheader("Content-Encoding") == "gzip" else body
    return len(body) + head, unpacked


def first_screen_bytes(host: str, path: str = "/vragenlijst/") -> int:
    total, page = _received(host, path)
    for linked in sorted(set(LINKED.findall(page.decode("utf-8", "replace")))):
        total += _received(host, linked)[0]
    return total
