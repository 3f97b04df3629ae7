"""``init``, ``show``, ``validate``, ``schema``: scenario files, without running them."""

import json as jsons
from pathlib import Path
from typing import Annotated, Any

import typer

from aiscenarios.cli import documents, options, screen
from aiscenarios.cli.plain import plain, quoted
from aiscenarios.errors import InputError

__all__ = ["init", "schema", "show", "validate"]

_TEMPLATE = Path(__file__).with_name("template.yaml")


def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")] = Path("scenario.yaml"),
    json: options.Json = False,
) -> None:
    """Write a commented scenario to start from."""
    from aiscenarios.ensemble.parts import put_new

    if not put_new(file, _TEMPLATE.read_bytes()):
        raise InputError("is there already, and is not overwritten", file=str(file), hint="name a new file")
    if json:
        documents.print_object(file=file)
        return
    print(f"Wrote {plain(str(file))}. Change it, then:")
    for command in ("validate", "show", "run"):
        print(f"  aiscenarios {command} {quoted(file)}")


def show(
    name: options.ScenarioName, extensions: options.Extensions = None, json: options.Json = False
) -> None:
    """Say every value of a scenario in a sentence."""
    from aiscenarios import quarters, scenario
    from aiscenarios.cli import extending

    found = scenario.load_with(name, extending.load(extensions))
    sentences = found.sentences()
    if json:
        dates = {key: quarters.label(getattr(found, key)) for key in ("start", "end", "by")}
        documents.print_object(name=found.name, title=found.title, **dates, sentences=sentences)
        return
    for sentence in sentences:
        screen.paragraph(f"- {sentence}", indent=1)


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Shipped names or files.")],
    extensions: options.Extensions = None,
    json: options.Json = False,
) -> None:
    """Check scenarios and questions; every error with its line, its column and the nearest key."""
    from aiscenarios import scenario
    from aiscenarios.cli import extending

    names = extending.load(extensions)
    errors = [error for file in files for error in _wrong(file, names)]
    if errors:
        raise scenario.InputErrors(errors)
    if json:
        documents.print_object(valid=True, files=files)
        return
    for file in files:
        print(f"{plain(str(file))}: valid")


def _wrong(file: str, names: Any) -> tuple[InputError, ...]:
    from aiscenarios import scenario

    if not _asks(file):
        return scenario.validate(file, names=names)
    from aiscenarios import questions

    return questions.validate(file)


def _asks(file: str) -> bool:
    """It is a file of questions, by the kind it names, or the name of a shipped one."""
    from aiscenarios import seeds
    from aiscenarios.files.faults import Faults
    from aiscenarios.files.reader import read_file

    path = Path(file) if Path(file).exists() else seeds.path("questions", f"{file}.yaml")
    document = Faults().attempt(read_file, path, Faults()) if path.is_file() else None
    kind = None if document is None else document.get("kind")
    return getattr(kind, "text", None) == "questions"


def schema(extensions: options.Extensions = None, json: options.Json = False) -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from aiscenarios import scenario
    from aiscenarios.cli import extending

    content = scenario.json_schema(extending.load(extensions))
    if json:
        documents.print_object(json_schema=content)
        return
    print(jsons.dumps(content, indent=2, ensure_ascii=False))
