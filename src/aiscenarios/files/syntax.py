"""What the YAML parser could not read, in words a writer of scenarios understands."""

from typing import Any

from aiscenarios.errors import InputError

__all__ = ["FOLDED", "not_utf8", "syntax_error"]

FOLDED = "a value that starts with '>' begins a folded text in YAML"
_BYTE_ORDER_MARKS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00": "UTF-32"}


def not_utf8(raw: bytes, error: UnicodeDecodeError, file: str | None) -> InputError:
    """The error for bytes that are no UTF-8 text."""
    encoding = _BYTE_ORDER_MARKS.get(raw[:2])
    if encoding:
        return InputError(f"is written in {encoding}", file=file, hint="save it as UTF-8")
    before = raw[: error.start]
    line = before.count(b"\n") + 1
    column = error.start - before.rfind(b"\n")
    byte = f"0x{raw[error.start]:02x}"
    return InputError(
        f"is not UTF-8 text (byte {byte})", file=file, line=line, column=column, hint="save it as UTF-8"
    )


def syntax_error(error: Exception, text: str, file: str | None) -> InputError:
    """The error for a text that is no YAML."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if mark is None:
        return _without_mark(error, problem, text, file)
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    message, hint = _in_words(problem, line, line[mark.column : mark.column + 1])
    return InputError(message, file=file, line=mark.line + 1, column=mark.column + 1, hint=hint)


def _without_mark(error: Exception, problem: str, text: str, file: str | None) -> InputError:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return InputError("holds an escape that is no character", file=file, hint="look for a backslash")
    before = text[:position]
    return InputError(
        f"holds a control character (#x{ord(text[position]):04x})", file=file,
        line=before.count("\n") + 1, column=position - before.rfind("\n"), hint="remove it",
    )  # fmt: skip


_PROBLEMS = (
    ("mapping values are not allowed", "a second ': ' in one line",
     "put a text that holds ': ' in quotes, or check the indentation"),
    ("could not find expected ':'", "a key without a colon", "write 'key: value'"),
    ("expected ',' or", "a bracket is not closed", None),
    ("unexpected end of stream", "a bracket or a quote is not closed", None),
    ("expected <block end>", "is not indented like the lines around it",
     "keys of one level start in one column"),
)  # fmt: skip
_SPECIAL = "@`%&*!|"


def _in_words(problem: str, line: str, character: str) -> tuple[str, str | None]:
    value = line.partition(": ")[2].strip()
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or character == "\t":
        return "a tab; YAML indents with spaces", "replace each tab by two spaces"
    begins_block = "indentation" in problem or "comment or a line break" in problem
    if character == ">" or (value.startswith(">") and begins_block):
        return FOLDED, f'put it in quotes: "{value}"'
    if character and character in _SPECIAL and "found" in problem:
        return f"a value cannot start with '{character}'", f'put it in quotes: "{value}"'
    known = ((message, hint) for words, message, hint in _PROBLEMS if words in problem)
    return next(known, (f"is not YAML ({problem})", None))
