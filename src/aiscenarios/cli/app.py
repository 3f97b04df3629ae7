"""All commands, in the groups that ``--help`` shows."""

import sys
from typing import Annotated

import typer

from aiscenarios.cli import (
    ask,
    calibrate,
    compare,
    demo,
    doctor,
    evidence,
    exits,
    figures,
    hindcast,
    lists,
    proof,
    results,
    run,
    scenarios,
    score,
    sharing,
    update,
    watch,
)

__all__ = ["app", "main"]

_ABOUT = (
    "Probabilistic scenarios of the AI race: chances of named endings under a policy, from many runs of an"
    " agent-based model whose numbers lead back to articles, public facts or stated assumptions."
)

app = typer.Typer(
    help=_ABOUT,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from aiscenarios import __version__

        print(__version__)
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version


for _group, _commands in (
    (
        "start",
        (
            ("demo", demo.demo),
            ("init", scenarios.init),
            ("list", lists.list_names),
            ("show", scenarios.show),
            ("validate", scenarios.validate),
            ("schema", scenarios.schema),
            ("doctor", doctor.doctor),
        ),
    ),
    (
        "run",
        (
            ("run", run.run),
            ("resume", results.resume),
            ("status", results.status),
            ("finish", sharing.finish),
            ("verify", proof.verify),
            ("archive", proof.archive),
            ("export", results.export),
            ("watch", watch.watch),
        ),
    ),
    ("understand", (("compare", compare.compare),)),
    (
        "trust",
        (
            ("evidence", evidence.evidence),
            ("update", update.update),
            ("calibrate", calibrate.calibrate),
            ("hindcast", hindcast.hindcast),
            ("ask", ask.ask),
            ("score", score.score),
        ),
    ),
    ("show", (("report", figures.report), ("plot", figures.plot))),
):
    for _name, _command in _commands:
        app.command(_name, rich_help_panel=_group)(_command)


def main() -> None:
    """Run the command line and leave with its exit code."""
    arguments = sys.argv[1:]
    sys.exit(exits.answer(typer.main.get_command(app), arguments or ["--help"]))
