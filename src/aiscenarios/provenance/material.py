"""What a result was made of: evidence, beliefs, lock file, wheel, and how to cite and to read it all."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from aiscenarios import __version__, seeds
from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble.believed import believed
from aiscenarios.ensemble.result import Result
from aiscenarios.ensemble.store import WRITTEN
from aiscenarios.evidence.fitted_file import PRIOR, is_shipped, shipped_path
from aiscenarios.provenance import layout
from aiscenarios.provenance.wheel import NoWheel, wheel
from aiscenarios.scenario import evidence_for

__all__ = ["around", "evidence_files", "package", "readme"]

_NO_EVIDENCE = ("register", "questions")
"""Folders beside the evidence: forecasts that were registered, and questions. No run reads them."""
_LEVELS = (0.05, 0.5, 0.95)


def evidence_files(folder: Path | None = None) -> dict[str, Path]:
    """The coded evidence, file by file: our own tables of claims, facts and numbers; no article's text.

    Args:
        folder: laid out as ``seeds/``; default: the shipped one.
    """
    place = seeds.path() if folder is None else folder
    found = {path.relative_to(place).as_posix(): path for path in sorted(place.rglob("*")) if path.is_file()}
    return {
        name: path for name, path in found.items() if name.partition("/")[0] not in _NO_EVIDENCE
    }  # fmt: skip


def around(result: Result) -> Iterator[tuple[str, Any]]:
    """Everything beside the result itself and its report, by name: texts, bytes or files."""
    yield from ((f"{layout.EVIDENCE}/{name}", path) for name, path in evidence_files().items())
    yield layout.BELIEFS, _beliefs(result)
    if result.manifest.beliefs != PRIOR:
        named = result.manifest.beliefs
        yield layout.FITTED, shipped_path() if is_shipped(named) else Path(named)
    yield layout.LOCK, seeds.lock_file()
    yield layout.INSTALLED, _installed()
    yield layout.CITATION, _citation(result)


def package() -> tuple[dict[str, bytes], str]:
    """The package itself as a wheel, by name; nothing, and why not, where none can be had."""
    try:
        name, content = wheel()
    except NoWheel as problem:
        return {}, str(problem)
    return {f"{layout.WHEEL}/{name}": content}, ""


def _beliefs(result: Result) -> str:
    """What each uncertain number was drawn from: unit, 5%, 50% and 95%, source."""
    known = evidence_for(result.scenario)
    drawn_from = believed(result.scenario, known, result.manifest.beliefs)
    page = io.StringIO()
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(("parameter", "unit", *(f"q{100 * level:02.0f}" for level in _LEVELS), "source"))
    for name in drawn_from.names:
        values = (f"{value:.6g}" for value in drawn_from.quantile(name, _LEVELS))
        rows.writerow((name, known.uncertain[name].unit, *values, known.uncertain[name].source))
    return page.getvalue()


def _installed() -> str:
    """Name and version of every package that is installed here."""
    found = {each.name.lower().replace("_", "-"): each.version for each in distributions()}
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


_SOFTWARE = """
authors:
  - name: "The aiscenarios authors"
references:
  - type: software
    title: "aiscenarios"
    version: {version}
    authors:
      - name: "The aiscenarios authors"
"""


def _citation(result: Result) -> str:
    """How to cite it; every text in quotes, so that a title cannot say anything but itself."""
    made = result.manifest
    fields = {
        "cff-version": "1.2.0",
        "message": "Cite the result by its digest, and the software that made it by its version.",
        "type": "dataset",
        "title": f"{result.scenario.title}: {result.runs:,} simulated runs",
        "version": made.fingerprint,
        "date-released": made.created[:10],
        "abstract": f"Scenario {made.scenario}, seed {made.seed}; digest of the values {result.digest}.",
    }
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    version = json.dumps(made.versions.get("aiscenarios", __version__))
    return "\n".join(lines) + _SOFTWARE.format(version=version)


_README = """# {title}

{runs:,} simulated runs of the scenario {scenario}, seed {seed}, and all that they were made of. The people in
them are simulated; nothing here is about a real person.

- digest of the stored values: {digest}
- fingerprint of all that they depend on: {fingerprint}
- made {created} on {machine}, with {versions}

## To check it

Install aiscenarios ({wheel}), then

    aiscenarios verify FILE.zip

It looks at every hash, simulates the runs again and says: same bits, same within sampling, or different and
why. On another kind of processor or with other versions the bits may differ; it then compares by the sampling
error. What it cannot show is who made this file, and when: compare the SHA-256 that it prints with the one
that was published.

## What is where

| file | holds |
|---|---|
| report.html | the report; opens in any browser, without a network |
| {resolved} | the scenario as it was run, with nothing left to look up |
| {written}/ | the scenario as written, and the files it extends, before --set and changes in Python |
| {evidence}/ | coded claims, facts and numbers, in our own words; no article's text |
| {beliefs} | what each uncertain number was drawn from |
| {lock} | every package with its hashes |
| {installed} | packages and versions on the machine where this archive was written |
| {wheel_folder}/ | {wheel_says} |
| {result}/ | the stored runs, their manifest, summary and chances |
| CITATION.cff | how to cite it |
| hashes.json | SHA-256 of every file here but itself |
{remarks}"""


def readme(result: Result, no_wheel: str) -> str:
    """What an archive is, where everything lies, and what it lacks.

    Args:
        result: the result.
        no_wheel: why the package is not in it; empty if it is.
    """
    made, remarks = result.manifest, list(_remarks(result))
    return _README.format(
        title=result.scenario.title, runs=result.runs, scenario=made.scenario, seed=made.seed,
        digest=result.digest, fingerprint=made.fingerprint, created=made.created, machine=made.machine,
        versions=_versions(made.versions),
        wheel=f"version {made.versions['aiscenarios']}" if no_wheel else "the wheel is inside",
        wheel_says=f"nothing: there is no wheel here, because {no_wheel}" if no_wheel else "the package",
        wheel_folder=layout.WHEEL, resolved=layout.RESOLVED, written=layout.WRITTEN, evidence=layout.EVIDENCE,
        beliefs=layout.BELIEFS, lock=layout.LOCK, installed=layout.INSTALLED, result=layout.RESULT,
        remarks="\n## What to know\n\n" + "\n".join(remarks) + "\n" if remarks else "",
    )  # fmt: skip


def _versions(versions: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def _remarks(result: Result) -> Iterator[str]:
    """What of this archive is not as one would expect."""
    from aiscenarios.compiled import kernel_hash

    made, here = result.manifest, manifests.versions()
    if made.kernel != kernel_hash() or made.versions != here:
        yield (
            f"- The runs were made with {_versions(made.versions)} (kernel {made.kernel}); this archive was"
            f" written, and its wheel made, with {_versions(here)} (kernel {kernel_hash()})."
        )
    if made.outside:
        names = ", ".join(sorted(made.extensions))
        yield (
            f"- The runs need code from outside the package ({names}) that is not in this archive: verify"
            " asks for it with --with. The manifest holds its digest."
        )
    if not any((result.folder / WRITTEN).glob("*")):
        yield "- The scenario as written was not kept with this result; the resolved one says what was run."
