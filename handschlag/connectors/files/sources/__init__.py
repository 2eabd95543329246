"""Files as rows of cells, read as a stream."""

from handschlag.connectors.files.sources.opening import open_source, sha256_of
from handschlag.connectors.files.sources.rows import Row, Source

__all__ = ["Row", "Source", "open_source", "sha256_of"]
