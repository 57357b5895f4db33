"""The WSGI application that gunicorn serves; it does not start when config.checks finds an error."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from config.checks import refuse_when_unsafe  # noqa: E402 (settings must be there first)

refuse_when_unsafe()
