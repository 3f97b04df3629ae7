"""Options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = [
    "FEW",
    "RUNS",
    "SEED",
    "WORDS",
    "Agents",
    "AsOf",
    "Baseline",
    "Beliefs",
    "By",
    "Cluster",
    "Details",
    "Extensions",
    "Jobs",
    "Json",
    "MaxFailed",
    "Out",
    "Part",
    "Runs",
    "ScenarioName",
    "Seed",
    "Settings",
    "SharedAgents",
    "SharedRuns",
    "SharedSeed",
    "Threads",
    "Words",
]

RUNS, SEED = 1000, 2026
"""As in Python, where naming them would load the whole package before --help."""
FEW = 4000
"""As of the headline outcomes, for the same reason: with fewer agents even shares of people shift."""

WORDS = {"icd": "icd203", "ipcc": "ipcc"}
"""Scale of probability words by its name on the command line."""

_Scale = Literal["icd", "ipcc"]

ScenarioName = Annotated[str, typer.Argument(metavar="SCENARIO", help="A shipped name or a file.")]
Baseline = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="Whose beliefs of its own hold; a shipped name or a file."),
]
Runs = Annotated[int, typer.Option(help="How many runs; more of them narrow the sampling range.")]
Seed = Annotated[int, typer.Option(help="Of all draws; one seed makes results comparable run by run.")]
SharedRuns = Annotated[
    int | None, typer.Option("--runs", help="As for run.", show_default=f"as a result given, else {RUNS}")
]
SharedSeed = Annotated[
    int | None, typer.Option("--seed", help="As for run.", show_default=f"as a result given, else {SEED}")
]
By = Annotated[
    str | None, typer.Option(metavar="QUARTER", help="Judge endings at the end of this quarter, e.g. 2030Q4.")
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="Use nothing that became known after this day, e.g. 2023-12-31."
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        help="Folder of the result; if not given, a dated one below results.",
    ),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change a value, e.g. levers.compensation.CN=1.6x; repeatable."
    ),
]
Beliefs = Annotated[
    str | None,
    typer.Option(
        metavar="fitted|prior|FILE",
        help="What uncertain numbers are drawn from: fitted (to public facts), prior (the starting beliefs),"
        " or a file that calibrate wrote.",
        show_default="fitted; prior as of a day before its facts were known",
    ),
]
Part = Annotated[
    str | None,
    typer.Option(
        "--shard", metavar="I/N", help="Simulate the I-th of N parts; all are given one folder with --out."
    ),
]
Threads = Annotated[
    int | None, typer.Option(help="They change only the time it takes.", show_default="one a core")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS|CLASS",
        help="Simulate on a dask cluster: a scheduler you started, tcp://host:8786, or a class that starts"
        " one, dask_jobqueue.SLURMCluster (extra cluster).",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(min=1, help="How many jobs such a class submits.", show_default="1"),
]
MaxFailed = Annotated[
    str | None,
    typer.Option(
        "--max-failed",
        metavar="RUNS|PERCENT",
        help="End with 0 and a warning if no more runs than this failed: 5, or 1%.",
        show_default="0",
    ),
]
Agents = Annotated[
    int | None,
    typer.Option(
        help=f"Researchers simulated, 100 or more; few are fast, but below {FEW:,} even shares shift.",
        show_default="the model's own",
    ),
]
SharedAgents = Annotated[
    int | None,
    typer.Option("--agents", help="As for run.", show_default="as a result given, else the model's own"),
]
Extensions = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="MODULE", help="A module or .py file with your own levers and outcomes."),
]
Words = Annotated[_Scale, typer.Option(help="Scale of the words for chances.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Details = Annotated[bool, typer.Option("--details", help="Technical particulars; the traceback of a bug.")]
