import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs import job
from handschlag.core.journal import sealing
from handschlag.core.mail import outbox

BY = system_actor("journal")
log = structlog.get_logger("handschlag.journal")


@job(queue="journal", cron="*/5 * * * *")
def seal(timestamp: int) -> None:
    """Seal what has settled, and put the head into the log, where the database's owner cannot."""
    with acting(BY):
        seals = sealing.seal()
    if seals:
        entries = sum(seal.entries for seal in seals)
        log.info("journal_sealed", head=str(seals[-1]), entries=entries)


@job(queue="journal", cron="0 5 * * *")
def tell_operator(timestamp: int) -> None:
    """Mail the head to the operator, who keeps it outside of the database."""
    if not settings.OPERATOR_EMAIL:
        return
    with acting(BY), override(settings.LANGUAGE_CODE):
        head = sealing.head()
        if head:
            outbox.send(settings.OPERATOR_EMAIL, _("The journal's head"), _text(str(head)))


def _text(head: str) -> str:
    text = _(
        "The newest seal of the journal is:\n\n%(head)s\n\n"
        "Keep this mail. `handschlag verify-journal --head %(head)s` tells from it whether"
        " anything sealed so far has been changed or taken away since.\n"
    )
    return text % {"head": head}
