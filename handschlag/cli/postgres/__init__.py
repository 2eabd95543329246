"""A PostgreSQL of our own for demo, development and tests, from the binaries of a wheel."""

from handschlag.cli.postgres.place import PostgresFailed
from handschlag.cli.postgres.server import APPLICATION, OWNER, Server, erase, running

__all__ = ["APPLICATION", "OWNER", "PostgresFailed", "Server", "erase", "running"]
