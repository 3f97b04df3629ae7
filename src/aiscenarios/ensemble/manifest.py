"""What an ensemble is: everything its values depend on, and how and when they were made."""

import hashlib
import json
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import version
from typing import Any

from aiscenarios import __version__, quarters
from aiscenarios.errors import InputError

__all__ = ["IDENTITY", "SCHEMA", "Manifest", "first_difference", "machine", "now", "parse", "versions"]

SCHEMA = 2

IDENTITY = (
    "schema", "config", "evidence", "beliefs", "parameters", "world", "seed", "agents", "quarters",
    "outcomes", "extensions", "kernel",
)  # fmt: skip
"""The fields that stored values depend on; the rest may differ between two folders with the same values."""

MOST_PARTS = 100_000
"""More parts than this no queue takes."""
NARROWEST, WIDEST = 0.0005, 0.5
"""Half-widths that may be asked for."""
_NO_MANIFEST = "this is not the manifest of an ensemble"
_MOST = {
    "runs": 2**32 - 1, "chunk": 2**32 - 1, "agents": 2**32 - 1, "seed": 2**64 - 1, "quarters": 1000,
    "planned": MOST_PARTS, "most": 2**32 - 1,
}  # fmt: skip
_MOST_CHUNKS = 1_000_000
_MOST_NAMES = 10_000
_LONGEST = 1000
_MOST_BYTES_A_CHUNK = 2**31
_BYTES_A_VALUE = 4
_PACKAGES = ("numpy", "numba", "pyarrow")


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The contents of ``manifest.json``."""

    scenario: str
    """Name of the scenario."""
    config: str
    """Digest of the resolved scenario."""
    evidence: str
    """Digest of the coded evidence."""
    beliefs: str
    """Which beliefs the parameters were drawn from, by name."""
    parameters: str
    """Digest of those beliefs."""
    world: str
    """Digest of everything else a run is given before it starts."""
    seed: int
    agents: int
    quarters: int
    """Length of a run, from 2019Q1."""
    outcomes: Mapping[str, str]
    """Unit of each outcome column."""
    steps: Mapping[str, float]
    """Of each column that is a share of people, the part that one agent stands for: the finest printed."""
    kernel: str
    """Hash of the compiled rules and of the compiler's versions."""
    runs: int
    """Runs asked for so far; raising it appends."""
    chunk: int
    """Runs in a stored part."""
    by: str
    """The quarter endings are judged at unless another is asked for."""
    start: str
    """The quarter in which the scenario takes over from history."""
    labs: tuple[str, ...] = ()
    """Names of the catalogue's labs, in the order they are numbered in the side tables."""
    outside: Sequence[Mapping[str, Any]] = field(default_factory=list)
    """Of each lever and outcome from outside the package what it says of itself, its file and its digest."""
    versions: Mapping[str, str] = field(default_factory=dict)
    machine: str = ""
    created: str = ""
    digest: str | None = None
    """Digest of the stored outcome values once all runs were there."""
    planned: int | None = None
    """Into how many parts ``run --plan`` shared it out."""
    until: float | None = None
    """Half-width of the widest sampling range at which ``run --until`` stops."""
    most: int | None = None
    """Runs at which it stops in any case."""
    schema: int = SCHEMA

    @property
    def extensions(self) -> dict[str, str]:
        """Digest of each lever and outcome from outside the package, by name."""
        return {card["name"]: card["digest"] for card in self.outside}

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all that the stored values depend on, as hexadecimal digits."""
        identity = {name: getattr(self, name) for name in IDENTITY}
        text = json.dumps(identity, sort_keys=True, separators=(",", ":"))
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def text(self) -> str:
        """The manifest as JSON, its fingerprint first."""
        return json.dumps({"fingerprint": self.fingerprint} | asdict(self), indent=2) + "\n"


def parse(text: str, file: str) -> Manifest:
    """Read a manifest back.

    Raises:
        InputError: the text is no manifest, or one of another schema version.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        content: dict[str, Any] = json.loads(text)
        schema = content["schema"]
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise InputError(_NO_MANIFEST, file=file) from problem
    if schema != SCHEMA:
        raise InputError(
            f"written in layout {schema} of the store; this version reads layout {SCHEMA}",
            file=file, path="schema", hint="use the version of aiscenarios named under 'versions'",
        )  # fmt: skip
    names = {each.name for each in fields(Manifest)}
    known = {name: value for name, value in content.items() if name in names}
    try:
        manifest = TypeAdapter(Manifest).validate_json(json.dumps(known), strict=True)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        path = ".".join(str(part) for part in first["loc"])
        raise InputError(_NO_MANIFEST, file=file, path=path or None) from problem
    _check(manifest, file)
    return manifest


