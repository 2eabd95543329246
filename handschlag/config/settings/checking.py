"""Settings for the type checker, which needs no environment."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql:///none")
os.environ.setdefault("HANDSCHLAG_MODE", "test")

from handschlag.config.settings import *  # noqa: E402, F403
