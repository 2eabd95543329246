from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.platform.organisations.inviting import KEPT, withdraw_invitation
from handschlag.platform.organisations.models import Invitation

BY = system_actor("jobs")


@job(queue="jobs", cron="41 3 * * *")
def forget_invitations(timestamp: int) -> None:
    """Those that nobody has taken up for a month after their time was over."""
    with acting(BY):
        ended = Invitation.objects.filter(sent_at__lt=timezone.now() - Invitation.LIFETIME - KEPT)
        for membership_id in ended.values_list("membership_id", flat=True):
            withdraw_invitation(BY, membership_id=membership_id)
