from django.utils import timezone

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.platform.identity.models import Session

BY = system_actor("jobs")


@job(queue="jobs", cron="23 3 * * *")
def forget_sessions(timestamp: int) -> None:
    """Those whose time is over: nobody can go on with them."""
    with acting(BY, at_gate=True):
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
