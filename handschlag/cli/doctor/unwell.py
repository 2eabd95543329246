class Unwell(Exception):
    """A check failed; the message says what to do."""
