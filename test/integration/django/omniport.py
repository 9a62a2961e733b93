"""Django OAuth Toolkit at the paths of Omniport: one person, signed in already, and one application.

Run by test/support/oauth/django-server.ts with the system's python3. Takes a folder for its database; says
on standard output, one JSON text a line, where it listens and what came of each command that it reads
from standard input; ends when standard input does.
"""

import json
import os
import secrets
import sys
import threading
from datetime import timedelta
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings

folder, redirect_uris = sys.argv[1], sys.argv[2]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(folder, "omniport.sqlite3"),
            "OPTIONS": {"timeout": 20},
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.middleware.common.CommonMiddleware",
        "__main__.signed_in",
    ],
    # The toolkit's default in one release and not in the next; Omniport's document names no PKCE.
    OAUTH2_PROVIDER={"PKCE_REQUIRED": False},
    ROOT_URLCONF="__main__",
    SECRET_KEY=secrets.token_hex(32),
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
        }
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from oauth2_provider.models import AccessToken, Application, Grant, RefreshToken  # noqa: E402
from oauth2_provider.views import AuthorizationView, TokenView  # noqa: E402

urlpatterns = [
    path("oauth/authorise/", AuthorizationView.as_view()),
    path("open_auth/token/", TokenView.as_view()),
]


def signed_in(get_response):
    def middleware(request):
        request.user = User.objects.get(username="ada")
        return get_response(request)

    return middleware


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class QuietHandler(WSGIRequestHandler):
    def log_message(self, *args):
        """Says nothing: request lines hold codes."""


def say(value):
    print(json.dumps(value), flush=True)


def expire_codes():
    return Grant.objects.update(expires=timezone.now() - timedelta(seconds=1))


def revoke_refresh_tokens():
    return RefreshToken.objects.update(revoked=timezone.now() - timedelta(days=1))


def is_live(token):
    return AccessToken.objects.filter(token=token, expires__gt=timezone.now()).exists()


commands = {
    "expire-codes": lambda _: expire_codes(),
    "revoke-refresh-tokens": lambda _: revoke_refresh_tokens(),
    "is-live": lambda command: is_live(command["token"]),
}


def main():
    call_command("migrate", verbosity=0)
    User.objects.create_user("ada")
    client_secret = secrets.token_urlsafe(48)
    application = Application.objects.create(
        name="Stowkey",
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        client_secret=client_secret,
        redirect_uris=redirect_uris,
    )
    server = make_server(
        "127.0.0.1",
        0,
        get_wsgi_application(),
        server_class=Server,
        handler_class=QuietHandler,
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(
        {
            "port": server.server_port,
            "clientId": application.client_id,
            # As it was before a newer toolkit hashed it.
            "clientSecret": client_secret,
        }
    )
    for line in sys.stdin:
        command = json.loads(line)
        say(commands[command["do"]](command))


if __name__ == "__main__":
    main()
