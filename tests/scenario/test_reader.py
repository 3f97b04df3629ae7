"""Files that are no scenario at all, and texts of any kind: the reader refuses in words and never breaks."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aiscenarios import scenario
from aiscenarios.errors import InputError
from aiscenarios.files.faults import Faults
from aiscenarios.files.reader import MAX_BYTES, read_file, read_text
from aiscenarios.scenario import InputErrors

SHOWN = Path(__file__).with_name("shown.yaml").read_text(encoding="utf-8")


def said(name: str) -> str:
    """What loading is refused with."""
    with pytest.raises(InputErrors) as caught:
        scenario.load(name)
    return str(caught.value)


def test_a_folder_is_refused(folder: Path) -> None:
    """A folder is named as such."""
    (folder / "some.yaml").mkdir()
    assert said("some.yaml") == "some.yaml: is a folder, not a file; name a .yaml file in it"
    assert said(".") == ".: is a folder, not a file; name a .yaml file in it"


def test_a_missing_file_is_refused(folder: Path) -> None:
    """A path that leads nowhere is named."""
    assert said("none.yaml") == "there is no file 'none.yaml'"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    """A name that is not shipped gets the nearest one that is."""
    assert said("brain_drian") == "there is no shipped scenario 'brain_drian'; did you mean 'brain_drain'?"


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    """Fifty megabytes are refused by their size, whatever they hold."""
    with (folder / "huge.yaml").open("wb") as stream:
        stream.truncate(50_000_000)
    assert said("huge.yaml") == f"huge.yaml: is bigger than {MAX_BYTES // 1024} kB; a few kB are usual"


def test_latin_1_is_refused_at_its_first_strange_byte(folder: Path) -> None:
    """Text in another encoding is refused with line, column and byte."""
    (folder / "old.yaml").write_bytes(b"format: 1\ntitle: \xe9t\xe9\n")
    assert said("old.yaml") == "old.yaml:2:8: is not UTF-8 text (byte 0xe9); save it as UTF-8"


def test_utf_16_is_named(folder: Path) -> None:
    """A file saved as UTF-16 is told so."""
    (folder / "wide.yaml").write_text("format: 1\n", encoding="utf-16")
    assert said("wide.yaml") == "wide.yaml: is written in UTF-16; save it as UTF-8"


def test_a_byte_order_mark_is_read_over(folder: Path) -> None:
    """YAML allows a mark before UTF-8 text, and common editors write one."""
    (folder / "mark.yaml").write_text("format: 1\nkind: scenario\ntitle: T\n", encoding="utf-8-sig")
    assert scenario.load("mark.yaml").title == "T"


def test_yaml_12_words_stay_words(folder: Path) -> None:
    """NO is a word and 010 is ten: neither is read by the rules of YAML 1.1."""
    faults = Faults()
    document = read_text("a: NO\nb: 010\n", None, faults)
    assert [value.text for _, value in document] == ["NO", "010"]  # type: ignore[union-attr]


def test_aliases_are_written_out(folder: Path) -> None:
    """An alias stands for its anchor's value, with a dotted key of its own."""
    document = read_text("a: &x {b: 1}\nc: *x\n", None, Faults())
    copied = document.get("c")
    assert copied is not None and copied.get("b").place.path == "c.b"  # type: ignore[union-attr]


@given(st.text(max_size=300))
@example("a: &a [*a]")
@example("? [a]\n: b")
@example("%YAML 9.9\n---\na: 1")
@example('a: "\\ud800"')
@example("a: |9\n b")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes the reader raise anything but InputError."""
    try:
        read_text(text, "t.yaml", Faults())
    except InputError:
        pass


@given(st.data())
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A file of every part of the grammar, damaged anywhere, is loaded or refused with InputErrors."""
    raw = SHOWN.encode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        stop = min(len(raw), start + data.draw(st.integers(0, 8)))
        junk = data.draw(
            st.sampled_from([b"", b"\t", b": ", b"- ", b"{", b"}", b"'", b"2027Q1", b"\xff", b"0,9"])
        )
        raw = raw[:start] + junk + raw[stop:]
    file = tmp_path_factory.mktemp("damaged") / "case.yaml"
    file.write_bytes(raw)
    try:
        scenario.load(file)
    except InputErrors as error:
        assert error.errors


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    """No file makes the reader raise anything but InputError."""
    file = tmp_path_factory.mktemp("bytes") / "case.yaml"
    file.write_bytes(raw)
    try:
        read_file(file, Faults())
    except InputError:
        pass
