"""The logo: only real pictures, made anew, shown to staff, residents and on new reports."""

import base64
import io
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin

from complexes.logos import HEAVY, ROOM, NoLogo, read_logo
from complexes.models import Corporation, Logo
from proof.models import AuditEntry
from reports.content.building import report_content
from reports.pdf import report_pdf
from tests.factories import ComplexFactory
from tests.factories.closed import closed_wave, people
from tests.html import errors
from tests.reports.reporting import opened, structure

SECRET = b"<script>alert(1)</script> Jan de Vries"


def picture(size=(300, 100), kind="PNG", mode="RGBA", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, (10, 79, 143, 255)[: len(mode)]).save(out, kind, **options)
    return out.getvalue()


def noisy(size=(480, 160)) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, "PNG")
    return out.getvalue()


def read(sent: bytes) -> Image.Image:
    return Image.open(io.BytesIO(read_logo(io.BytesIO(sent), len(sent))))


def send(client, sent: bytes, name: str = "logo.png"):
    return client.post("/instellingen/logo/", {"logo": SimpleUploadedFile(name, sent)})


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("JPEG", "RGB")])
def test_png_and_jpeg_become_a_small_png(kind, mode):
    found = read(picture((1200, 400), kind, mode))

    assert (found.format, found.size) == ("PNG", (480, 160))


def test_nothing_of_the_file_but_its_pixels_is_kept():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET.decode())
    sent = picture(pnginfo=notes) + SECRET
    assert sent.count(SECRET) == 2

    kept = read_logo(io.BytesIO(sent), len(sent))

    assert SECRET not in kept
    assert Image.open(io.BytesIO(kept)).info.get("Author") is None


def test_heavy_picture_gets_fewer_colours():
    sent = noisy()
    assert len(sent) > HEAVY

    kept = read_logo(io.BytesIO(sent), len(sent))

    assert len(kept) < len(sent)
    assert Image.open(io.BytesIO(kept)).mode == "P"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "geen PNG"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "geen PNG|beschadigd"),
        (picture(kind="JPEG", mode="RGB")[:400], "beschadigd"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "Een SVG"),
        (picture(kind="GIF", mode="L"), "geen PNG"),
        (b"MZ" + b"x" * 400, "geen PNG"),
        (picture((4001, 4000), mode="L"), "te groot"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_way_on(sent, said):
    with pytest.raises(NoLogo, match=said):
        read_logo(io.BytesIO(sent), len(sent))


def test_file_above_the_limit_is_not_even_opened():
    with pytest.raises(NoLogo, match="groter dan 2 MB"):
        read_logo(io.BytesIO(picture()), 2 * 1024 * 1024 + 1)
    assert ROOM == (480, 160)


def test_logo_is_kept_served_and_shown(staff_client, corporation, staff):
    assert Client().get("/huisstijl/logo.png").status_code == 404

    assert send(staff_client, picture(kind="JPEG", mode="RGB"), "foto.jpg").status_code == 302

    corporation.refresh_from_db()
    png = bytes(Logo.objects.get().png)
    assert corporation.logo_hash == sha256(png).hexdigest()[:16]
    address = f"/huisstijl/logo.png?v={corporation.logo_hash}"
    answer = Client().get(address)
    assert answer.content == png
    assert answer["Content-Type"] == "image/png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, max-age=31536000"
    assert not answer.cookies
    for page in (staff_client.get("/complexen/"), Client().get("/vragenlijst/")):
        assert f'src="{address}"' in page.content.decode()
    (entry,) = AuditEntry.objects.all()
    assert (entry.actor, entry.details) == (staff, {"fields": ["logo"]})


def test_address_with_another_hash_is_kept_for_minutes_only(staff_client, corporation):
    send(staff_client, picture())

    for path in ("/huisstijl/logo.png", "/huisstijl/logo.png?v=oud"):
        assert Client().get(path)["Cache-Control"] == "public, max-age=300"


def test_refused_file_leaves_the_logo_that_was(staff_client, corporation):
    send(staff_client, picture())
    before = bytes(Logo.objects.get().png)

    answer = send(staff_client, b"<svg/>", "logo.svg")

    assert "Een SVG mag niet" in errors(answer)[0]
    assert bytes(Logo.objects.get().png) == before


def test_logo_can_be_taken_away(staff_client, corporation):
    send(staff_client, picture())

    staff_client.post("/instellingen/logo/", {"weg": "1"})

    assert not Logo.objects.exists()
    assert Corporation.objects.get().logo_hash == ""
    assert "logo.png" not in staff_client.get("/complexen/").content.decode()


def test_logo_before_the_name_says_what_comes_first(staff_client):
    answer = send(staff_client, picture())

    assert "Eerst de naam" in answer.content.decode()
    assert not Logo.objects.exists()


def test_report_keeps_the_logo_of_its_day_as_part_of_its_content(staff_client, corporation):
    complex_ = ComplexFactory()
    wave = closed_wave(2022, {complex_: people(30, R1=[6, 7], V4=[1, 2])})
    without = report_content(wave, complex_)
    send(staff_client, picture())

    content = report_content(wave, complex_)

    assert without.front.logo == ""
    assert base64.b64decode(content.front.logo) == bytes(Logo.objects.get().png)
    document = opened(report_pdf(content))
    figures = [one for one in structure(document) if one.S == "/Figure"]
    assert str(figures[0].Alt) == "Logo van Woonstichting Zilverbeek"
