"""What the columns of a file mean: TOML, `online_retail.toml` is the model."""

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _
from moneyed import CURRENCIES
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from handschlag.capabilities.ordering.models import Progress
from handschlag.connectors.files.refusals import ImportRefused

DEFAULT = Path(__file__).with_name("online_retail.toml")
LARGEST_FILE = 1_000_000

Header = Annotated[str, Field(min_length=1, max_length=200)]


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError(f"{code} is no ISO 4217 currency")
    return code


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name} is no time zone")
    return name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Columns(_Part):
    document: Header
    article: Header
    description: Header | None = None
    quantity: Header
    unit_price: Header
    moment: Header
    customer: Header
    customer_name: Header | None = None
    country: Header | None = None

    def named(self) -> dict[str, str]:
        """Our column: theirs, for those that the file has."""
        return {ours: theirs for ours, theirs in self.model_dump().items() if theirs}


class Values(_Part):
    currency: Annotated[str, AfterValidator(_known_currency)]
    time_zone: Annotated[str, AfterValidator(_known_zone)] = settings.TIME_ZONE
    customer_name: str = Field("{number}", max_length=160, pattern=r"\{number\}")
    date_format: str | None = Field(None, max_length=60)
    decimal_mark: str | None = Field(None, pattern=r"^[.,]$")


class Prefixes(_Part):
    credit_note: str | None = Field(None, min_length=1, max_length=10)
    booking: str | None = Field(None, min_length=1, max_length=10)


class History(_Part):
    progress: Progress = Field(Progress.DELIVERED, strict=False)
    paid: bool = True


class Mapping(_Part):
    system: str = Field(min_length=1, max_length=40, pattern=r"^[a-z0-9_]+$")
    columns: Columns
    values: Values
    prefixes: Prefixes = Prefixes()
    history: History = History()

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def load(path: Path | None) -> Mapping:
    """The mapping in `path`, or the one for Online Retail; raises ImportRefused."""
    source = path or DEFAULT
    try:
        if source.stat().st_size > LARGEST_FILE:
            raise ImportRefused(_("%(file)s is too large for a mapping.") % {"file": source.name})
        return Mapping.model_validate(tomllib.loads(source.read_text("utf-8")))
    except OSError as error:
        problem = error.strerror or str(error)
    except UnicodeDecodeError:
        problem = _("it is not UTF-8")
    except tomllib.TOMLDecodeError as error:
        problem = str(error)
    except ValidationError as error:
        problem = _first_of(error)
    raise ImportRefused(
        _("The mapping %(file)s cannot be used: %(problem)s.")
        % {"file": source.name, "problem": problem}
    )


def _first_of(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
