"""Mail over a real SMTP server, handed over by the real worker."""

from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.mail import outbox
from handschlag.core.mail.letters import letter_of
from handschlag.core.mail.message import message_of
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests.post import Post, port, post, work, work_again

__all__ = ["port", "post"]

BY = system_actor("test")
ALICE = Actor(kind=ActorKind.PERSON, person_id=1, organisation_id=10)


def the_mail() -> OutgoingMail:
    with acting(BY):
        return OutgoingMail.objects.get()


def the_job() -> tuple[str, int, bool]:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(
            "select status, attempts, scheduled_at > now() from procrastinate_jobs"
            " where task_name like '%%.deliver'"
        )
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
    work_again()
    server.stop()
    [(_, mail)] = handler.mails
    sent = the_mail()
    assert mail["Message-ID"] == f"<{sent.pk}@heizwerk.example>"
    assert (sent.state, sent.text, sent.attempts, sent.last_error) == ("sent", "", 2, "")


@pytest.mark.django_db
def test_repeat_carries_the_same_message_id() -> None:
    with acting(ALICE):
        send()
    mail = the_mail()
    letter = letter_of(mail)
    assert letter is not None
    ids = {message_of(mail.pk, letter).extra_headers["Message-ID"] for _ in range(2)}
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
