"""The inbox, its bell and the settings, as their reader meets them."""

import pytest
from django.test import Client
from django.utils import timezone

from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.statements import counted_statements
from handschlag.core.topics import Channel
from handschlag.platform.identity.models import Person
from handschlag.platform.notifications.jobs import tell_of
from handschlag.platform.notifications.models import Notification, Preference
from handschlag.platform.notifications.tests.world import (
    SITES,
    SYSTEM,
    World,
    browser_of,
    make_member,
    make_world,
    new_site,
    offer_sites,
    told,
)
from handschlag.platform.organisations.events import SiteCreated
from handschlag.platform.organisations.models import MembershipRole, Organisation, Site

pytestmark = pytest.mark.django_db

INBOX, SETTINGS = "/notifications/", "/notifications/settings/"


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    offer_sites(monkeypatch)
    return make_world()


@pytest.fixture
def eva(world: World) -> Client:
    return browser_of(world.eva)


def tell(organisation: Organisation, *numbers: str) -> list[Site]:
    sites = [new_site(organisation, number) for number in numbers]
    with acting(SYSTEM):
        entries = JournalEntry.objects.filter(kind=SiteCreated.kind).order_by("id")
        written = list(entries.values_list("id", flat=True))
    for number in written:
        tell_of(entry=number)
    return sites


def shown(browser: Client, address: str = INBOX) -> str:
    response = browser.get(address)
    assert response.status_code == 200
    return response.content.decode()


def unread(person: Person) -> list[str]:
    return [n.body["number"] for n in told(person) if n.read_at is None]


def test_nothing_new_yet(eva: Client) -> None:
    page = shown(eva)
    assert "Noch nichts Neues" in page
    assert "Alle als gelesen markieren" not in page
    assert "bell-count" not in page


def test_newest_comes_first_and_the_bell_counts(world: World, eva: Client) -> None:
    tell(world.kern, "17", "18")
    page = shown(eva)
    assert page.index("Site 18") < page.index("Site 17")
    assert "Lager 17 is new." in page
    assert 'class="bell-count" aria-hidden="true">2<' in page
    assert "Benachrichtigungen, 2 ungelesen" in page
    assert "Benachrichtigungen, 2 ungelesen" in shown(eva, "/")
    assert "Benachrichtigungen, 2 ungelesen" in shown(eva, "/notifications/bell/")


def test_each_reads_their_own_alone(world: World, eva: Client) -> None:
    make_member(world.kern, "Max Kern", "administrator")
    tell(world.kern, "17")
    [hers] = told(world.eva)
    for person in (world.ben, world.ida):
        assert "Site 17" not in shown(browser_of(person))
        answer = browser_of(person).post(f"{INBOX}{hers.public_id}/")
        assert answer.status_code == 404
    assert unread(world.eva) == ["17"]


def test_opening_leads_to_the_subject_and_counts_as_read(world: World, eva: Client) -> None:
    [site] = tell(world.kern, "17")
    [notification] = told(world.eva)
    answer = eva.post(f"{INBOX}{notification.public_id}/")
    assert (answer.status_code, answer.url) == (302, f"/sites/{site.public_id}/")
    assert unread(world.eva) == []
    page = shown(eva)
    assert f'href="/sites/{site.public_id}/">Site 17</a>' in page
    assert "bell-count" not in page


