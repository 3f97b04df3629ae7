"""Everything that can be wrong with a folder of a result: each damage as a function of folder and chance."""

import contextlib
import json
import os
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import store as stores

__all__ = ["DAMAGES"]

type Damage = Callable[[Path, random.Random], None]
_NAMES = (
    "\x1b[2J\x1b]0;owned\x07",
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\u202egnp.exe",
    "x" * 100_000,
    "",
    "\0",
    "CON",
    "{{7*7}}",
    "%s%n",
    "/dev/zero",
)
_ODD = (
    None,
    True,
    -1,
    0,
    2**63,
    2**70,
    1e308,
    [],
    {},
    "",
    "x",
    [[[]]],
    {"a": {"b": []}},
    "2030Q9",
    10**9,
    *_NAMES,
)


def _any_file(folder: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(path for path in folder.rglob("*") if path.is_file()))


def _any_part(folder: Path, chance: random.Random) -> Path:
    return chance.choice(sorted(folder.glob("*/part-*.parquet")))


def _cut(folder: Path, chance: random.Random) -> None:
    file = _any_file(folder, chance)
    content = file.read_bytes()
    file.write_bytes(content[: chance.randrange(len(content) + 1)])


def _flip(folder: Path, chance: random.Random) -> None:
    file = _any_file(folder, chance)
    content = bytearray(file.read_bytes() or b"x")
    for _ in range(chance.choice((1, 3, 50))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _noise(folder: Path, chance: random.Random) -> None:
    _any_file(folder, chance).write_bytes(chance.randbytes(chance.choice((0, 1, 100, 50_000))))


def _remove(folder: Path, chance: random.Random) -> None:
    if chance.random() < 0.3:
        shutil.rmtree(chance.choice(sorted(path for path in folder.iterdir() if path.is_dir())))
    else:
        _any_file(folder, chance).unlink()


def _swap(folder: Path, chance: random.Random) -> None:
    one, other = _any_part(folder, chance), _any_part(folder, chance)
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)


def _folder_for_file(folder: Path, chance: random.Random) -> None:
    file = _any_file(folder, chance)
    file.unlink()
    file.mkdir()


def _link_out(folder: Path, chance: random.Random) -> None:
    """A file or a folder of parts becomes a link that leads out."""
    target = folder.parent / "canary"
    path = chance.choice((_any_file(folder, chance), folder / chance.choice(stores.TABLES)))
    is_folder = path.is_dir()
    shutil.rmtree(path) if is_folder else path.unlink()
    path.symlink_to(target / ("sub" if is_folder else chance.choice(("precious.txt", "new.txt"))))


def _links_for_outputs(folder: Path, chance: random.Random) -> None:
    """Names that commands write to by themselves are links that lead out."""
    for name in (
        "report.html",
        "outcomes.csv",
        "iamc.csv",
        "hubverse.csv",
        "summary.csv",
        "updates.jsonl",
        "log.jsonl",
    ):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(folder.parent / "canary" / "precious.txt")
    (folder / "probabilities.csv").unlink(missing_ok=True)
    del chance


def _pipe(folder: Path, chance: random.Random) -> None:
    file = _any_file(folder, chance)
    file.unlink()
    os.mkfifo(file)


def _loop(folder: Path, chance: random.Random) -> None:
    file = _any_file(folder, chance)
    file.unlink()
    file.symlink_to(file.name)


def _field(folder: Path, chance: random.Random) -> None:
    """A field of the manifest has an odd value."""
    file = folder / stores.MANIFEST
    content = json.loads(file.read_text())
    name = chance.choice(sorted(content))
    value = chance.choice(_ODD)
    if isinstance(content[name], dict) and content[name] and chance.random() < 0.5:
        content[name][chance.choice(sorted(content[name]))] = value
    elif isinstance(content[name], list) and content[name] and chance.random() < 0.5:
        content[name][0] = value
    else:
        content[name] = value
    file.write_text(json.dumps(content))


def _manifest_text(folder: Path, chance: random.Random) -> None:
    """The manifest is JSON that no writer gives."""
    texts = (
        "[" * 100_000,
        '{"schema": 2, "x": ' + '{"a": ' * 50_000 + "1" + "}" * 50_001,
        "{}",
        "null",
        "[]",
        '{"schema": 2}',
        '{"schema": "2"}',
        '{"schema": ' + "9" * 5000 + "}",
        "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"),
        '{"schema": 2, "runs": NaN}',
        " " * 5_000_000,
    )
    (folder / stores.MANIFEST).write_text(chance.choice(texts), encoding="utf-8")