def _check(manifest: Manifest, file: str) -> None:
    """Refuse what no run could have written: a stranger's manifest is read like any other."""
    for name, wrong in _faults(manifest):
        if wrong:
            raise InputError(f"{_NO_MANIFEST}: {wrong}", file=file, path=name)


def _faults(manifest: Manifest) -> Iterator[tuple[str, str | None]]:
    """Each part of a manifest, and what is wrong with it."""
    for name, most in _MOST.items():
        low = 0 if name == "seed" else 1
        value = getattr(manifest, name)
        yield name, None if value is None or low <= value <= most else f"must be from {low} to {most}"
    reachable = manifest.until is None or NARROWEST <= manifest.until <= WIDEST
    yield "until", None if reachable else f"must be from {NARROWEST:g} to {WIDEST:g}"
    yield "chunk", "too many chunks" if manifest.runs / manifest.chunk > _MOST_CHUNKS else None
    yield "outcomes", None if 0 < len(manifest.outcomes) <= _MOST_NAMES else "no outcomes, or too many"
    size = manifest.chunk * manifest.quarters * len(manifest.outcomes) * _BYTES_A_VALUE
    yield "chunk", "larger than a chunk can be" if size > _MOST_BYTES_A_CHUNK else None
    cards = all(isinstance(card.get(key), str) for card in manifest.outside for key in ("name", "digest"))
    yield "outside", None if cards else "what comes from outside has no name or no digest"
    yield "labs", "too many labs" if len(manifest.labs) > _MOST_NAMES else None
    for name in ("by", "start"):
        yield name, None if _is(quarters.parse, getattr(manifest, name)) else "is no quarter"
    if manifest.created:
        yield "created", None if _is(datetime.fromisoformat, manifest.created) else "is no time"
    for name, text in _texts(manifest):
        shown = text.isprintable() and len(text) <= _LONGEST
        yield name, None if shown else "holds a control character, or is too long"


def _is(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _texts(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Every text of a manifest that is shown somewhere, and the field that it stands in."""
    for name, value in asdict(manifest).items():
        yield from ((name, text) for text in _inner(value))


def _inner(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for key, each in value.items():
                yield from (*_inner(key), *_inner(each))
        case list() | tuple():
            for each in value:
                yield from _inner(each)


def first_difference(stored: Manifest, asked: Manifest) -> str | None:
    """The first field of identity in which two manifests differ, or None if their values are the same."""
    return next((name for name in IDENTITY if getattr(stored, name) != getattr(asked, name)), None)


def machine() -> str:
    """The kind of machine, as far as bits depend on it: system, architecture and processor family."""
    from llvmlite.binding import get_host_cpu_name  # type: ignore[import-untyped]

    return f"{platform.system()} {platform.machine()} {get_host_cpu_name()}"


def versions() -> dict[str, str]:
    """Versions of Python and of the packages that values or files depend on."""
    ours = {"aiscenarios": __version__, "python": platform.python_version()}
    return ours | {name: version(name) for name in _PACKAGES}


def now() -> str:
    """The present moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")
