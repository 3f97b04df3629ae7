"""What the manual names exists: files, commands, options, and every name of ours in backticks."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.main import get_command

from aiscenarios import state
from aiscenarios.cli.app import app
from docs import reference

ROOT = Path(__file__).parents[2]
DOCS, PACKAGE = ROOT / "docs", ROOT / "src" / "aiscenarios"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md"), *(DOCS / "decisions").glob("*.md")])
PLACES = (ROOT, DOCS, ROOT / "src", ROOT / "seeds", PACKAGE, PACKAGE / "cli")
SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
MADE = re.compile(
    r"(results|build|chunks|runs|labs|events|shared|scenario|beliefs|requirements|wheel|result|evidence)/|^(manifest|bench|hashes)\.json|^report\.html|^CITATION\.cff|^(config|mine|kind)\.yaml|\.csv$"
)
"""Files that runs and builds make, and a user's own."""
OURS = re.compile(r"my_|^[a-z]\d?$")
"""Names that stand for the reader's."""


@cache
def words() -> frozenset[str]:
    """Every word of the code, the seeds, the scenarios, and of what drives them."""
    texts = [
        path.read_text(encoding="utf-8")
        for folder in (
            "src",
            "seeds",
            "scenarios",
            "benchmarks",
            "chaos",
            "examples",
            "tests",
            "docs/studies",
        )
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".yaml", ".csv") and path.name != "test_names.py"
    ]
    texts += [
        (ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "Makefile", "bootstrap.py")
    ]
    stems = [path.stem for path in ROOT.rglob("*.py") if ".venv" not in path.parts]
    return frozenset(re.findall(r"\w+", "\n".join(texts))) | frozenset(stems)


@cache
def commands() -> dict[str, frozenset[str]]:
    """Options of every command."""
    root: Any = get_command(app)
    everywhere = {"--help", "--version"}
    return {
        name: frozenset(option for parameter in each.params for option in parameter.opts) | everywhere
        for name, each in root.commands.items()
    }


def spans(page: Path) -> list[str]:
    """What stands in backticks, code blocks apart."""
    return SPAN.findall(FENCE.sub("", page.read_text(encoding="utf-8")))


def is_path(span: str) -> bool:
    """A file or folder of ours, by how it is written."""
    return bool(re.fullmatch(r"[\w./-]+(\.(py|yaml|md|csv|json|svg|txt)|/)", span))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_a_page_names_exist(page: Path) -> None:
    """A path in backticks is in the repository, or is what a run or a build makes."""
    for span in filter(is_path, spans(page)):
        foreign = MADE.search(span) or OURS.search(span)
        assert foreign or any((place / span).exists() for place in (*PLACES, page.parent)), span


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_names_that_a_page_names_exist(page: Path) -> None:
    """Every part of a dotted or underscored name in backticks is a word of the code or of the catalogues."""
    for span in spans(page):
        if is_path(span) or OURS.search(span) or not re.fullmatch(r"[A-Za-z][\w.]*", span):
            continue
        for part in span.split("."):
            assert not part or part in words(), span


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_a_page_names_exist(page: Path) -> None:
    """``aiscenarios X`` is a command and its options are its own; an option alone is some command's."""
    every = frozenset().union(*commands().values())
    for span in spans(page):
        given = re.findall(r"(?<!\S)--[a-z][a-z-]*", span)
        named = re.match(r"(?:aiscenarios )([a-z]+)", span)
        if span.startswith(("python", "uv ", "make ", "pip ")):
            continue
        if named:
            assert named[1] in commands(), span
        options = commands()[named[1]] if named else every
        assert set(given) <= options, span


def test_jobs_that_pages_name_exist() -> None:
    """``make X`` is a job of the launcher."""
    jobs = set(re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.M)[1].split())  # type: ignore[index]
    for page in PAGES:
        for span in spans(page):
            if found := re.fullmatch(r"make (\w+)", span):
                assert found[1] in jobs, f"{page.name}: {span}"


@pytest.mark.parametrize("name", reference.MADE)
def test_tables_of_the_description_are_those_of_the_code(name: str) -> None:
    """Each table of the ODD page is what the code gives now; ``make tables`` renews them."""
    assert (reference.TABLES / f"{name}.md").read_text(encoding="utf-8") == reference.MADE[name]()


def test_every_state_variable_has_a_unit_and_a_meaning() -> None:
    """The file of units names the fields of every record of the state, all of them and no other."""
    records = {
        name: each for name, each in vars(state).items() if isinstance(each, np.dtype) and name != "NOTE"
    }
    assert {name: set(each) for name, each in reference.fields().items()} == {
        name: set(each.names) for name, each in records.items()
    }
    assert all(
        len(each) == 2 and each[1] for fields in reference.fields().values() for each in fields.values()
    )
    assert set(reference.ENTITIES) == set(records)
