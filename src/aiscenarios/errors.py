"""The one exception for bad input: what was wrong, where, what was given, what to do."""

__all__ = ["InputError"]


class InputError(ValueError):
    """Bad input from a user; the command line prints it and exits with code 2.

    Args:
        message: what is wrong, with the value that was given.
        file: the file as the user named it.
        line, column: where it stands, counted from 1.
        path: the dotted key, e.g. ``levers.export_controls.2027Q1``.
        hint: what to write instead.
    """

    def __init__(
        self,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        path: str | None = None,
        hint: str | None = None,
    ) -> None:
        self.message, self.file, self.line, self.column = message, file, line, column
        self.path, self.hint = path, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        text = ": ".join(part for part in (place, self.path, self.message) if part)
        return f"{text}; {self.hint}" if self.hint else text

    def as_dict(self) -> dict[str, object]:
        """The fields of ``{"error": ...}`` in ``--json`` output."""
        names = ("file", "line", "column", "path", "message", "hint")
        return {name: getattr(self, name) for name in names}
