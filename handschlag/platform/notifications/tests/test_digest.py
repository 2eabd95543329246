"""The daily mail: at seven by the portal's clocks, once, and only when there is something."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connections

from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests.post import Post, port, post, work
from handschlag.core.topics import Channel
from handschlag.platform.notifications.actions import choose_channels
from handschlag.platform.notifications.jobs import make_digests, morning_of, tell_of
from handschlag.platform.notifications.models import Digest, Notification
from handschlag.platform.notifications.tests.test_letters import parts
from handschlag.platform.notifications.tests.world import (
    SITES,
    SYSTEM,
    World,
    join,
    make_world,
    new_site,
    offer_sites,
    told,
)
from handschlag.platform.organisations.actions import suspend_membership
from handschlag.platform.organisations.events import SiteCreated
from handschlag.platform.organisations.models import Membership
from handschlag.platform.portals.models import Portal

__all__ = ["port", "post"]

EVENING = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # seven o'clock in Berlin
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@pytest.fixture
def world(committed_db: str, port: int, monkeypatch: pytest.MonkeyPatch) -> World:
    offer_sites(monkeypatch, Channel.DAILY)
    with time_machine.travel(EVENING, tick=False):
        made = make_world()
        new_site(made.kern, "17")
        new_site(made.kern, "18")
        tell()
    return made


def tell() -> None:
    """Tell of all that has happened, by the frozen clock of the test."""
    with acting(SYSTEM):
        kind = SiteCreated.kind
        numbers = list(JournalEntry.objects.filter(kind=kind).values_list("id", flat=True))
    for number in numbers:
        tell_of(entry=number)


def at(moment: datetime) -> None:
    """What every quarter of an hour brings."""
    with time_machine.travel(moment, tick=False):
        make_digests(timestamp=int(moment.timestamp()))


def mails() -> int:
    with acting(SYSTEM):
        return OutgoingMail.objects.count()


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 11, 24, 5, 59, tzinfo=UTC), None),
        (datetime(2026, 11, 24, 6, 0, tzinfo=UTC), datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 22, 59, tzinfo=UTC), datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 23, 0, tzinfo=UTC), None),
        # The nights in which clocks are changed are an hour shorter and longer.
        (datetime(2026, 3, 29, 4, 59, tzinfo=UTC), None),
        (datetime(2026, 3, 29, 5, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (datetime(2026, 10, 25, 5, 59, tzinfo=UTC), None),
        (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), datetime(2026, 10, 25, 6, 0, tzinfo=UTC)),
    ],
)
def test_morning_is_seven_by_the_clocks_of_berlin(
    moment: datetime, expected: datetime | None
) -> None:
    assert morning_of(Portal(time_zone="Europe/Berlin"), moment) == expected


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Asia/Kathmandu", datetime(2026, 11, 24, 1, 15, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
    ],
)
def test_morning_is_that_of_the_portals_zone(zone: str, moment: datetime) -> None:
    portal = Portal(time_zone=zone)
    assert morning_of(portal, moment) == moment
    assert morning_of(portal, moment - timedelta(minutes=1)) is None


def test_one_mail_sums_up_by_topic(world: World, post: Post) -> None:
    at(MORNING - QUARTER)
    assert mails() == 0
    at(MORNING)
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["eva@kern.example"]
    plain, html = parts(mail)
    for text in (plain, html):
        assert "2 Neuigkeiten" in text
        assert text.count("Kern KG") == 2
        assert text.index("Site 17") < text.index("Site 18")
        assert "weil Sie eine tägliche Übersicht gewählt haben" in text
    assert html.count("Sites") == 1
    assert mail["List-Unsubscribe"] == "<http://testserver:8000/notifications/settings/>"


def test_one_mail_for_all_organisations_of_a_person(world: World, post: Post) -> None:
    with time_machine.travel(EVENING, tick=False):
        join(world.eva, world.sommer, "reader")
        new_site(world.sommer, "19")
        tell()
    at(MORNING)
    work()
    [mail] = [mail for recipients, mail in post.mails if recipients == ["eva@kern.example"]]
    plain, _ = parts(mail)
    assert "3 Neuigkeiten" in plain
    assert "Sommer AG" in plain


def test_nothing_is_sent_when_there_is_nothing(world: World, post: Post) -> None:
    at(MORNING)
    at(MORNING + DAY)
    work()
    assert len(post.mails) == 1


def test_restart_and_repeat_send_no_second_one(world: World, post: Post) -> None:
    for quarters in range(6):
        at(MORNING + quarters * QUARTER)
    work()
    assert len(post.mails) == 1
    with acting(SYSTEM):
        assert Digest.objects.count() == 1


def test_worker_that_was_down_at_seven_catches_up(world: World, post: Post) -> None:
    at(MORNING + timedelta(hours=5))
    work()
    assert len(post.mails) == 1
    with acting(SYSTEM):
        assert Digest.objects.get().day == date(2026, 11, 24)


def test_two_workers_send_one(world: World, post: Post) -> None:
    together = Barrier(2)

    def make() -> None:
        together.wait(10)
        make_digests(timestamp=0)
        connections.close_all()

    with time_machine.travel(MORNING, tick=False):
        threads = [Thread(target=make) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    work()
    assert len(post.mails) == 1


def test_what_comes_after_seven_waits_for_the_next_morning(world: World, post: Post) -> None:
    at(MORNING)
    with time_machine.travel(MORNING + QUARTER, tick=False):
        new_site(world.kern, "20")
        tell()
    at(MORNING + 2 * QUARTER)
    work()
    assert len(post.mails) == 1
    at(MORNING + DAY)
    work()
    plain, _ = parts(post.mails[1][1])
    assert "Site 20" in plain
    assert "Site 17" not in plain


def test_who_chose_otherwise_meanwhile_gets_none(world: World, post: Post) -> None:
    eva = world.as_actor(world.eva)
    with acting(eva):
        choose_channels(eva, channels={SITES: Channel.PORTAL})
    at(MORNING)
    work()
    assert post.mails == []
    assert len(told(world.eva)) == 2


def test_who_was_suspended_meanwhile_gets_none(world: World, post: Post) -> None:
    at(MORNING)
    with acting(SYSTEM):
        join(world.ida, world.kern, "administrator")
        suspend_membership(
            SYSTEM, membership_id=Membership.objects.get(person=world.eva, state="active").pk
        )
    work()
    assert all(recipients != ["eva@kern.example"] for recipients, _ in post.mails)
    with acting(SYSTEM):
        assert Notification.objects.filter(person=world.eva, digest=None).count() == 0
