from collections.abc import Iterator

import pytest

from handschlag.core import reactions


@pytest.fixture(autouse=True)
def _fresh_reactions() -> Iterator[None]:
    """Tests make news of their own, and which jobs want them is remembered by the process."""
    reactions.jobs_wanting.cache_clear()
    yield
    reactions.jobs_wanting.cache_clear()
