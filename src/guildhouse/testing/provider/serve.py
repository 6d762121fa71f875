"""Fill an empty provider and serve it: `python -m guildhouse.testing.provider.serve PORT ADDRESS…`."""

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django


class Quiet(WSGIRequestHandler):
    """Serves without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Threaded(ThreadingMixIn, WSGIServer):
    """One thread a request."""

    daemon_threads = True


def fill(*back_to: str) -> None:
    """The people there, and the one house they may go to."""
    from allauth.account.models import EmailAddress
    from allauth.idp.oidc.models import Client
    from django.contrib.auth import get_user_model
    from django.contrib.auth.hashers import make_password

    from guildhouse.testing.provider import CLIENT_ID, CLIENT_SECRET, THERE

    for name, email, verified in THERE:
        user = get_user_model().objects.create_user(name, email, first_name=name.title(), last_name="There")
        EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    Client.objects.create(
        id=CLIENT_ID,
        name="The House",
        secret=make_password(CLIENT_SECRET),
        scopes="openid\nprofile\nemail",
        redirect_uris="\n".join(back_to),
        skip_consent=True,
    )


def main(port: int, *back_to: str) -> None:
    """Serve until somebody ends the process."""
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    fill(*back_to)
    make_server("127.0.0.1", port, get_wsgi_application(), Threaded, Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
