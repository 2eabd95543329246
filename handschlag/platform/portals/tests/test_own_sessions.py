"""Where somebody is signed in, as they see it, and how it ends."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from handschlag.core.actor import ANONYMOUS, Actor, ActorKind, system_actor
from handschlag.core.isolation import acting
from handschlag.core.journal.models import JournalEntry
from handschlag.core.tests.factory_role import as_owner
from handschlag.core.tests.statements import counted_statements
from handschlag.platform.identity.actions import end_other_sessions, end_session, renew_login
from handschlag.platform.identity.jobs import forget
from handschlag.platform.identity.models import Login, Session
from handschlag.platform.identity.queries import own_session, own_sessions
from handschlag.platform.identity.tests.factories import PASSWORD, make_login, make_person
from handschlag.platform.portals.sessions import PORTAL, SessionStore
from handschlag.platform.portals.tests.factories import make_portal

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0"
GERMAN = {"accept-language": "de"}
SECURITY, END = "/account/security/", "/account/sessions/end/"
STATEMENTS = 6  # portal, session, login with person, memberships; both lists
BUTTON = re.compile(r'name="session" value="(\w+)"')
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1"
NINE = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna() -> Login:
    make_portal()
    return make_login()


def entered(login: Login, agent: str = FIREFOX, **client: Any) -> Client:
    browser = Client(headers={"user-agent": agent, **client})
    response = browser.post("/sign-in/", {"login": login.email, "password": PASSWORD})
    assert response.status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    return not browser.get("/")["Location"].startswith("/sign-in/")


def oneself(login: Login) -> Actor:
    return Actor(kind=ActorKind.PERSON, person_id=login.person_id)


def buttons(page: Any) -> list[str]:
    return BUTTON.findall(page.content.decode())


def key_of(browser: Client) -> str:
    return browser.cookies[PORTAL.cookie].value


def seen_by(login: Login) -> list[Session]:
    return own_sessions(oneself(login))


def test_list_names_device_first_and_last_use(anna: Login) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        entered(anna)
        clock.shift(timedelta(days=1))
        phone = entered(anna, IPHONE)
        clock.shift(timedelta(hours=2))
        assert is_in(phone)
        later, first = seen_by(anna)
    assert (later.browser, later.system) == ("Safari", "iPhone")
    assert (later.began_at - NINE, later.seen_at - NINE) == (
        timedelta(days=1),
        timedelta(days=1, hours=2),
    )
    assert (first.browser, first.system, first.seen_at) == ("Firefox", "Linux", NINE)


def test_nothing_is_kept_of_where_the_browser_is(anna: Login) -> None:
    browser = Client(REMOTE_ADDR="203.0.113.9", headers={"user-agent": FIREFOX})
    browser.post("/sign-in/", {"login": anna.email, "password": PASSWORD})
    with as_owner():
        [row] = Session.objects.filter(login=anna).values()
    kept = f"{row}{SessionStore().decode(row['session_data'])}"
    assert "_auth_user_id" in kept
    assert "203.0.113" not in kept
    assert "Gecko" not in kept


def test_list_holds_what_is_open_and_ones_own_alone(anna: Login) -> None:
    entered(make_login(make_person("Ben Weber")))
    Client().post("/sign-in/", {"login": anna.email, "code": "1"})
    with time_machine.travel(NINE, tick=False) as clock:
        entered(anna)
        clock.shift(PORTAL.idle + timedelta(minutes=1))
        entered(anna, IPHONE)
        assert [session.system for session in seen_by(anna)] == ["iPhone"]


def test_session_is_called_by_what_does_not_open_it(anna: Login) -> None:
    browser = entered(anna)
    [session] = seen_by(anna)
    assert session.handle != key_of(browser)
    assert own_session(oneself(anna), session.handle) == session
    assert own_session(oneself(anna), key_of(browser)) is None
    assert own_sessions(ANONYMOUS) == []
    stranger = oneself(make_login(make_person("Ben Weber")))
    assert own_session(stranger, session.handle) is None


def test_ended_session_is_over_at_the_next_request(anna: Login) -> None:
    lost, mine = entered(anna, IPHONE), entered(anna)
    by = oneself(anna)
    with acting(by):
        end_session(by, session=Session(pk=key_of(lost)))
    assert not is_in(lost)
    assert is_in(mine)


@pytest.mark.feature("X18")
def test_list_signs_out_the_device_whose_button_is_pressed(anna: Login) -> None:
    lost, mine = entered(anna, IPHONE), entered(anna, **GERMAN)
    page = mine.get(SECURITY)
    words = page.content.decode()
    assert "Safari auf iPhone" in words
    assert words.count("Dieses Gerät") == 1
    [handle] = buttons(page)
    answer = mine.post(END, {"session": handle}, follow=True).content.decode()
    assert "Das Gerät ist abgemeldet." in answer
    assert "Safari auf iPhone" not in answer
    assert (is_in(lost), is_in(mine)) == (False, True)
    with acting(system_actor("test")):
        assert JournalEntry.objects.filter(kind="identity.session_ended").count() == 1


@pytest.mark.feature("X18")
def test_list_signs_out_all_others_at_once(anna: Login) -> None:
    others, mine = [entered(anna, IPHONE), entered(anna)], entered(anna, **GERMAN)
    answer = mine.post(END, follow=True).content.decode()
    assert "Sie sind auf allen anderen Geräten abgemeldet." in answer
    assert "Alle anderen abmelden" not in answer
    assert [is_in(browser) for browser in [*others, mine]] == [False, False, True]


def test_button_for_the_own_session_or_a_strangers_is_none(anna: Login) -> None:
    mine = entered(anna)
    entered(ben := make_login(make_person("Ben Weber")))
    for session in (*seen_by(anna), *seen_by(ben)):
        assert mine.post(END, {"session": session.handle}).status_code == 404
    assert is_in(mine)
    assert len(seen_by(ben)) == 1


def test_browser_that_says_nothing_of_itself_is_unknown(anna: Login) -> None:
    mine = entered(anna, "", **GERMAN)
    assert "Unbekannter Browser" in mine.get(SECURITY).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_much_for_many_sessions_as_for_one(anna: Login, count: int) -> None:
    mine = [entered(anna) for _ in range(count)][-1]
    with counted_statements() as statements:
        assert mine.get(SECURITY).status_code == 200
    assert len(statements) == STATEMENTS


def test_nobody_ends_the_session_of_somebody_else(anna: Login) -> None:
    browser = entered(anna)
    thief = oneself(make_login(make_person("Theo Dieb")))
    with acting(thief):
        end_session(thief, session=Session(pk=key_of(browser)))
        end_other_sessions(thief, keep="")
    assert is_in(browser)


def test_all_others_end_and_this_one_stays(anna: Login) -> None:
    others, mine = [entered(anna), entered(anna, IPHONE)], entered(anna)
    by = oneself(anna)
    with acting(by):
        assert end_other_sessions(by, keep=key_of(mine)) == 2
    assert [is_in(browser) for browser in [*others, mine]] == [False, False, True]
    with acting(system_actor("test")):
        last = JournalEntry.objects.order_by("-id").first()
    assert last is not None
    assert (last.kind, last.body["count"]) == ("identity.other_sessions_ended", 2)


def test_session_of_the_desk_is_in_the_same_list(anna: Login, settings: Any) -> None:
    settings.DESK_HOST, settings.PUBLIC_URL = "desk.testserver", "http://testserver"
    entered(anna, host="desk.testserver")
    entered(anna)
    assert {session.face for session in seen_by(anna)} == {"desk", "portal"}


def test_new_password_leaves_no_session_behind(anna: Login) -> None:
    entered(anna)
    by = system_actor("test")
    with acting(by):
        renew_login(by, person=anna.person, password="gruene-kanne-am-fenster")
    assert seen_by(anna) == []


def test_sessions_that_are_over_are_forgotten_at_night(anna: Login) -> None:
    with time_machine.travel(NINE, tick=False) as clock:
        entered(anna)
        clock.shift(PORTAL.idle + timedelta(minutes=1))
        entered(anna, IPHONE)
        forget(timestamp=0)
        with as_owner():
            assert [s.system for s in Session.objects.filter(login=anna)] == ["iPhone"]
