"""Mails that do not arrive: tried again, given up, withdrawn, or sent where nobody takes them."""

from collections.abc import Iterator
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
from django.db import connection, connections

from handschlag.core.actor import Actor, system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import PATIENT, job
from handschlag.core.jobs.queue import state_of_queue
from handschlag.core.mail import jobs, letters, outbox
from handschlag.core.mail.answers import is_refused
from handschlag.core.mail.deliveries import Deliveries, deliveries
from handschlag.core.mail.letters import Letter
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests.post import Post, port, post, work, work_again

__all__ = ["port", "post"]

BY = system_actor("test")
GONE, RELAY = "gone@x.example", "relay@x.example"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, bool]]]:
    """What rooms are told about addresses."""
    said: list[tuple[str, bool]] = []

    def note(by: Actor, *, email: str, is_taken: bool) -> None:
        said.append((email, is_taken))

    monkeypatch.setattr(jobs, "contributions", lambda _: iter([("room", note)]))
    return said


@job(queue="test")
def nothing(*, number: int) -> None: ...


def send(recipient: str) -> None:
    with acting(BY):
        outbox.send(recipient, "Ihr Code", "123456")


def the_mail() -> OutgoingMail:
    with acting(BY):
        return OutgoingMail.objects.get()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ((550, b"5.1.1 <gone@x.example>: user unknown"), True),
        ((550, b"5.2.1 mailbox disabled"), True),
        ((552, b"5.2.2 mailbox full"), False),
        ((552, b"mailbox full"), False),
        ((550, b"5.1.8 sender's domain does not exist"), False),
        ((550, b"no such user here"), True),
        ((554, b"5.7.1 relay access denied"), False),
        ((550, b"5.7.26 sender is not authenticated"), False),
        ((554, b"transaction failed"), False),
        ((450, b"4.2.1 try again later"), False),
        ((451, b"greylisted"), False),
    ],
)
def test_only_what_is_said_about_the_address_counts(
    answer: tuple[int, bytes], *, expected: bool
) -> None:
    assert is_refused(SMTPRecipientsRefused({GONE: answer})) is expected


def test_refused_words_are_not_a_refused_address() -> None:
    assert not is_refused(SMTPDataError(554, b"5.7.1 looks like spam"))
    assert not is_refused(ConnectionRefusedError())


def test_address_that_takes_no_mail_is_not_tried_again(
    committed_db: str, post: Post, heard: list[tuple[str, bool]]
) -> None:
    post.answers[GONE] = "550 5.1.1 user unknown"
    send(GONE)
    work()
    work_again()
    mail = the_mail()
    assert (mail.state, mail.attempts, mail.text) == ("refused", 1, "")
    assert "5.1.1 user unknown" in mail.last_error
    assert heard == [(GONE, False)]


def test_address_that_takes_mail_is_told_about(
    committed_db: str, post: Post, heard: list[tuple[str, bool]]
) -> None:
    send("b@x.example")
    work()
    assert heard == [("b@x.example", True)]


def test_what_is_refused_all_day_is_given_up_and_stays_visible(
    committed_db: str, post: Post, heard: list[tuple[str, bool]]
) -> None:
    post.answers[RELAY] = "554 5.7.1 relay access denied"
    send(RELAY)
    work()
    for _ in range(PATIENT.max_attempts or 0):
        assert the_mail().state == "queued"
        work_again()
    mail = the_mail()
    assert (mail.state, mail.attempts, mail.text) == ("failed", 11, "")
    assert "relay access denied" in mail.last_error
    assert heard == []
    with acting(BY):
        assert deliveries() == Deliveries(sent=0, refused=0, failed=1)
        assert state_of_queue().failed == 1


def test_mail_whose_job_was_given_up_is_failed_and_forgets_its_words(committed_db: str) -> None:
    send("b@x.example")
    jobs.report(timestamp=0)
    assert the_mail().state == "queued"
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = 'failed'")
    jobs.report(timestamp=900)
    mail = the_mail()
    assert (mail.state, mail.subject, mail.text) == ("failed", "", "")


def test_letter_is_written_when_it_leaves(
    committed_db: str, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = Letter(
        recipient="b@x.example", subject="Heute", text="Neu", unsubscribe_url="https://x.example/s/"
    )
    monkeypatch.setattr(letters, "writers", lambda: {"test.news": {7: written, 8: None}.get})
    with acting(BY):
        outbox.send_letter("test.news", 7)
        outbox.send_letter("test.news", 8)
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["b@x.example"]
    assert mail["List-Unsubscribe"] == "<https://x.example/s/>"
    assert mail["Auto-Submitted"] == "auto-generated"
    with acting(BY):
        states = OutgoingMail.objects.order_by("reference").values_list("state", "recipient")
        assert list(states) == [("sent", "b@x.example"), ("withdrawn", "")]


def test_mail_to_somebody_erased_meanwhile_is_dropped(committed_db: str, post: Post) -> None:
    send("b@x.example")
    with acting(BY):
        outbox.forget("b@x.example")
    work()
    assert post.mails == []
    assert jobs_left() == 0


def test_mail_does_not_come_back_when_its_reader_is_erased_while_it_leaves(
    committed_db: str, post: Post
) -> None:
    send("b@x.example")
    post.meanwhile = lambda: forget_from_elsewhere("b@x.example")
    work()
    assert len(post.mails) == 1
    with acting(BY):
        assert not OutgoingMail.objects.exists()
    assert jobs_left() == 0


def jobs_left() -> int:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs")
        return int(cursor.fetchone()[0])


def forget_from_elsewhere(address: str) -> None:
    with acting(BY):
        outbox.forget(address)
    connections.close_all()


def test_queue_says_how_long_the_oldest_waits(committed_db: str) -> None:
    send("b@x.example")
    with acting(BY):
        fresh = state_of_queue()
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_events set at = at - interval '10 minutes'")
        old = state_of_queue()
    assert (fresh.waiting, fresh.is_late) == (1, False)
    assert (old.waiting, old.is_late) == (1, True)
    assert 600 <= old.oldest_seconds < 660


def queue_about(*subjects: str) -> None:
    with acting(BY):
        for number, subject in enumerate(subjects):
            nothing.configure(lock=subject).defer(number=number)
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_events set at = at - interval '10 minutes'")


def begin_first() -> None:
    with acting(BY), connection.cursor() as cursor:
        cursor.execute("select id from procrastinate_fetch_job_v2(null, null)")


def test_job_behind_one_that_is_at_work_is_not_late(committed_db: str) -> None:
    queue_about("order:1", "order:1")
    begin_first()
    with acting(BY):
        state = state_of_queue()
    assert (state.waiting, state.behind_others, state.is_late) == (0, 1, False)


def test_job_behind_one_that_is_tried_again_later_is_not_late(committed_db: str) -> None:
    queue_about("order:1", "order:1")
    with acting(BY), connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set scheduled_at = now() + interval '1 hour'"
            " where id = (select min(id) from procrastinate_jobs)"
        )
        state = state_of_queue()
    assert (state.waiting, state.behind_others, state.is_late) == (0, 1, False)


def test_first_of_each_subject_waits_and_the_rest_behind_it(committed_db: str) -> None:
    queue_about("order:1", "order:1", "order:2")
    with acting(BY):
        state = state_of_queue()
    assert (state.waiting, state.behind_others, state.is_late) == (2, 1, True)


def test_job_that_is_not_yet_due_does_not_count_as_waiting(committed_db: str, port: int) -> None:
    send("b@x.example")
    work()
    with acting(BY):
        assert state_of_queue().waiting == 0