def test_looking_changes_nothing(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    [notification] = told(world.eva)
    shown(eva)
    assert eva.get(f"{INBOX}{notification.public_id}/").status_code == 405
    assert unread(world.eva) == ["17"]


def test_one_is_marked_and_the_page_stays(world: World, eva: Client) -> None:
    tell(world.kern, "17", "18")
    [first, _] = told(world.eva)
    answer = eva.post(f"{INBOX}{first.public_id}/read/?status=unread")
    assert (answer.status_code, answer.url) == (302, f"{INBOX}?status=unread")
    assert unread(world.eva) == ["18"]
    page = shown(eva, f"{INBOX}?status=unread")
    assert "Site 18" in page
    assert "Site 17" not in page


def test_second_click_changes_nothing(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    [notification] = told(world.eva)
    for _ in range(2):
        assert eva.post(f"{INBOX}{notification.public_id}/read/").status_code == 302
    with acting(SYSTEM):
        entries = JournalEntry.objects.filter(kind="notifications.notification_read")
        assert [entry.subject_id for entry in entries] == [notification.pk]


def test_all_are_marked_but_what_came_meanwhile(world: World, eva: Client) -> None:
    tell(world.kern, "17", "18")
    until = eva.get(INBOX).context["read_until"]
    tell(world.kern, "19")
    assert eva.post(f"{INBOX}read/", {"until": until}).status_code == 302
    assert unread(world.eva) == ["19"]
    with acting(SYSTEM):
        entry = JournalEntry.objects.get(kind="notifications.all_read")
    assert entry.body == {"notifications": 2}


@pytest.mark.parametrize("until", ["", "gestern", "2026-13-99T00:00", "2026-11-23T10:00:00"])
def test_moment_that_is_none_is_refused(eva: Client, until: str) -> None:
    assert eva.post(f"{INBOX}read/", {"until": until}).status_code == 400


def test_all_read_says_so(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    eva.post(f"{INBOX}read/", {"until": timezone.now().isoformat()})
    page = shown(eva, f"{INBOX}?status=unread")
    assert "Sie haben alles gelesen" in page
    assert "Alle zeigen" in page


def test_who_lost_the_right_reads_no_more_of_it(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    with as_owner():
        MembershipRole.objects.filter(membership__person=world.eva).delete()
    page = shown(eva)
    assert "Site 17" not in page
    assert "Worum es ging, dürfen Sie nicht mehr sehen." in page
    [notification] = told(world.eva)
    assert eva.post(f"{INBOX}{notification.public_id}/").url == INBOX


def test_list_is_paged_by_key(world: World, eva: Client) -> None:
    tell(world.kern, *(str(number) for number in range(100, 130)))
    first = shown(eva)
    assert "Site 129" in first
    assert "Site 104<" not in first
    older = eva.get(INBOX).context["inbox"].pager.older_url
    second = shown(eva, f"{INBOX}{older}")
    assert "Site 104<" in second
    assert "Site 129" not in second
    assert eva.get(f"{INBOX}?after=forged").status_code == 400


def test_page_asks_as_much_for_three_as_for_one(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    shown(eva)
    with counted_statements() as one:
        shown(eva)
    tell(world.kern, "18", "19")
    with counted_statements() as three:
        shown(eva)
    assert len(three) == len(one) <= 8


def test_settings_show_what_holds_and_keep_what_is_chosen(world: World, eva: Client) -> None:
    assert f'name="{SITES}" value="portal" checked' in shown(eva, SETTINGS)
    wanted = {choice.key: "off" for choice in eva.get(SETTINGS).context["choices"]}
    answer = eva.post(SETTINGS, {**wanted, SITES: "at_once"})
    assert (answer.status_code, answer.url) == (302, SETTINGS)
    page = shown(browser_of(world.eva), SETTINGS)
    assert f'name="{SITES}" value="at_once" checked' in page
    assert "Gespeichert. Das gilt auf allen Ihren Geräten." in shown(eva, SETTINGS)
    tell(world.kern, "17")
    assert [n.channel for n in told(world.eva)] == [Channel.AT_ONCE]


def test_security_cannot_be_switched_off(world: World, eva: Client) -> None:
    page = shown(eva, SETTINGS)
    assert "Änderungen an Zugängen" in page
    assert "Immer sofort per E-Mail, zu Ihrer Sicherheit." in page
    wanted = {choice.key: "off" for choice in eva.get(SETTINGS).context["choices"]}
    eva.post(SETTINGS, {**wanted, "organisations.access": "off"})
    with acting(SYSTEM):
        topics = set(Preference.objects.values_list("topic", flat=True))
    assert "organisations.access" not in topics
    assert SITES in topics


def test_settings_offer_what_one_may_read(world: World) -> None:
    page = shown(browser_of(world.ben), SETTINGS)
    assert f'name="{SITES}"' not in page
    assert "Änderungen an Zugängen" not in page


def test_channel_that_is_none_is_refused(eva: Client) -> None:
    assert eva.post(SETTINGS, {SITES: "fax"}).status_code == 400


def test_settings_of_others_stay(world: World, eva: Client) -> None:
    max_kern = make_member(world.kern, "Max Kern", "administrator")
    wanted = {choice.key: "off" for choice in eva.get(SETTINGS).context["choices"]}
    eva.post(SETTINGS, wanted)
    tell(world.kern, "17")
    assert told(world.eva) == []
    assert len(told(max_kern)) == 1


def test_profile_menu_leads_to_the_settings(eva: Client) -> None:
    assert f'class="menu-item" href="{SETTINGS}"' in shown(eva, "/")


def test_address_that_takes_mail_needs_no_trial(world: World, eva: Client) -> None:
    assert "Probemail senden" not in shown(eva, SETTINGS)
    eva.post(f"{SETTINGS}try/")
    with as_owner():
        Person.objects.filter(pk=world.eva.pk).update(refused_email="eva@kern.example")
    assert "Probemail senden" in shown(eva, SETTINGS)
    assert "eva@kern.example nimmt keine Post an" in shown(eva, SETTINGS)


def test_ninety_nine_are_counted(world: World, eva: Client) -> None:
    tell(world.kern, "17")
    [notification] = told(world.eva)
    later = [
        Notification(
            **{
                field.attname: getattr(notification, field.attname)
                for field in Notification._meta.concrete_fields
                if field.name not in {"id", "public_id", "entry_id"}
            },
            entry_id=-number,
        )
        for number in range(1, 100)
    ]
    with as_owner():
        Notification.objects.bulk_create(later)
    assert ">99+<" in shown(eva, "/notifications/bell/")
