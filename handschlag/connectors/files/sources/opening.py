import hashlib
from pathlib import Path

from django.utils.translation import gettext as _

from handschlag.connectors.files.refusals import ImportRefused
from handschlag.connectors.files.sources.parquet import ParquetSource
from handschlag.connectors.files.sources.rows import Source
from handschlag.connectors.files.sources.separated import SeparatedSource

PARQUET = b"PAR1"


def open_source(path: Path, columns: dict[str, str]) -> Source:
    """`columns` maps our names to those of the file. Raises ImportRefused with a sentence."""
    try:
        with path.open("rb") as file:
            beginning = file.read(len(PARQUET))
    except OSError as error:
        raise ImportRefused(
            _("The file %(file)s cannot be read: %(problem)s.")
            % {"file": path.name, "problem": error.strerror}
        ) from None
    if not beginning:
        raise ImportRefused(_("The file %(file)s is empty.") % {"file": path.name})
    if beginning == PARQUET:
        return ParquetSource(path, columns)
    if path.suffix == ".parquet":
        raise ImportRefused(_("The file %(file)s is no Parquet file.") % {"file": path.name})
    return SeparatedSource(path, columns)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
