"""Commands around the client itself: settings, versions, completion, a sample project."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from larder._cli.session import Session, command
from larder._settings import SETTINGS, Settings, settings_file, write_setting
from larder._version import __version__


@command(None, "version", project=False)
@click.option("-c", "--client-only", is_flag=True, help="Only that of this program.")
@click.option("--core-url", metavar="HOST:PORT", help="Where the registry is, if not at --url.")
@click.option("--serving-url", metavar="HOST:PORT", help="Where online serving is, if not at --url.")
@click.option("--job-service-url", metavar="HOST:PORT", help="Where jobs are, if not at --url; they have no version.")
def version(session: Session, client_only: bool, **urls: str | None) -> None:
    """Show the versions of this program and of the server."""
    session.given.update(urls)
    session.show({"sdk": {"version": __version__}} if client_only else session.client.version())


@click.group("config")
def config() -> None:
    """Show and set settings."""


@command(config, "list", project=False)
def list_settings(session: Session) -> None:
    """List all settings, their values, and where each comes from."""
    settings = Settings({name: value for name, value in session.given.items() if value})
    rows = []
    for name, setting in SETTINGS.items():
        value, origin = settings.origin(name)
        shown = "(not shown)" if name == "auth_token" and value else value
        rows.append({"name": name, "value": shown, "from": origin, "meaning": setting.meaning})
    session.show_rows(rows, ["name", "value", "from", "meaning"])


@config.command("set")
@click.argument("name")
@click.argument("value")
def set_setting(name: str, value: str) -> None:
    """Write a setting into the configuration file."""
    click.echo(f"Wrote {name.lower()} to {write_setting(name.lower(), value)}.")


@config.command("path")
def path() -> None:
    """Show where the configuration file is."""
    click.echo(settings_file())


@click.command("init")
@click.argument("folder", default="larder-sample", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a sample project in FOLDER (larder-sample): definitions, data, and a tour through both."""
    from larder._cli.sample import write_sample

    if folder.exists() and not folder.is_dir():
        raise click.ClickException(f"{folder} is a file, and the sample wants a folder of its own")
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty")
    write_sample(folder)
    click.echo(
        f"Made a sample project in {folder}. Go on with:\n\n  cd {folder}\n  python tour.py\n\nREADME.md says what it does."
    )


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes commands with the Tab key.

    bash: add to ~/.bashrc:  eval "$(larder completion bash)"

    zsh: add to ~/.zshrc:  eval "$(larder completion zsh)"

    fish: larder completion fish > ~/.config/fish/completions/larder.fish
    """
    from click.shell_completion import get_completion_class

    from larder._cli import cli

    found = get_completion_class(shell)
    if found is None:
        sys.exit(f"click does not know {shell}")
    click.echo(found(cli, {}, "larder", "_LARDER_COMPLETE").source())
