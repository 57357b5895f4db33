"""Pages that are the same for everybody, drawn and compressed once a minute, with holes.

The token stands in the compressed page as it is, outside what is compressed, so the length of an answer
tells nothing of it and it needs no masking (which costs more than the rest of such a page). What is of one
resident is put in while answering, compressed by itself, and never kept.
"""

import re
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers

from surveys.respondent.public import drawn
from surveys.respondent.sheet import remember

TOKEN, MINE = "~hier-komt-het-token~", "~hier-komt-wat-van-u-is~"
_HOLES = re.compile(f"({TOKEN}|{MINE})")
_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # deflated, no name, no time


@dataclass(frozen=True)
class Still:
    """A page around its holes: the pieces as they are, and deflated so that they can be joined."""

    holes: tuple[str, ...]
    plain: tuple[bytes, ...]
    packed: tuple[bytes, ...]

    @classmethod
    def of(cls, html: str) -> "Still":
        pieces = _HOLES.split(html)
        plain = tuple(piece.encode() for piece in pieces[::2])
        packed = (*map(_deflated, plain[:-1]), _deflated(plain[-1], zlib.Z_FINISH))
        return cls(tuple(pieces[1::2]), plain, packed)

    def filled(self, token: bytes, mine: bytes) -> bytes:
        return self._woven(self.plain, {TOKEN: token, MINE: mine})

    def gzipped(self, token: bytes, mine: bytes) -> bytes:
        """As `filled`, for a browser that unpacks."""
        page = self.filled(token, mine)
        end = struct.pack("<II", zlib.crc32(page), len(page))
        return (
            _GZIP + self._woven(self.packed, {TOKEN: _stored(token), MINE: _deflated(mine)}) + end
        )

    def _woven(self, pieces: tuple[bytes, ...], fillings: dict[str, bytes]) -> bytes:
        between = (*(fillings[hole] for hole in self.holes), b"")
        return b"".join(part for pair in zip(pieces, between, strict=True) for part in pair)


def still_page(
    request: HttpRequest,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    key: tuple[Any, ...] = (),
    mine: str = "",
) -> HttpResponse:
    """A page that is the same for everybody with this address and `key`, but for `mine` (HTML).

    What somebody typed or chose stands nowhere else than in `mine`.
    """

    def draw() -> Still:
        return Still.of(drawn(request, template, context() | {"mine": MINE}, TOKEN))

    page: Still = remember(("page", template, request.path, *key), draw)
    token = _token(request) if TOKEN in page.holes else b""
    if "gzip" not in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(page.filled(token, mine.encode()))
    else:
        packed = page.gzipped(token, mine.encode())
        response = HttpResponse(packed, headers={"Content-Encoding": "gzip"})
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


def _token(request: HttpRequest) -> bytes:
    known: str = request.META.get("CSRF_COOKIE") or get_token(request)
    return known.encode()


def _deflated(piece: bytes, end: int = zlib.Z_FULL_FLUSH) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(piece) + packer.flush(end)


def _stored(token: bytes) -> bytes:
    """A block of deflate that is not compressed."""
    return struct.pack("<BHH", 0, len(token), len(token) ^ 0xFFFF) + token
