"""The cache of compiled rules: its name knows every source that is compiled."""

from pathlib import Path

import aiscenarios
from aiscenarios.compiled import SOURCES

PACKAGE = Path(aiscenarios.__file__).parent


def test_every_compiled_file_is_part_of_the_kernel_hash() -> None:
    """A file that compiles a rule is hashed, so that an old cache can never serve new sources."""
    compiled = {
        file.relative_to(PACKAGE)
        for file in PACKAGE.rglob("*.py")
        if "\n@rule\n" in file.read_text(encoding="utf-8")
    }
    assert compiled
    for file in compiled:
        assert any(file.is_relative_to(source) for source in SOURCES), file


def test_every_hashed_source_exists() -> None:
    """The list of hashed sources names no file that is gone."""
    for source in SOURCES:
        assert (PACKAGE / source).exists(), source
