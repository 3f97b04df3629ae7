"""The short form of ``make chaos``: real kills, torn files and a full disk lose nothing."""

from pathlib import Path

from chaos import disk, kills


def test_kills_and_torn_files_lose_nothing(tmp_path: Path) -> None:
    """An ensemble killed twice, and torn at its end, keeps each whole chunk and ends as one left in peace."""
    one = kills.Ensemble("two threads", "brain_drain", 2, runs=60)
    (found,) = kills.endure([one], 2, tmp_path, seed=3)
    assert found.kills == 2
    assert found.lost == 0 and found.found_torn == found.torn > 0
    assert found.equal


def test_a_full_disk_is_said_in_words_and_loses_nothing(tmp_path: Path) -> None:
    """A run that may write no more ends with one message; without the limit it goes on to the same bits."""
    found = disk.fill_by_limit(tmp_path)
    assert (found.code, found.said) == (2, True)
    assert found.lost == 0 and found.equal
