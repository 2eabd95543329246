from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.platform.identity.models import FormerAddress, Session

BY = system_actor("jobs")


@job(queue="jobs", cron="23 3 * * *")
def forget(timestamp: int) -> None:
    """Sessions whose time is over, and old addresses to which no way leads back."""
    now = timezone.now()
    with acting(BY, at_gate=True):
        Session.objects.filter(expire_date__lt=now).delete()
        FormerAddress.objects.filter(changed_at__lt=now - FormerAddress.LIFETIME).delete()
