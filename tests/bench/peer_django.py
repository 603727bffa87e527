"""django-mailbox on SQLite: `python peer_django.py URI FOLDER` takes in all mails of a mailbox.

It is run by the Python of an environment that holds it; the database is as durable as ours.
"""

import logging
import sys

import django
from django.conf import settings
from django.core.management import call_command

DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


def main() -> None:
    """Set up a project of this one application, and have it fetch."""
    uri, folder = sys.argv[1:]
    settings.configure(
        INSTALLED_APPS=["django_mailbox"],
        MEDIA_ROOT=f"{folder}/media",
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": f"{folder}/peer.db",
                "OPTIONS": {"init_command": DURABLE},
            }
        },
    )
    django.setup()
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)
    from django_mailbox.models import Mailbox

    mailbox = Mailbox.objects.create(name="bench", uri=uri)
    if not sum(1 for _ in mailbox.get_new_mail()):
        raise SystemExit("no mail was fetched")


if __name__ == "__main__":
    main()
