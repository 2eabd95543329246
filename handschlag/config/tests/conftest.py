import contextlib
import io
import json
import logging
from collections.abc import Iterator

import pytest

from handschlag.config.settings.logs import configure


class Lines(io.StringIO):
    """Where the log is written to: one JSON object a line."""

    def new(self) -> list[dict[str, object]]:
        """What has been logged since the last look."""
        text = self.getvalue()
        self.seek(0)
        self.truncate()
        return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """Configured as in a process of its own; pytest's own handlers are pytest's business."""
    root, written = logging.getLogger(), Lines()
    level, before = root.level, [h for h in root.handlers if type(h) is logging.StreamHandler]
    with contextlib.redirect_stderr(written):
        configure("info")
    yield written
    others = [h for h in root.handlers if type(h) is not logging.StreamHandler]
    root.handlers[:] = [*before, *others]
    root.setLevel(level)
