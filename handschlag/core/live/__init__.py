"""Tells open pages that something on them has changed; they fetch it through their own gate."""
