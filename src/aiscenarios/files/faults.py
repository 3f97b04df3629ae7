"""All that is wrong with a file, gathered before anything is said."""

from collections.abc import Callable, Iterable
from typing import Never

from aiscenarios.errors import InputError

__all__ = ["ENOUGH", "Faults", "InputErrors"]

ENOUGH = 100
"""Errors after which reading stops looking for more."""


class InputErrors(InputError):
    """Everything wrong with one input; the fields are those of the first error.

    Args:
        errors: at least one error, in the order of the file.
    """

    def __init__(self, errors: Iterable[InputError]) -> None:
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(
            first.message,
            file=first.file,
            line=first.line,
            column=first.column,
            path=first.path,
            hint=first.hint,
        )

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class Faults:
    """Errors found so far."""

    def __init__(self) -> None:
        self.errors: list[InputError] = []
        self._settled: set[tuple[str, int, int]] = set()

    @property
    def full(self) -> bool:
        """So much is wrong that more would help nobody."""
        return len(self.errors) >= ENOUGH

    def add(self, error: InputError) -> None:
        """Note an error, unless what stands there is known to be spoilt."""
        if _where(error) not in self._settled:
            self.errors.append(error)

    def settle(self, error: InputError) -> None:
        """Note an error that spoils what stands in its place: nothing more is said of it."""
        self.add(error)
        self._settled.add(_where(error))

    def attempt[**P, T](self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What ``read`` gives, or None after its error has been noted."""
        try:
            return read(*args, **kwargs)
        except InputError as error:
            self.add(error)
            return None

    def raise_any(self) -> None:
        """Raise what was noted, in the order of lines."""
        if self.errors:
            self._raise()

    def _raise(self) -> Never:
        unique = {str(error): error for error in self.errors}
        raise InputErrors(sorted(unique.values(), key=_where)) from None


def _where(error: InputError) -> tuple[str, int, int]:
    return error.file or "", error.line or 0, error.column or 0
