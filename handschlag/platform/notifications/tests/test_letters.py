"""Mails about news: right in language, brand and host, and silent to whoever has left."""

from collections.abc import Callable
from email.message import Message
from typing import Any

import pytest

from handschlag.core.isolation import acting
from handschlag.core.journal import quietly
from handschlag.core.mail.models import OutgoingMail
from handschlag.core.tests.post import Post, port, post, work, work_again
from handschlag.core.topics import Channel
from handschlag.platform.identity.models import Login
from handschlag.platform.notifications.models import Notification
from handschlag.platform.notifications.tests.world import (
    SYSTEM,
    World,
    browser_of,
    make_member,
    make_organisation,
    make_world,
    new_site,
    offer_sites,
)
from handschlag.platform.organisations.actions import remove_membership, suspend_membership
from handschlag.platform.organisations.models import Membership
from handschlag.platform.portals.actions import open_portal
from handschlag.platform.portals.models import Portal

__all__ = ["port", "post"]


@pytest.fixture
def world(committed_db: str, port: int, monkeypatch: pytest.MonkeyPatch) -> World:
    offer_sites(monkeypatch, Channel.AT_ONCE)
    return make_world(host="kunden.brenner.example")


def parts(mail: Message) -> tuple[str, str]:
    plain, html = (part.get_payload(decode=True).decode() for part in mail.get_payload())
    return plain, html


def tell_while_mail_waits(world: World, post: Post) -> None:
    """The mail server will not have Eva's mail now, so that it is tried again later."""
    post.answers["eva@kern.example"] = "451 4.7.1 try again later"
    new_site(world.kern, "17")
    work()
    post.answers.clear()
    assert all(recipients != ["eva@kern.example"] for recipients, _ in post.mails)


def states() -> list[str]:
    with acting(SYSTEM):
        return list(OutgoingMail.objects.order_by("queued_at").values_list("state", flat=True))


def test_german_mail_in_the_name_of_the_company(world: World, post: Post) -> None:
    site = new_site(world.kern)
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["eva@kern.example"]
    assert mail["Auto-Submitted"] == "auto-generated"
    settings = "http://kunden.brenner.example:8000/notifications/settings/"
    assert mail["List-Unsubscribe"] == f"<{settings}>"
    assert mail["Message-ID"].endswith("@heizwerk.example>")
    plain, html = parts(mail)
    for text in (plain, html):
        assert "Site 17" in text
        assert "Lager 17 is new." in text
        assert f"http://kunden.brenner.example:8000/sites/{site.public_id}/" in text
        assert "Für Eva Kern, Kern KG" in text
        assert "„Sites“ sofort per E-Mail benachrichtigt werden" in text
        assert settings in text
        assert "Diese E-Mail kommt vom Portal „Kundenportal“ (kunden.brenner.example)." in text
    assert 'lang="de"' in html
    assert "#8A1F3D" in html


def test_english_mail_for_who_reads_english(world: World, post: Post) -> None:
    make_member(world.sommer, "Amy Sommer", "administrator", language="en")
    new_site(world.sommer)
    work()
    texts = {recipients[0]: parts(mail) for recipients, mail in post.mails}
    assert set(texts) == {"amy@sommer.example", "ida@sommer.example"}
    plain, html = texts["amy@sommer.example"]
    assert "This mail comes from the portal “Customer portal”" in plain
    assert "Open in the portal" in html
    assert 'lang="en"' in html
    assert "Im Portal öffnen" in texts["ida@sommer.example"][1]


def test_link_leads_to_the_portal_that_the_organisation_may_enter(world: World, post: Post) -> None:
    with acting(SYSTEM), quietly():
        service = open_portal(
            SYSTEM, portal=Portal(host="service.brenner.example", company_name="Brenner Service")
        )
    lone = make_organisation(service, "Lone GmbH")
    make_member(lone, "Leo Lone", "administrator")
    new_site(lone)
    work()
    [(_, mail)] = post.mails
    plain, _ = parts(mail)
    assert "http://service.brenner.example:8000/sites/" in plain
    assert "kunden.brenner.example" not in plain
    assert "Brenner Service" in str(mail["From"])


@pytest.mark.parametrize("leave", [suspend_membership, remove_membership])
def test_who_left_before_the_mail_is_told_nothing(
    world: World, post: Post, leave: Callable[..., Any]
) -> None:
    make_member(world.kern, "Max Kern", "administrator")
    tell_while_mail_waits(world, post)
    with acting(SYSTEM), quietly():
        leave(SYSTEM, membership_id=Membership.objects.get(person=world.eva).pk)
    work_again()
    assert all(recipients != ["eva@kern.example"] for recipients, _ in post.mails)
    assert sorted(states()) == ["sent", "withdrawn"]


def test_who_may_no_longer_sign_in_is_told_nothing(world: World, post: Post) -> None:
    tell_while_mail_waits(world, post)
    with acting(SYSTEM, at_gate=True):
        Login.objects.filter(person=world.eva).update(is_active=False)
    work_again()
    assert post.mails == []
    assert states() == ["withdrawn"]


def test_mail_of_a_failing_server_arrives_once_it_works_again(world: World, post: Post) -> None:
    tell_while_mail_waits(world, post)
    assert states() == ["queued"]
    work_again()
    work_again()
    assert [recipients for recipients, _ in post.mails] == [["eva@kern.example"]]
    assert states() == ["sent"]


def test_refused_address_is_spared_and_its_person_reads_so(world: World, post: Post) -> None:
    hint = "Ihre E-Mail-Adresse nimmt keine Post an: eva@kern.example."
    browser, at = browser_of(world.eva), {"host": "kunden.brenner.example"}
    assert hint not in browser.get("/notifications/", headers=at).content.decode()
    post.answers["eva@kern.example"] = "550 5.1.1 user unknown"
    new_site(world.kern, "17")
    work()
    post.answers.clear()
    new_site(world.kern, "18")
    work()
    assert post.mails == []
    assert states() == ["refused", "withdrawn"]
    with acting(SYSTEM):
        assert Notification.objects.filter(person=world.eva).count() == 2
    assert hint in browser.get("/notifications/", headers=at).content.decode()

    answer = browser.post("/notifications/settings/try/", headers=at)
    assert answer.status_code == 302
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["eva@kern.example"]
    assert "nimmt wieder Post an" in mail.get_payload(decode=True).decode()
    assert hint not in browser.get("/notifications/", headers=at).content.decode()


def test_nothing_that_an_organisation_is_called_becomes_a_header(world: World, post: Post) -> None:
    new_site(world.kern, "17\r\nBcc: victim@x.example")
    work()
    [(recipients, mail)] = post.mails
    assert recipients == ["eva@kern.example"]
    assert mail["Bcc"] is None