def _forged(folder: Path, chance: random.Random, **changes: object) -> None:
    """A manifest with other fields, its fingerprint and the label of every part made to agree."""
    file = folder / stores.MANIFEST
    made = replace(manifests.parse(file.read_text(), str(file)), **changes)  # type: ignore[arg-type]
    file.write_text(made.text())
    for path in folder.glob("*/part-*.parquet"):
        label = parts.label_of(path)
        if label is not None:
            label = label._replace(fingerprint=made.fingerprint)
            path.write_bytes(parts.encoded(parts.read(path), label))
    del chance


def _forged_name(folder: Path, chance: random.Random) -> None:
    _forged(folder, chance, scenario=chance.choice([name for name in _NAMES if name]))


def _forged_numbers(folder: Path, chance: random.Random) -> None:
    """Numbers of the manifest that ask for too much."""
    name, value = chance.choice(
        (
            ("quarters", 999),
            ("runs", 2**32 - 1),
            ("chunk", 1),
            ("chunk", 2**31),
            ("agents", 2**32 - 1),
            ("seed", 2**64 - 1),
        )
    )
    _forged(folder, chance, **{name: value})


def _forged_config(folder: Path, chance: random.Random) -> None:
    """Another scenario, with its digest in the manifest."""
    from aiscenarios.scenario.resolve import fingerprint

    head = "format: 1\nkind: scenario\ntitle: T\n"
    text = chance.choice(
        (
            f"{head}extends: /etc/passwd\n",
            f"{head}extends: ../canary/precious.txt\n",
            "!!python/object/apply:os.system ['x']\n",
            f"{head}end: 2020Q1\n",
            f"{head}end: 2090Q4\n",
            "",
            "[" * 5000,
            f"{head}extends: current_policy\nend: 2031Q4\n",
        )
    )
    (folder / stores.CONFIG).write_text(text)
    _forged(folder, chance, config=fingerprint(text))


def _forged_outside(folder: Path, chance: random.Random) -> None:
    """Cards of code from outside that no writer gives."""
    cards = (
        [{"name": "x", "digest": "0"}],
        [{"name": "x", "digest": "0", "module": "os", "kind": "lever"}],
        [{}],
        [{"name": "os.system", "digest": "0", "module": "../../x.py", "kind": "outcome", "unit": 1}],
        [{"name": "y", "digest": "0", "module": "m", "kind": "__class__"}],
    )
    file = folder / stores.MANIFEST
    content = json.loads(file.read_text()) | {"outside": chance.choice(cards)}
    file.write_text(json.dumps(content))


def _table(folder: Path, chance: random.Random) -> None:
    """A part with the right label and the wrong table in it."""
    import pyarrow as pa
    from pyarrow import parquet

    path = _any_part(folder, chance)
    label, rows = parts.label_of(path), parts.read(path)
    assert label is not None
    size = len(rows["run"])
    columns = {name: pa.array(values) for name, values in rows.items()}
    victim = chance.choice(sorted(columns))
    odd = {
        "text": pa.array(["x"] * size),
        "nothing": pa.nulls(size),
        "some absent": pa.array([None, *[1.0] * (size - 1)] if size else [], pa.float32()),
        "lists": pa.array([[1]] * size),
        "huge": pa.array(np.full(size, 2**62)),
        "negative": pa.array(np.full(size, -(2**62))),
        "infinite": pa.array(np.full(size, np.inf, np.float32)),
        "truth": pa.array([True] * size),
    }
    what = chance.choice((*odd, "gone", "few rows", "many rows"))
    if what in odd:
        columns[victim] = odd[what]
    elif what == "gone":
        del columns[victim]
    table = pa.table(columns)
    if what == "few rows":
        table = table.slice(0, size // 2)
    if what == "many rows":
        table = pa.table({"run": pa.array(np.zeros(20_000_000, np.int64))})
    said = json.dumps(label._asdict() | {"rows": table.num_rows}).encode()
    parquet.write_table(table.replace_schema_metadata({b"aiscenarios": said}), path, compression="zstd")


def _more_files(folder: Path, chance: random.Random) -> None:
    """Files that are none of ours, among ours."""
    for name in (
        ".hidden",
        "chunks/part-999999.parquet",
        "chunks/x",
        "runs/.part-000000.parquet.1-aa.tmp",
        "written/\x1b[2J.yaml",
    ):
        with contextlib.suppress(OSError):
            (folder / name).write_bytes(chance.randbytes(100))


DAMAGES: tuple[Damage, ...] = (
    _cut,
    _flip,
    _noise,
    _remove,
    _swap,
    _folder_for_file,
    _link_out,
    _links_for_outputs,
    _pipe,
    _loop,
    _field,
    _field,
    _manifest_text,
    _forged_name,
    _forged_numbers,
    _forged_config,
    _forged_outside,
    _table,
    _table,
    _more_files,
)
