"""`manage.py load_demo --out DIR`: the demo corporation, its reports, and where to click."""

import os
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from complexes.models import Complex
from config.demo.loading import Loaded, load_demo
from config.demo.partners import SHARED, VISITOR, share_a_report
from config.demo.people import ALL_ROLES, sign_ins
from meetings.models import Meeting
from partners import letters
from surveys.cards import cards_pdf, lay_out
from surveys.models import Wave
from surveys.urn.codes import pretty

TRY = 3  # codes printed per complex


class Command(BaseCommand):
    help = "Load the demo corporation once, write its reports, and say where to click."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", required=True, type=Path, help="folder for the reports")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("BUURTPEIL_DEMO_PASSWORD", "")
        if not (settings.DEMO and password):
            raise CommandError("Only for a demo: set BUURTPEIL_DEMO=1 and BUURTPEIL_DEMO_PASSWORD.")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        if not Complex.objects.exists():
            self._load(out, password)
        newest = Wave.objects.closed().last()
        if newest and not any(out.glob(f"*-{newest.code}-*.pdf")):
            call_command(
                "wave_reports", wave=newest.code, out=out, publish=True, stdout=self.stdout
            )
        share_a_report(User.objects.get(email=ALL_ROLES))
        self._say_where(out, password)

    def _load(self, out: Path, password: str) -> None:
        started = time.monotonic()
        loaded = load_demo(password=password, now=timezone.now())
        self._write_codes(out, loaded)
        self.stdout.write(f"Demo geladen in {time.monotonic() - started:.0f} s.")

    def _write_codes(self, out: Path, loaded: Loaded) -> None:
        """Codes to try, of the demo only: a real wave's codes are streamed once and never kept."""
        by_complex: dict[str, list[str]] = {}
        for row, code in loaded.codes:
            by_complex.setdefault(row.complex.name, []).append(code)
        lines = [
            f"{name}: {', '.join(pretty(code) for code in codes[:TRY])}"
            for name, codes in by_complex.items()
        ]
        (out / "codes.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        first = loaded.codes[0][0]
        sheet = [code for row, code in loaded.codes if row.pk == first.pk][:8]
        layout = lay_out(loaded.open)
        card = layout.pdf.pages[layout.number[first.complex_id]]
        (out / "kaarten.pdf").write_bytes(cards_pdf(sheet, card))

    def _say_where(self, out: Path, password: str) -> None:
        codes = (out / "codes.txt").read_text(encoding="utf-8").strip()
        self.stdout.write(
            f"""
Woonstichting Zilverbeek (verzonnen) staat klaar.

  Medewerkers  {settings.PUBLIC_URL}/inloggen/
               wachtwoord van allemaal: {password}
{sign_ins()}
  Partner      {letters.sign_in_address()}
               {VISITOR}
               mail van de demo, ook codes om in te loggen: {settings.EMAIL_FILE_PATH}/
  Bewoners     {settings.PUBLIC_URL}/complex/{SHARED}/ (bladzijde van een complex)
               {settings.PUBLIC_URL}/complex/{SHARED}/wij-doen/ (‘u zei – wij doen’)
               {self._meeting_address()} (bijeenkomst die nog komt)
               {settings.PUBLIC_URL}/vragenlijst/
               codes om te proberen, ook in {out / "codes.txt"}:
{codes}
  Rapporten    {out}/*.pdf   Kaarten met QR-code: {out / "kaarten.pdf"}
"""
        )

    def _meeting_address(self) -> str:
        """The page of the meeting that residents can sign up for."""
        coming = Meeting.objects.public().to_come(timezone.now()).order_by("starts_at").first()
        path = reverse("residents:meeting", args=[coming.token]) if coming else "/"
        return f"{settings.PUBLIC_URL}{path}"
