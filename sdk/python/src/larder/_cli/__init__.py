"""The command line `larder`."""

from __future__ import annotations

import os
import sys

import click

from larder._cli import definitions, doctor, jobs, online, setup, training
from larder._cli.failures import exit_code_of, report
from larder._errors import LarderError
from larder._version import __version__

_COMMANDS = (
    setup.init,
    doctor.doctor,
    definitions.apply,
    definitions.history,
    definitions.projects,
    definitions.entities,
    definitions.feature_tables,
    training.ingest,
    jobs.jobs,
    online.online,
    training.training_set,
    training.get_historical_features,
    setup.config,
    setup.version,
    setup.completion,
)


class _InOrder(click.Group):
    """Lists commands in the order in which they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="larder")
def cli() -> None:
    """Larder, a feature store.

    Begin with `larder init`, which makes a sample project, or with `larder doctor`, which looks whether all is well.

    Settings come from options, LARDER_* (or FEAST_*) variables, and ~/.larder/config; see `larder config list`. Exit codes: 0 done,
    1 failed, 2 wrong arguments, 3 not found, 4 the server cannot be reached or is too slow.
    """


for _command in _COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Runs the command line, tells failures in one line, and ends the process with the right code."""
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # Failures are told once, by this program.
    try:
        sys.exit(cli.main(standalone_mode=False))
    except LarderError as error:
        report(error)
        sys.exit(exit_code_of(error))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
