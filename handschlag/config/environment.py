"""What differs between installations, read from the environment. Business lives in the database."""

import difflib
import os
import secrets
from collections.abc import Mapping
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX = "HANDSCHLAG_"
SHORTEST_SECRET = 32
OWN_HOSTS = {"localhost", "127.0.0.1", "::1"}


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

    database_url: str = Field(
        validation_alias="DATABASE_URL",
        pattern="^postgres(ql)?://",
        description="the login of the application, like postgresql://login:password@host/database",
    )
    owner_database_url: str = Field(
        "",
        pattern="^(postgres(ql)?://.*)?$",
        description="the login that owns the database, like DATABASE_URL; `migrate` uses it",
    )
    public_url: str = Field(
        "http://localhost:8000",
        validation_alias="PUBLIC_URL",
        pattern="^https?://[^/]+/?$",
        description="the address of the first portal, like https://portal.example.com",
    )
    secret_key: str = Field("", description="at least 32 random characters; needed in production")
    mail_url: str = Field(
        "smtp://localhost:25",
        pattern="^smtps?://",
        description="the mail server, like smtp://login:password@host:587?tls=starttls",
    )
    mail_from: str = Field("portal@localhost", description="the sender of all mails")
    var: Path = Field(Path("var"), description="the folder for what the installation writes")
    files: Path = Field(
        default_factory=lambda known: known["var"] / "files",
        description="the folder for stored files",
    )
    mode: Mode = Field(Mode.PRODUCTION, description="production, development, demo or test")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="debug, info, warning or error"
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (),
        validate_default=False,
        description="networks whose X-Forwarded-* headers count, like 10.0.0.0/8,::1/128",
    )
    desk_host: str = Field("", description="the host name of the desk")
    studio_host: str = Field("", description="the host name of the studio")
    security_contact: str = Field(
        "",
        pattern="^((mailto:|https://).+)?$",
        description="where a weakness is reported, like mailto:security@example.com",
    )
    operator_email: str = Field(
        "",
        pattern="^([^@\\s]+@[^@\\s]+)?$",
        description="who gets the journal's head by mail each day, like it@example.com",
    )
    data: Path | None = Field(None, description="the folder of real data sets, for tests")

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, networks: str) -> list[str]:
        return [network.strip() for network in networks.split(",") if network.strip()]


def load() -> Environment:
    """Read and check the environment; raises ConfigurationError with a sentence to act on."""
    refuse_unknown(os.environ)
    try:
        environment = Environment()
    except ValidationError as error:
        raise ConfigurationError(_sentence(error)) from None
    if environment.mode is Mode.PRODUCTION:
        _refuse_weak_secret(environment.secret_key)
        _refuse_plain_http(environment.public_url)
    if environment.secret_key:
        return environment
    return environment.model_copy(update={"secret_key": _kept_secret(environment.var)})


def refuse_unknown(variables: Mapping[str, str]) -> None:
    """Raises ConfigurationError for a name that nobody reads: most likely it is misspelt."""
    known = [variable_name(field) for field in Environment.model_fields]
    for name in variables:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0)
            raise ConfigurationError(
                f"{name} is not a setting of Handschlag. Did you mean {nearest[0]}?"
            )


def variable_name(field: str) -> str:
    alias = Environment.model_fields[field].validation_alias
    return str(alias) if alias else f"{PREFIX}{field.upper()}"


def _refuse_weak_secret(secret: str) -> None:
    if len(secret) < SHORTEST_SECRET:
        raise ConfigurationError(
            f"Set HANDSCHLAG_SECRET_KEY to at least {SHORTEST_SECRET} random characters, for "
            "example the output of `openssl rand -base64 48`."
        )


def _refuse_plain_http(address: str) -> None:
    """Without TLS every sign-in can be read on its way; nothing of this machine's own leaves it."""
    parts = urlsplit(address)
    if parts.scheme == "http" and parts.hostname not in OWN_HOSTS:
        raise ConfigurationError(
            "PUBLIC_URL must begin with https:// unless its host is localhost: put a proxy that "
            "speaks TLS in front, or set HANDSCHLAG_MODE=development to try something out."
        )


def _kept_secret(folder: Path) -> str:
    """Outside of production one is made and kept, so that a restart signs nobody out."""
    path = folder / "secret_key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text()
    except OSError as error:
        raise ConfigurationError(
            f"HANDSCHLAG_VAR must be a folder that can be written: {error.strerror}: "
            f"{error.filename}."
        ) from None


def _sentence(error: ValidationError) -> str:
    """Without the value, which can hold a password."""
    field = str(error.errors()[0]["loc"][0])
    known = {variable_name(name): name for name in Environment.model_fields}
    name = field if field in known else variable_name(field)
    return f"{name} must be {Environment.model_fields[known[name]].description}."
