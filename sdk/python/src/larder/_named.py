"""Numbers of the wire that are shown by their names."""

from __future__ import annotations

from enum import IntEnum


class NamedNumber(IntEnum):
    """A number that says its name where it is printed. `int(…)` gives the number, and so does a format of numbers."""

    def __str__(self) -> str:
        return self.name

    def __format__(self, spec: str) -> str:
        return format(int(self), spec) if spec and spec[-1] in "bcdeEfFgGnoxX%" else format(self.name, spec)
