"""Texts of any kind: the reader of questions refuses in words and never breaks."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from aiscenarios import questions
from aiscenarios.errors import InputError
from tests.questions.drawn import texts


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that is written anew for each example."""
    return tmp_path_factory.mktemp("drawn") / "any.yaml"


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(texts)
@example("format: 1\nkind: questions\ntitle: T\nquestions: [&a [*a]]")
@example("")
def test_any_file_is_read_or_refused(file: Path, text: str) -> None:
    """No file makes the reader raise anything but InputError; what it reads is what a day can settle."""
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        found = questions.load(file)
    except InputError:
        return
    assert found.questions
    for each in found.questions:
        assert each.id and each.title and each.source
        assert each.as_of is None or each.as_of < each.resolves
