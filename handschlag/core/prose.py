"""What staff write for readers, as HTML: headings, lists, emphasis, links, and nothing else."""

import re

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

SAFE_LINK = re.compile(r"https?://|mailto:|tel:|/(?!/)")
RULES = ["heading", "list", "emphasis", "link", "escape", "newline"]
LOWEST = 6


class _Writer(MarkdownIt):
    """Knows only what it is told to: HTML, pictures and quoted code stay what they are, text."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "breaks": True})
        self.enable(RULES)

    def validateLink(self, url: str) -> bool:  # noqa: N802  its own name for it
        return SAFE_LINK.match(url) is not None


_writer = _Writer()


def prose(text: str) -> SafeString:
    """`text` as HTML; its headings stand below the page's own."""
    tokens = _writer.parse(text)
    for token in tokens:
        _lower(token)
    # Everything in it comes from the writer above, which escapes what it does not know.
    return mark_safe(_writer.renderer.render(tokens, _writer.options, {}))  # noqa: S308


def _lower(token: Token) -> None:
    if token.type.startswith("heading_"):
        token.tag = f"h{min(int(token.tag[1:]) + 1, LOWEST)}"
