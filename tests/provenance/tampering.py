"""What a forger can do to a result: change values, claims, manifests; make hashes and labels anew."""

import hashlib
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from aiscenarios.ensemble import manifest as manifests
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import store as stores


def set_value(file: Path, column: str, row: int, change) -> tuple[float, float]:
    """Change one stored value, page checksums and label made anew; what it was and what it is."""
    table = parquet.read_table(file)
    values = table[column].to_numpy().copy()
    old, values[row] = values[row], change(values[row])
    place = table.column_names.index(column)
    changed = table.set_column(place, table.schema.field(column), pa.array(values))
    parquet.write_table(changed, file, compression="zstd", write_page_checksum=True)
    return old, values[row]


def edit_manifest(folder: Path, *, relabel: bool, **changes) -> None:
    """Change fields of a manifest; with ``relabel`` its fingerprint and the label of every part as well."""
    file = folder / stores.MANIFEST
    content = json.loads(file.read_text())
    file.write_text(json.dumps(content | changes, indent=2))
    if relabel:
        made = replace(manifests.parse(file.read_text(), str(file)), **changes)
        file.write_text(made.text())
        relabelled(stores.open_store(folder))


def relabelled(store: stores.Store) -> None:
    """Label every part as the manifest wants it."""
    for span in store.spans:
        for table in stores.TABLES:
            path = store.path(table, span)
            label = parts.Label(store.manifest.fingerprint, span.chunk, span.first, span.runs)
            path.write_bytes(parts.encoded(parts.read(path), label))


def redigested(folder: Path) -> None:
    """Write the digest of the values as they now are into the manifest."""
    store = stores.open_store(folder)
    store.sealed(store.digest())


def rezipped(archive: Path, out: Path, changes: dict, *, rehash: bool) -> Path:
    """A copy of an archive with some files changed by functions of their bytes, hashes made anew or not."""
    with zipfile.ZipFile(archive) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    for name, change in changes.items():
        contents[name] = change(contents[name])
    if rehash:
        listed = json.loads(contents["hashes.json"])
        listed["sha256"] = {name: hashlib.sha256(contents[name]).hexdigest() for name in listed["sha256"]}
        contents["hashes.json"] = json.dumps(listed).encode()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in contents.items():
            target.writestr(name, content)
    return out
