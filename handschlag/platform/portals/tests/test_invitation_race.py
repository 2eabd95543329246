"""One link, followed by many at the same moment."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from handschlag.core.actor import Scope, system_actor
from handschlag.core.isolation import acting
from handschlag.platform.identity.models import Login, Person
from handschlag.platform.organisations.actions import create_organisation, install_preset_roles
from handschlag.platform.organisations.models import Membership, Organisation, Role
from handschlag.platform.portals.actions import Newcomer, invite, open_portal
from handschlag.platform.portals.models import Portal
from handschlag.platform.portals.tests.test_invitations import DORA, german, link

BY = system_actor("test")


def invited() -> str:
    portal = Portal(host="testserver", name={"de": "Portal"}, company_name="Brenner")
    with acting(BY):
        open_portal(BY, portal=portal)
        install_preset_roles(BY)
        organisation = Organisation(number="1", name="Kessler")
        create_organisation(BY, organisation=organisation)
        newcomer = Newcomer(
            email=DORA,
            name="Dora Lenz",
            organisation=organisation,
            role=Role.objects.get(preset="reader"),
            scope=Scope.COMPANY,
            is_told_by_mail=True,
        )
        invite(BY, portal=portal, newcomer=newcomer)
    return link()


def test_link_followed_by_many_at_once_lets_in_one(committed_db: str) -> None:
    path = invited()

    def follow(number: int) -> int:
        try:
            return german().post(path, {"way": "plain", "name": f"Dora {number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(follow, range(8)))
    assert answers == [302] + [410] * 7
    with acting(BY):
        [member] = Membership.objects.all()
        assert (member.state, Person.objects.count()) == ("active", 1)
    with acting(BY, at_gate=True):
        assert Login.objects.filter(email=DORA).count() == 1
