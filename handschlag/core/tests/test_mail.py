"""Mail over a real SMTP server, handed over by the real worker."""

import asyncio
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, connections, transaction
from pytest_django import Settings

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs.worker import worker_app
from handschlag.core.mail import outbox
from handschlag.core.mail.jobs import message_of
from handschlag.core.mail.models import OutgoingMail

BY = system_actor("test")
ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10)


class Post:
    """The other end: keeps what it is given, and how the database was doing meanwhile."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], Message]] = []
        self.open_transactions: list[int] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append((envelope.rcpt_tos, message_from_bytes(envelope.content)))
        self.open_transactions.append(await asyncio.to_thread(open_transactions))
        return "250 OK"


def open_transactions() -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_stat_activity where datname = current_database()"
            " and state like 'idle in transaction%%' and pid <> pg_backend_pid()"
        )
        count = int(cursor.fetchone()[0])
    connections.close_all()
    return count


@pytest.fixture
def port(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)  # the worker's thread
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = int(free.getsockname()[1])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", number
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.DEFAULT_FROM_EMAIL = "portal@heizwerk.example"
    return number


@pytest.fixture
def post(port: int) -> Iterator[Post]:
    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    yield handler
    server.stop()


def work() -> None:
    """What `handschlag worker` does, until the queue is empty."""

    async def run() -> None:
        app = worker_app()
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False)

    asyncio.run(run())


def the_mail() -> OutgoingMail:
    with acting(BY):
        return OutgoingMail.objects.get()


def the_job() -> tuple[str, int, bool]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select status, attempts, scheduled_at > now() from procrastinate_jobs")
        return tuple(cursor.fetchone())


def send(**changes: str) -> None:
    outbox.send(**{"recipient": "b@x.example", "subject": "Ihr Code", "text": "123456", **changes})


def test_mail_arrives_once(committed_db: str, post: Post) -> None:
    with acting(ALICE):
        send(html="<p>123456</p>", sender_name="Bräuer & Söhne")
        assert post.mails == []
    work()
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["b@x.example"]
    assert mail["Subject"] == "Ihr Code"
    sender = str(make_header(decode_header(mail["From"])))
    assert sender == "Bräuer & Söhne <portal@heizwerk.example>"
    plain, html = mail.get_payload()
    assert plain.get_payload(decode=True).strip() == b"123456"
    assert html.get_payload(decode=True).strip() == b"<p>123456</p>"
    assert the_job()[0] == "succeeded"


def test_nothing_secret_stays_after_sending(committed_db: str, post: Post) -> None:
    with acting(ANONYMOUS):
        send(subject="123456 ist Ihr Code", html="<p>123456</p>")
    work()
    [(_, mail)] = post.mails
    assert mail["Subject"] == "123456 ist Ihr Code"
    row = the_mail()
    assert (row.state, row.subject, row.text, row.html) == ("sent", "", "", "")
    assert row.attempts == 1
    assert row.sent_at is not None


def test_no_transaction_is_open_while_the_mail_server_is_asked(
    committed_db: str, post: Post
) -> None:
    with acting(ALICE):
        send()
    work()
    assert post.open_transactions == [0]


def test_mail_of_a_transaction_that_is_rolled_back_never_leaves(
    committed_db: str, post: Post
) -> None:
    with acting(ALICE):
        send()
        transaction.set_rollback(True)
    work()
    assert post.mails == []
    with acting(BY):
        assert OutgoingMail.objects.count() == 0


def test_mail_waits_for_a_mail_server_that_is_down(committed_db: str, port: int) -> None:
    with acting(ALICE):
        send()
    work()
    waiting = the_mail()
    assert (waiting.state, waiting.text, waiting.attempts) == ("queued", "123456", 1)
    assert "refused" in waiting.last_error
    assert the_job() == ("todo", 1, True)

    handler = Post()
    server = Controller(handler, hostname="127.0.0.1", port=port)
    server.start()
    with connections["owner"].cursor() as cursor:
        cursor.execute("update procrastinate_jobs set scheduled_at = now()")
    work()
    server.stop()
    [(_, mail)] = handler.mails
    sent = the_mail()
    assert mail["Message-ID"] == f"<{sent.pk}@heizwerk.example>"
    assert (sent.state, sent.text, sent.attempts, sent.last_error) == ("sent", "", 2, "")


@pytest.mark.django_db
def test_repeat_carries_the_same_message_id() -> None:
    with acting(ALICE):
        send()
    ids = {message_of(the_mail()).extra_headers["Message-ID"] for _ in range(2)}
    assert len(ids) == 1


@pytest.mark.parametrize("role", [ALICE, ANONYMOUS, Actor(kind=ActorKind.STAFF)])
def test_every_role_sends_and_none_but_the_system_reads(
    committed_db: str, post: Post, role: Actor
) -> None:
    with acting(role):
        send()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            OutgoingMail.objects.exists()
    work()
    assert len(post.mails) == 1


def test_nothing_typed_becomes_a_header(committed_db: str, post: Post) -> None:
    with acting(ALICE):
        send(
            subject="Hallo\r\nBcc: victim@x.example\n\nBody " + "x" * 400,
            sender_name="Evil\r\nBcc: victim@x.example",
        )
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["b@x.example"]
    assert mail["Bcc"] is None
    assert mail.get_payload(decode=True).strip() == b"123456"
    subject = str(make_header(decode_header(mail["Subject"])))
    assert subject.replace("\n", "").startswith("Hallo Bcc: victim@x.example Body")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "recipient", ["", "nobody", "a@x.example\nBcc: b@x.example", "a@x.example, b@x.example"]
)
def test_mail_to_no_address_is_refused(recipient: str) -> None:
    with acting(ALICE), pytest.raises(ValidationError):
        send(recipient=recipient)
    with acting(BY):
        assert OutgoingMail.objects.count() == 0
