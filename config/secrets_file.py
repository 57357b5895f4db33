"""Makes the file of secrets of a demo or a development machine: `python -m config.secrets_file FILE`.

An existing file is never touched, so sealed urns stay readable.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

# Bytes of each; Django's own check wants a key of at least fifty characters.
SECRETS = {"BUURTPEIL_SECRET_KEY": 48, "BUURTPEIL_CODE_PEPPER": 32, "BUURTPEIL_URN_KEY": 32}


def write_secrets(path: Path) -> bool:
    """Write fresh secrets to `path`, readable by the owner only; False when it was already there."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{name}={base64.b64encode(secrets.token_bytes(size)).decode()}"
        for name, size in SECRETS.items()
    ]
    lines.append(f"BUURTPEIL_DEMO_PASSWORD={secrets.token_urlsafe(9)}")  # read by load_demo only
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return True


if __name__ == "__main__":
    write_secrets(Path(sys.argv[1]))
