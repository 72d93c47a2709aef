"""How the command line tells that something failed."""

from __future__ import annotations

from larder._errors import (
    CallError,
    ConfigurationError,
    DeadlineExceededError,
    InvalidArgumentError,
    LarderError,
    NotFoundError,
    UnavailableError,
)

_EXIT_CODES: tuple[tuple[type[LarderError], int], ...] = (
    (InvalidArgumentError, 2),
    (ConfigurationError, 2),
    (NotFoundError, 3),
    (UnavailableError, 4),
    (DeadlineExceededError, 4),
)


def exit_code_of(error: LarderError) -> int:
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 1)


def report(error: LarderError) -> None:
    """Writes what went wrong to standard error."""
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True, soft_wrap=True)
    console.print(Text.assemble(("Error: ", "bold red"), str(error)))
    if isinstance(error, CallError) and error.request_id:
        facts = {"code": error.code, "reason": error.reason, "field": error.field, "request id": error.request_id}
        console.print(Text("       " + ", ".join(f"{name} {fact}" for name, fact in facts.items() if fact), "dim"))
