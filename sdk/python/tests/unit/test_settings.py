from __future__ import annotations

import os
from pathlib import Path

import pytest

from larder import Client, ConfigurationError
from larder._feast_settings import _ADVICE_OF
from larder._settings import _KNOWN, SETTINGS, Settings, settings_file, write_setting


def test_every_setting_has_its_default() -> None:
    settings = Settings()
    assert {name: settings.text(name) for name in SETTINGS} == {name: s.default for name, s in SETTINGS.items()}


def test_arguments_come_before_the_environment_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    write_setting("project", "of_the_file")
    assert Settings().origin("project") == ("of_the_file", str(settings_file()))
    monkeypatch.setenv("FEAST_PROJECT", "of_feast")
    assert Settings().origin("project") == ("of_feast", "environment FEAST_PROJECT")
    monkeypatch.setenv("LARDER_PROJECT", "of_larder")
    assert Settings().origin("project") == ("of_larder", "environment LARDER_PROJECT")
    assert Settings({"project": "given"}).origin("project") == ("given", "argument project")


def test_a_place_that_comes_first_wins_under_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEAST_CORE_URL", "feast:6565")
    monkeypatch.setenv("FEAST_GRPC_CONNECTION_TIMEOUT", "3")
    assert Settings().text("core_url") == "feast:6565"
    assert Settings().text("serving_url") == "localhost:6565"
    assert Settings().number("timeout") == 3
    assert Settings({"url": "larder:1"}).text("core_url") == "larder:1"
    assert Settings({"url": "larder:1", "core_url": "larder:2"}).text("core_url") == "larder:2"


def test_the_file_of_feast_is_read_where_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("LARDER_CONFIG")
    monkeypatch.setenv("FEAST_CONFIG", str(tmp_path / "feast"))
    (tmp_path / "feast").write_text("[general]\nserving_url = feast:6566\nspark_launcher = k8s\n")
    assert Settings().text("serving_url") == "feast:6566"


def test_a_written_file_is_for_its_owner_only() -> None:
    write_setting("auth_token", "100%secret")
    path = write_setting("project", "p")
    assert Settings().text("auth_token") == "100%secret"
    assert os.stat(path).st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "settings",
    [
        {"core_enable_ssl": "maybe"},
        {"timeout": "soon"},
        {"timeout": 0},
        {"attempts": 1.5},
        {"attempts": 6},
        {"colour": "red"},
    ],
)
def test_a_wrong_setting_is_named(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match=next(iter(settings))):
        Client(settings)


def test_settings_of_feast_that_mean_nothing_are_ignored_with_one_warning() -> None:
    of_feast = {"telemetry": False, "enable_auth": True, "spark_launcher": "k8s", "redis_host": "redis"}
    with (
        pytest.warns(UserWarning, match="Larder ignores settings of Feast") as warned,
        Client(of_feast, core_url="larder:6565") as client,
    ):
        assert client.core_url == "larder:6565"
    (warning,) = warned
    assert warning.filename == __file__
    for name in of_feast:
        assert name in str(warning.message)
    assert "give auth_token" in str(warning.message)
    with pytest.warns(UserWarning, match="telemetry"), pytest.raises(ConfigurationError, match="colour"):
        Client(telemetry=False, colour="red")


def test_a_setting_of_feast_is_known_under_one_meaning() -> None:
    assert not _KNOWN & _ADVICE_OF.keys()
    write_setting("grpc_connection_timeout", "3")
    assert Settings().number("timeout") == 3


def test_a_broken_file_is_named() -> None:
    settings_file().write_text("no section")
    with pytest.raises(ConfigurationError, match="larder-config"):
        Settings()


def test_one_connection_serves_all_that_is_at_one_place() -> None:
    assert len(Client()._connections) == 1
    client = Client(options={"serving_url": "serving:6566"})
    assert (client.core_url, client.serving_url) == ("localhost:6565", "serving:6566")
    assert len(client._connections) == 2


def test_what_goes_over_tls_is_told() -> None:
    client = Client(enable_ssl=True, serving_enable_ssl=False)
    assert (client.core_secure, client.serving_secure, client.job_service_secure) == (True, False, True)
