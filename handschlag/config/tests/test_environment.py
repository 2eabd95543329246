"""What is read from the environment, and what is refused there."""

import os
from ipaddress import ip_network
from pathlib import Path

import pytest

from handschlag.config.environment import ConfigurationError, Environment, Mode, load

URL = "postgresql://portal:streng-geheim@localhost/portal"
SECRET = "x" * 32


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("HANDSCHLAG_") or name in {"DATABASE_URL", "PUBLIC_URL"}:
            monkeypatch.delenv(name)


def loaded(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Environment:
    for name, value in {"DATABASE_URL": URL, "HANDSCHLAG_SECRET_KEY": SECRET, **variables}.items():
        monkeypatch.setenv(name, value)
    return load()


def refusal(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with pytest.raises(ConfigurationError) as refused:
        loaded(monkeypatch, **variables)
    assert "streng-geheim" not in str(refused.value)
    return str(refused.value)


def test_production_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = loaded(monkeypatch)
    assert environment.mode is Mode.PRODUCTION
    assert environment.public_url == "http://localhost:8000"
    assert (environment.var, environment.files) == (Path("var"), Path("var/files"))
    assert environment.trusted_proxies == ()


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("HANDSCHLAG_MAIL_ULR", "HANDSCHLAG_MAIL_URL"),
        ("HANDSCHLAG_SECRETKEY", "HANDSCHLAG_SECRET_KEY"),
        ("HANDSCHLAG_OWNER_DATABASE", "HANDSCHLAG_OWNER_DATABASE_URL"),
        ("HANDSCHLAG_TRUSTED_PROXY", "HANDSCHLAG_TRUSTED_PROXIES"),
        ("HANDSCHLAG_", "HANDSCHLAG_VAR"),
    ],
)
def test_unknown_variable_is_refused_with_the_nearest_name(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
) -> None:
    sentence = refusal(monkeypatch, **{name: "value"})
    assert sentence == f"{name} is not a setting of Handschlag. Did you mean {nearest}?"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://portal:streng-geheim@localhost/portal"),
        ("DATABASE_URL", ""),
        ("HANDSCHLAG_OWNER_DATABASE_URL", "streng-geheim"),
        ("PUBLIC_URL", "portal.brenner.example"),
        ("PUBLIC_URL", "https://portal.example.com/shop"),
        ("HANDSCHLAG_MAIL_URL", "localhost:25"),
        ("HANDSCHLAG_MODE", "staging"),
        ("HANDSCHLAG_LOG_LEVEL", "loud"),
        ("HANDSCHLAG_TRUSTED_PROXIES", "10.0.0.0/8, proxy.example.com"),
        ("HANDSCHLAG_TRUSTED_PROXIES", "10.0.0.1/8"),
    ],
)
def test_value_that_cannot_be_used_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    sentence = refusal(monkeypatch, **{name: value})
    assert sentence.startswith(f"{name} must be ")
    assert not value or value not in sentence


def test_database_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HANDSCHLAG_SECRET_KEY", SECRET)
    with pytest.raises(ConfigurationError, match=r"^DATABASE_URL must be the login"):
        load()


@pytest.mark.parametrize("secret", ["", "x" * 31])
def test_production_refuses_a_weak_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    sentence = refusal(monkeypatch, HANDSCHLAG_SECRET_KEY=secret)
    assert sentence.startswith("Set HANDSCHLAG_SECRET_KEY to at least 32 random characters")


def test_secret_is_made_and_kept_outside_of_production(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    variables = {"HANDSCHLAG_SECRET_KEY": "", "HANDSCHLAG_MODE": "development"}
    variables["HANDSCHLAG_VAR"] = str(tmp_path / "var")
    first = loaded(monkeypatch, **variables).secret_key
    assert len(first) >= 48
    assert loaded(monkeypatch, **variables).secret_key == first
    assert (tmp_path / "var/secret_key").stat().st_mode & 0o777 == 0o600


def test_proxies_are_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = loaded(monkeypatch, HANDSCHLAG_TRUSTED_PROXIES=" 10.0.0.0/8 ,::1/128,")
    assert environment.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1/128"))


@pytest.mark.parametrize("address", ["http://portal.example.com", "http://localhost.example.com"])
def test_production_refuses_an_address_without_tls(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    assert refusal(monkeypatch, PUBLIC_URL=address) == (
        "PUBLIC_URL must begin with https:// unless its host is localhost: put a proxy that "
        "speaks TLS in front, or set HANDSCHLAG_MODE=development to try something out."
    )


@pytest.mark.parametrize(
    ("mode", "address"),
    [
        ("production", "https://portal.example.com"),
        ("production", "http://localhost:8000"),
        ("production", "http://127.0.0.1:8000"),
        ("production", "http://[::1]:8000"),
        ("development", "http://portal.example.com"),
    ],
)
def test_tls_may_be_missing_where_nothing_leaves_the_machine(
    monkeypatch: pytest.MonkeyPatch, mode: str, address: str
) -> None:
    environment = loaded(monkeypatch, HANDSCHLAG_MODE=mode, PUBLIC_URL=address)
    assert environment.public_url == address
