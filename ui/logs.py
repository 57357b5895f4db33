"""What every line of the log goes through."""

import logging
import re

_KEY = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # a resident's registration
    r"|(?<=/deelname/)[^/\s]+"  # a partner's answer
    r"|(?<=/agenda/)[^/\s]+"  # somebody's calendar
    r"|(?<=/uitnodiging/)[^/\s]+",  # a colleague's way in
    re.IGNORECASE,
)


class WithoutKeys(logging.Filter):
    """Takes out keys that stand in an address: whoever has such an address may do what its owner may.

    Django writes the path of whatever it refuses, a form without a valid token for instance.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _KEY.sub("…", record.getMessage()), ()
        return True
