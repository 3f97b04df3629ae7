"""How a command ends: its exit code, and what is said when it could not do what was asked."""

import errno
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from typer import TyperException

from aiscenarios.cli import documents
from aiscenarios.cli.plain import say
from aiscenarios.errors import InputError, Stopped

__all__ = [
    "BAD_INPUT",
    "BUG",
    "DETAILS",
    "DIFFERENT",
    "FAILED_RUNS",
    "INTERRUPTED",
    "OK",
    "REFUSED",
    "answer",
]

OK, BUG, BAD_INPUT, FAILED_RUNS, REFUSED, DIFFERENT, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

DETAILS = "AISCENARIOS_DETAILS"
"""Set to 1, this environment variable asks for the traceback of a bug."""

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_MAKE_ROOM = (
    "the disk is full, or a file may not be so large: make room; what is stored is kept, and the same command"
    " with the same folder goes on from there"
)
_STOPPED = (
    "Stopped. Finished runs are kept: 'aiscenarios resume DIR' on their folder, or the same command with"
    " --out DIR, goes on from there."
)
_REPORT = (
    f"Please report it with the command you gave; with {DETAILS}=1 in the environment the same command shows"
    " the traceback to send along."
)


def answer(command: Any, arguments: Sequence[str]) -> int:
    """Run a command with its arguments; the exit code, everything having been said."""
    _open_streams()
    try:
        code: int = command.main(list(arguments), prog_name="aiscenarios", standalone_mode=False) or OK
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as end:
        # A reader that has seen enough; the parser of arguments turns its BrokenPipeError into SystemExit.
        if isinstance(end, SystemExit) and not isinstance(end.__context__, BrokenPipeError):
            return _bug(end, arguments)
        _hush()
        return OK
    except KeyboardInterrupt:
        code = INTERRUPTED
    except Stopped as stopped:
        say(documents.refusal(InputError(str(stopped))) if "--json" in arguments else str(stopped))
        return INTERRUPTED
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None and error.errno in _FULL:
            _hush()
        refused = _refusal(error)
        return _bug(error, arguments) if refused is None else _refuse(refused, arguments)
    if code == INTERRUPTED:
        say(_STOPPED)
    return code


def _hush() -> None:
    """Let what is left to print go, so that Python does not try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_streams() -> None:
    """Streams that take every character; a closed one swallows what is said."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        getattr(sys, name).reconfigure(errors="replace")


def _refusal(error: Exception) -> InputError | None:
    """What was wrong with the input; None if the fault is ours."""
    if isinstance(error, InputError):
        return error
    if isinstance(error, TyperException):
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "aiscenarios"
        said = error.format_message().replace("Value error, ", "").removesuffix(".")
        return InputError(said, hint=f"see {command} --help")
    if isinstance(error, OSError) and error.errno in _FULL:
        what = "what is printed " if error.filename is None else ""
        file = None if error.filename is None else str(error.filename)
        return InputError(f"{what}cannot be written: {error.strerror}", file=file, hint=_MAKE_ROOM)
    if isinstance(error, OSError) and error.filename is not None:
        return InputError(f"cannot be used: {error.strerror}", file=str(error.filename))
    return None


def _refuse(error: InputError, arguments: Sequence[str]) -> int:
    say(documents.refusal(error) if "--json" in arguments else str(error))
    return BAD_INPUT


def _bug(error: BaseException, arguments: Sequence[str]) -> int:
    if "--details" in arguments or os.environ.get(DETAILS):
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"This is a bug in aiscenarios ({what})."
    say(
        documents.refusal(InputError(message, hint=_REPORT))
        if "--json" in arguments
        else f"{message}\n{_REPORT}"
    )
    return BUG
