from handschlag.cli.doctor.unwell import Unwell
from handschlag.core.actor import system_actor
from handschlag.core.isolation import acting
from handschlag.core.jobs.queue import state_of_queue
from handschlag.core.journal.sealing import head, unsealed_seconds
from handschlag.core.mail.deliveries import LATELY, deliveries

BY = system_actor("doctor")
SEALED_WITHIN = 3600


def queue() -> str:
    with acting(BY):
        state = state_of_queue()
    waiting = f"{state.waiting} waiting, the oldest for {state.oldest_seconds} s"
    if state.is_late:
        raise Unwell(f"{waiting}: is `handschlag worker` running?")
    return f"{waiting}; {state.behind_others} behind others; {state.failed} given up"


def letters() -> str:
    with acting(BY):
        sent = deliveries()
    return (
        f"{sent.sent} sent in {LATELY.days} days, {sent.refused} to addresses that take no mail, "
        f"{sent.failed} given up"
    )


def seals() -> str:
    with acting(BY):
        newest, seconds = head(), unsealed_seconds()
    if seconds > SEALED_WITHIN:
        raise Unwell(
            f"entries have not been sealed for {seconds} s: is `handschlag worker` running, and no"
            " transaction open for hours?"
        )
    return f"sealed up to {newest}" if newest else "nothing to seal yet"
