import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

NOT_MIGRATED = "The database is not yet that of this release: run `handschlag migrate`."


def set_up() -> None:
    """Make Django ready, or refuse: a process that would not keep its promises does not start."""
    django.setup()
    from handschlag.core.checks import ensure_sound

    ensure_sound()


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """A value that the house refuses ends the command with a sentence in the command's language."""
    django.setup()
    from django.core.exceptions import ValidationError
    from django.utils.translation import override

    with override("en"):
        try:
            yield
        except ValidationError as error:
            sys.exit(_sentences(error))


def _sentences(error: Exception) -> str:
    fields = vars(error).get("error_dict")
    if fields is None:
        return " ".join(error.messages)  # type: ignore[attr-defined]
    return " ".join(
        f"{_label(field)}{message}"
        for field, problems in fields.items()
        for problem in problems
        for message in problem.messages
    )


def _label(field: str) -> str:
    from django.core.exceptions import NON_FIELD_ERRORS

    return "" if field == NON_FIELD_ERRORS else f"{field.replace('_', ' ').capitalize()}: "
