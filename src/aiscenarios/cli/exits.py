"""How a command ends: its exit code, and what is said when it could not do what was asked."""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Any

from typer import TyperException  # type: ignore[attr-defined]

from aiscenarios.cli import documents
from aiscenarios.errors import InputError

__all__ = ["BAD_INPUT", "BUG", "DETAILS", "FAILED_RUNS", "INTERRUPTED", "OK", "answer"]

OK, BUG, BAD_INPUT, FAILED_RUNS, INTERRUPTED = 0, 1, 2, 3, 130

DETAILS = "AISCENARIOS_DETAILS"
"""Set to 1, this environment variable asks for the traceback of a bug."""


def answer(command: Any, arguments: Sequence[str]) -> int:
    """Run a command with its arguments; the exit code, everything having been said."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        code = command.main(list(arguments), prog_name="aiscenarios", standalone_mode=False)
        sys.stdout.flush()
        return _told(code or OK)
    except InputError as error:
        return _refuse(error, arguments)
    except TyperException as error:
        return _refuse(_usage(error), arguments)
    except KeyboardInterrupt:
        return _told(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        if error.filename is None:
            return _bug(error, arguments)
        return _refuse(InputError(f"cannot be used: {error.strerror}", file=str(error.filename)), arguments)
    except Exception as error:
        return _bug(error, arguments)


def _told(code: int) -> int:
    if code == INTERRUPTED:
        _say("Stopped. Finished runs are kept; the same command with the same folder goes on from there.")
    return code


def _usage(error: Any) -> InputError:
    """A wrong command, option or argument."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "aiscenarios"
    return InputError(error.format_message(), hint=f"see {command} --help")


def _refuse(error: InputError, arguments: Sequence[str]) -> int:
    if "--json" in arguments:
        _say(documents.refusal(error))
    else:
        _say(str(error))
    return BAD_INPUT


def _bug(error: Exception, arguments: Sequence[str]) -> int:
    if "--details" in arguments or os.environ.get(DETAILS):
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    message = f"This is a bug in aiscenarios ({what})."
    if "--json" in arguments:
        _say(documents.refusal(InputError(message)))
        return BUG
    _say(
        f"{message}\nPlease report it with the command you gave; set {DETAILS}=1 and give the command again for the"
        " traceback to send along."
    )
    return BUG


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
