"""What a link in a mail of invitation leads to."""

from django.core import signing

from handschlag.platform.organisations.models import Invitation, Membership

SALT = "handschlag.organisations.invitation"


def link_of(invitation: Invitation) -> str:
    """What the link holds: another one after each mail, so that the older ones end."""
    return signing.dumps([invitation.membership_id, invitation.sent_at.timestamp()], salt=SALT)


def invitation_at(portal_id: int, link: str) -> Invitation | None:
    """The invitation that waits at this portal; None for a link that is forged, replaced or used.

    Asked in the database role `gate`.
    """
    try:
        membership_id, sent = signing.loads(link, salt=SALT)
    except signing.BadSignature:
        return None
    found = Invitation.objects.select_related(
        "membership__person", "membership__granted_by", "membership__organisation"
    )
    waiting = found.filter(portal_id=portal_id, membership__state=Membership.State.INVITED)
    invitation = waiting.filter(membership_id=membership_id).first()
    return invitation if invitation and invitation.sent_at.timestamp() == sent else None
