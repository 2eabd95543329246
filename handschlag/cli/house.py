import django


def set_up() -> None:
    """Make Django ready, or refuse: a process that would not keep its promises does not start."""
    django.setup()
    from handschlag.core.checks import ensure_sound

    ensure_sound()
