"""The site as a WSGI application, for `guildhouse serve` or any other server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guildhouse.settings")
application = get_wsgi_application()
