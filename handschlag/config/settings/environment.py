"""What differs between installations, read from the environment. Business lives in the database."""

import difflib
import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "HANDSCHLAG_"


class Mode(StrEnum):
    PRODUCTION = "production"
    DEVELOPMENT = "development"
    DEMO = "demo"
    TEST = "test"


class ConfigurationError(Exception):
    """The environment cannot be used; the message says what to change."""


class Environment(BaseSettings):
    """Every variable that Handschlag reads, with its default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: str = Field(validation_alias="DATABASE_URL", description="Login of the application")
    owner_database_url: str = Field("", description="Login that `handschlag migrate` uses")
    public_url: str = Field(
        "http://localhost:8000",
        validation_alias="PUBLIC_URL",
        description="Address of the first portal",
    )
    secret_key: str = Field("", description="At least 32 random characters; required in production")
    mail_url: str = Field("smtp://localhost:25", description="Mail server, `?tls=starttls` for STARTTLS")
    mail_from: str = Field("portal@localhost", description="Sender of all mails")
    var: Path = Field(Path("var"), description="Folder for everything that the installation writes")
    files: Path = Field(Path("var/files"), description="Folder for stored files")
    mode: Mode = Field(Mode.PRODUCTION, description="production, development, demo or test")
    log_level: str = Field("info", description="debug, info, warning or error")
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Networks whose X-Forwarded-* headers count, as a JSON list"
    )
    desk_host: str = Field("", description="Host name of the desk")
    data: Path | None = Field(None, description="Folder of real data sets, for tests")


def load() -> Environment:
    """Read and check the environment; raises ConfigurationError with a sentence to act on."""
    _refuse_unknown(os.environ)
    try:
        environment = Environment()
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from None
    if environment.secret_key:
        return environment
    if environment.mode is Mode.PRODUCTION:
        raise ConfigurationError("Set HANDSCHLAG_SECRET_KEY to at least 32 random characters.")
    return environment.model_copy(update={"secret_key": secrets.token_urlsafe(48)})


def variable_name(field: str) -> str:
    alias = Environment.model_fields[field].validation_alias
    return str(alias) if alias else f"{PREFIX}{field.upper()}"


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = [variable_name(field) for field in Environment.model_fields]
    for name in variables:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise ConfigurationError(f"{name} is not a setting of Handschlag. Did you mean {nearest[0]}?")


def _sentence(error: ValidationError) -> str:
    problem = error.errors()[0]
    field = str(problem["loc"][0])
    name = variable_name(field) if field in Environment.model_fields else field
    return f"{name}: {problem['msg']}."
