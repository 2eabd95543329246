"""What those who manage access are told: who got it, who lost it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.journal import Event
from handschlag.core.topics import Channel, Topic, Words
from handschlag.platform.organisations.events import (
    MemberAdded,
    MembershipRemoved,
    MembershipResumed,
    MembershipSuspended,
)
from handschlag.platform.organisations.models import Membership
from handschlag.platform.organisations.queries import managed_memberships
from handschlag.platform.organisations.rules import may_manage_members

TITLES = {
    MemberAdded: gettext_lazy("Access for %(name)s"),
    MembershipSuspended: gettext_lazy("Access of %(name)s suspended"),
    MembershipResumed: gettext_lazy("Access of %(name)s restored"),
    MembershipRemoved: gettext_lazy("Access of %(name)s ended"),
}


def _words(event: Event, membership: Membership) -> Words:
    values = {"name": membership.person.name, "organisation": membership.organisation.name}
    return Words(TITLES[type(event)] % values, _sentence(event) % values)


def _sentence(event: Event) -> str:
    if isinstance(event, MemberAdded | MembershipResumed):
        return _("%(name)s may act for %(organisation)s in the portal now.")
    return _("%(name)s can no longer act for %(organisation)s in the portal.")


NEWS = [
    Topic(
        key="organisations.access",
        label=gettext_lazy("Changes of access"),
        kinds=tuple(TITLES),
        rule=may_manage_members,
        gate=managed_memberships,
        words=_words,
        channel=Channel.AT_ONCE,
        concerns_security=True,
    )
]
