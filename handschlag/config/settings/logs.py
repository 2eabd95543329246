import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # Without the values of local variables: they hold passwords, codes and customer data.
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
]

# They tell of every start, and of every job without saying which.
CHATTY = ("procrastinate.blueprints", "procrastinate.jobs", "procrastinate.periodic")
# Of what visitors do wrong each request's own line tells, with its id; whoever scans the internet
# could fill the disk with tracebacks.
TOLD_ALREADY = {"django.request": logging.ERROR, "django.security.DisallowedHost": logging.CRITICAL}
GRANIAN = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"_granian": {"propagate": True}},
}


def configure(level: str) -> None:
    """One JSON object a line on standard error, for our own and every package's messages."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name, least in TOLD_ALREADY.items():
        logging.getLogger(name).setLevel(least)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
