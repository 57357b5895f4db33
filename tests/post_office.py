"""A real mail server on this machine, for tests: it can be away, say "later", or refuse an address."""

import socket
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """Keeps what it is sent; `answers` are given instead of taking a mail, one each, in turn."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.answers: list[str] = []
        self.refused_addresses: set[str] = set()
        self.controller: Controller | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def open(self) -> None:
        self.controller = Controller(self, "127.0.0.1", self.port, server_hostname="localhost")
        self.controller.start()

    def close(self) -> None:
        if self.controller:
            self.controller.stop()
        self.controller = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused_addresses:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"
