"""What those who manage access are told: who got it, who lost it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handschlag.core.addresses import address_of_record
from handschlag.core.journal import Event
from handschlag.core.rules import is_member
from handschlag.core.topics import Channel, Topic, Words
from handschlag.platform.organisations.events import (
    AccessChanged,
    InvitationAccepted,
    InvitationAskedAgain,
    MemberAdded,
    MembershipRemoved,
    MembershipResumed,
    MembershipSuspended,
)
from handschlag.platform.organisations.models import Membership
from handschlag.platform.organisations.queries import managed_memberships, own_membership
from handschlag.platform.organisations.rules import may_manage_members

TITLES = {
    MemberAdded: gettext_lazy("Access for %(name)s"),
    InvitationAccepted: gettext_lazy("%(name)s has accepted"),
    InvitationAskedAgain: gettext_lazy("%(name)s asks for a new invitation"),
    AccessChanged: gettext_lazy("Access of %(name)s changed"),
    MembershipSuspended: gettext_lazy("Access of %(name)s suspended"),
    MembershipResumed: gettext_lazy("Access of %(name)s restored"),
    MembershipRemoved: gettext_lazy("Access of %(name)s ended"),
}


def _words(event: Event, membership: Membership) -> Words:
    values = {"name": membership.person.name, "organisation": membership.organisation.name}
    is_gone = membership.state == Membership.State.REMOVED
    url = "" if is_gone else address_of_record("organisations:colleague", membership.public_id)
    return Words(TITLES[type(event)] % values, _sentence(event) % values, url)


def _sentence(event: Event) -> str:
    if isinstance(event, AccessChanged):
        return _("%(name)s may do something else for %(organisation)s in the portal now.")
    if isinstance(event, InvitationAskedAgain):
        return _("The invitation to act for %(organisation)s had expired. You can send it again.")
    if isinstance(event, MemberAdded | InvitationAccepted | MembershipResumed):
        return _("%(name)s may act for %(organisation)s in the portal now.")
    return _("%(name)s can no longer act for %(organisation)s in the portal.")


def _own_words(event: Event, membership: Membership) -> Words:
    values = {"organisation": membership.organisation.name}
    if isinstance(event, AccessChanged):
        sentence = _("What you may do for %(organisation)s in the portal was changed.")
    else:
        sentence = _("You may act for %(organisation)s in the portal again.")
    return Words(_("Your access for %(organisation)s") % values, sentence % values)


NEWS = [
    Topic(
        key="organisations.own_access",
        label=gettext_lazy("Changes of your own access"),
        kinds=(AccessChanged, MembershipResumed),
        rule=is_member,
        gate=own_membership,
        words=_own_words,
        channel=Channel.AT_ONCE,
        concerns_security=True,
    ),
    Topic(
        key="organisations.access",
        label=gettext_lazy("Changes of access"),
        kinds=tuple(TITLES),
        rule=may_manage_members,
        gate=managed_memberships,
        words=_words,
        channel=Channel.AT_ONCE,
        concerns_security=True,
    ),
]
