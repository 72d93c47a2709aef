"""Settings, and where they come from.

A setting is taken from the first place that has it: the arguments of `Client`; the environment as LARDER_<NAME>; the environment as
FEAST_<NAME>; section [general] of the configuration file; its default. The file is ~/.larder/config unless LARDER_CONFIG, or
FEAST_CONFIG, names another one.
"""

from __future__ import annotations

import configparser
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from larder._errors import ConfigurationError
from larder._feast_settings import without_those_of_feast

_SECTION = "general"
_PREFIXES = ("LARDER_", "FEAST_")


@dataclass(frozen=True)
class Setting:
    """A setting: its default, what it means, and the names by which it is known too, looked for after its own."""

    default: str
    meaning: str
    also: tuple[str, ...] = ()


SETTINGS: Mapping[str, Setting] = {
    "url": Setting("localhost:6565", "host:port of gRPC, for all that has no url of its own"),
    "core_url": Setting("localhost:6565", "host:port of the registry", ("url",)),
    "serving_url": Setting("localhost:6565", "host:port of online serving", ("url",)),
    "job_service_url": Setting("localhost:6565", "host:port of jobs", ("url",)),
    "http_url": Setting("http://localhost:8080", "HTTP; only `larder doctor` asks there"),
    "project": Setting("default", "the project to work in"),
    "enable_ssl": Setting("false", "TLS, for all that has no setting of its own"),
    "core_enable_ssl": Setting("false", "TLS to the registry", ("enable_ssl",)),
    "serving_enable_ssl": Setting("false", "TLS to online serving", ("enable_ssl",)),
    "job_service_enable_ssl": Setting("false", "TLS to jobs", ("enable_ssl",)),
    "server_ssl_cert": Setting("", "PEM file of the authorities to trust; empty: those of the system"),
    "core_server_ssl_cert": Setting("", "the same for the registry", ("server_ssl_cert",)),
    "serving_server_ssl_cert": Setting("", "the same for online serving", ("server_ssl_cert",)),
    "job_service_server_ssl_cert": Setting("", "the same for jobs", ("server_ssl_cert",)),
    "auth_token": Setting("", "sent as authorization: Bearer"),
    "timeout": Setting("10", "seconds that a call may take", ("grpc_connection_timeout",)),
    "attempts": Setting("4", "how often a call that may be repeated is made while the server is away, 1 to 5"),
    "staging_location": Setting(
        "", "folder for entity rows of training sets; empty: a temporary one", ("spark_staging_location",)
    ),
    "output_location": Setting(
        "", "folder for training sets; empty: the server's", ("historical_feature_output_location",)
    ),
    "output_format": Setting("parquet", "file format of training sets", ("historical_feature_output_format",)),
}

_KNOWN = {name for key, setting in SETTINGS.items() for name in (key, *setting.also)}


class Settings:
    """The settings of one client."""

    def __init__(self, given: Mapping[str, object] | None = None) -> None:
        self._given = {name.lower(): str(value) for name, value in (given or {}).items() if value is not None}
        unknown = sorted(without_those_of_feast(self._given.keys() - _KNOWN))
        if unknown:
            raise ConfigurationError(f"unknown setting {unknown[0]}; there are: {', '.join(SETTINGS)}")
        self._file = _read(settings_file())

    def text(self, name: str) -> str:
        return self.origin(name)[0]

    def flag(self, name: str) -> bool:
        text = self.text(name).strip().lower()
        if text in ("true", "1", "yes", "on"):
            return True
        if text in ("false", "0", "no", "off", ""):
            return False
        raise ConfigurationError(f"setting {name} is true or false, and this is {text!r}")

    def number(self, name: str) -> float:
        text = self.text(name)
        try:
            number = float(text)
        except ValueError:
            raise ConfigurationError(f"setting {name} is a number, and this is {text!r}") from None
        if not number > 0:
            raise ConfigurationError(f"setting {name} is above zero, and this is {text}")
        return number

    def origin(self, name: str) -> tuple[str, str]:
        """The value of a setting and where it comes from, in words."""
        setting = SETTINGS[name]
        for place, found in self._places():
            for known in (name, *setting.also):
                if known in found:
                    return found[known], place.format(known=known, upper=known.upper())
        return setting.default, "default"

    def _places(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        yield "argument {known}", self._given
        for prefix in _PREFIXES:
            length = len(prefix)
            found = {name[length:].lower(): value for name, value in os.environ.items() if name.startswith(prefix)}
            yield f"environment {prefix}{{upper}}", found
        yield f"{settings_file()}", self._file


def settings_file() -> Path:
    """The configuration file, whether it exists or not."""
    for prefix in _PREFIXES:
        named = os.environ.get(f"{prefix}CONFIG")
        if named:
            return Path(named)
    return Path.home() / ".larder" / "config"


def write_setting(name: str, value: str) -> Path:
    """Writes a setting into the configuration file and gives its path."""
    if name not in _KNOWN:
        raise ConfigurationError(f"unknown setting {name}; there are: {', '.join(SETTINGS)}")
    path = settings_file()
    content = _read(path)
    content[name] = value
    parser = configparser.ConfigParser(interpolation=None)
    parser[_SECTION] = content
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # It may hold a token.
        with open(descriptor, "w") as file:
            parser.write(file)
    except OSError as error:
        raise ConfigurationError(f"cannot write {path}: {error.strerror}") from error
    return path


def _read(path: Path) -> dict[str, str]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read(path)
    except (configparser.Error, UnicodeDecodeError) as error:
        raise ConfigurationError(f"cannot read {path}: {error}") from error
    return dict(parser[_SECTION]) if parser.has_section(_SECTION) else {}
