"""What was begun can be ended: by its folder alone, by several machines, in any order."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from aiscenarios import InputError, ensemble
from aiscenarios.ensemble import parts
from aiscenarios.ensemble import status as progress
from aiscenarios.ensemble import store as stores
from aiscenarios.ensemble.chunks import spans
from tests.ensemble.single import complete

SMALL = {"runs": 12, "seed": 7, "agents": 300, "progress": "none"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> ensemble.Result:
    """A result simulated in one go."""
    return ensemble.run("brain_drain", out=tmp_path_factory.mktemp("whole") / "one", **SMALL)


@pytest.fixture
def broken(whole: ensemble.Result, tmp_path: Path) -> Path:
    """A copy of it of which a chunk is gone, another cut off, and the last steps were never reached."""
    folder = tmp_path / "broken"
    shutil.copytree(whole.folder, folder)
    (folder / "chunks" / parts.name_of(1)).unlink()
    cut = folder / "runs" / parts.name_of(0)
    cut.write_bytes(cut.read_bytes()[:-40])
    (folder / "summary.csv").unlink()
    return folder


@given(st.integers(1, 12), st.integers(1, 60), st.integers(1, 9))
def test_every_chunk_is_exactly_one_shards(of: int, runs: int, size: int) -> None:
    """The shards of a whole share out its chunks, none twice and none left."""
    shards = [ensemble.Shard(number, of) for number in range(1, of + 1)]
    for span in spans(runs, size):
        assert sum(shard.holds(span) for shard in shards) == 1


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_shard_is_read_as_it_is_written(number: int, of: int) -> None:
    """Written and read again a shard is the same; parts beyond the whole are refused."""
    if number <= of:
        assert ensemble.Shard.parse(str(ensemble.Shard(number, of))) == (number, of)
    else:
        with pytest.raises(InputError, match="not a part"):
            ensemble.Shard.parse(f"{number}/{of}")


@pytest.mark.parametrize("text", ["", "1", "0/2", "1/0", "-1/2", "1/2/3", "one/two", "1.5/2"])
def test_what_is_no_shard_is_refused(text: str) -> None:
    """Anything else is refused with an example."""
    with pytest.raises(InputError, match="not a part of a whole") as caught:
        ensemble.Shard.parse(text)
    assert caught.value.hint


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2, 3)])
def test_shards_in_any_order_end_as_one_run(order: tuple[int, ...], whole, tmp_path: Path) -> None:
    """Parts simulated in any order, one of them twice, give the digest of a run in one go, and end it."""
    folder = tmp_path / "parts"
    for place, number in enumerate(order):
        how = ensemble.run_shard("brain_drain", ensemble.Shard(number, 3), out=folder, **SMALL)
        assert how.whole == (folder / "summary.csv").exists() == (set(order[: place + 1]) == {1, 2, 3})
    ended = ensemble.open(folder)
    assert ended.digest == whole.digest == ended.manifest.digest
    assert (folder / "probabilities.csv").read_bytes() == (whole.folder / "probabilities.csv").read_bytes()


def test_a_folder_alone_is_enough_to_go_on(broken: Path, whole) -> None:
    """What is missing or cut off is simulated again, and the end is bit-equal to an uninterrupted run."""
    assert progress.of_folder(broken).missing == 2
    with pytest.raises(InputError, match="missing or damaged"):
        ensemble.open(broken)
    again = ensemble.resume(broken, progress="none")
    assert again.digest == whole.digest
    for name in ("summary.csv", "probabilities.csv"):
        assert (broken / name).read_bytes() == (whole.folder / name).read_bytes()


@pytest.mark.parametrize("table", stores.TABLES)
def test_a_chunk_damaged_within_is_simulated_again(table: str, whole, tmp_path: Path) -> None:
    """A bit that flipped in a part whose footer is whole is found by its checksum, and the part is redone."""
    folder = tmp_path / "flipped"
    shutil.copytree(whole.folder, folder)
    path = folder / table / parts.name_of(1)
    whole_part = path.read_bytes()
    page = parquet.read_metadata(path).row_group(0).column(0)
    start = page.data_page_offset if page.dictionary_page_offset is None else page.dictionary_page_offset
    flipped = bytearray(whole_part)
    flipped[start + page.total_compressed_size - 1] ^= 1
    path.write_bytes(flipped)
    assert progress.of_folder(folder).whole
    assert ensemble.resume(folder, progress="none").digest == whole.digest
    assert path.read_bytes() == whole_part


def test_only_runs_that_are_asked_for_are_counted(filled) -> None:
    """Of a chunk that holds more runs than are asked for, those asked for are told, failed ones too."""
    how = progress.of_store(replace(filled(failing=(1, 4, 5), runs=10, chunk=4), runs=5))
    assert (how.runs, how.stored, how.failed, how.whole) == (5, 5, 2, True)


def test_more_runs_are_added_and_none_taken(broken: Path) -> None:
    """Raised runs give the larger ensemble; fewer are refused, and nothing is written for it."""
    with pytest.raises(InputError, match="12 runs are asked for already"):
        ensemble.resume(broken, 5, progress="none")
    assert progress.of_folder(broken).missing == 2
    more = ensemble.resume(broken, 15, progress="none")
    once = ensemble.run("brain_drain", **SMALL | {"runs": 15})
    assert more.digest == once.digest


def test_another_scenario_in_the_folder_is_not_gone_on_with(broken: Path) -> None:
    """A stored scenario that was edited is refused before anything is simulated."""
    config = broken / stores.CONFIG
    config.write_text(config.read_text().replace("0.7", "0.6", 1) + "\n# edited\n")
    with pytest.raises(InputError, match="not the scenario"):
        ensemble.resume(broken, progress="none")
    assert progress.of_folder(broken).missing == 2


def test_what_came_from_outside_is_asked_for(whole, tmp_path: Path) -> None:
    """A result made with a lever from outside names it when it is not given."""
    folder = tmp_path / "mine"
    shutil.copytree(whole.folder, folder)
    text = (folder / stores.MANIFEST).read_text()
    card = '"outside": [{"name": "shut", "digest": "0"}]'
    (folder / stores.MANIFEST).write_text(text.replace('"outside": []', card))
    with pytest.raises(InputError, match="'shut' from outside"):
        ensemble.resume(folder, progress="none")


def test_of_many_that_begin_at_once_one_size_of_chunk_holds(tmp_path: Path, manifest) -> None:
    """Several beginners of one folder, each with a size of chunk of its own, agree on the first's."""
    sizes = (1, 2, 3, 4, 5, 6)
    with ThreadPoolExecutor(len(sizes)) as pool:
        begun = list(pool.map(lambda size: stores.create(tmp_path / "a", manifest(chunk=size), {}), sizes))
    assert len({store.manifest.chunk for store in begun}) == 1


@pytest.mark.parametrize(("ours", "theirs"), [(10, 15), (15, 10)])
def test_others_may_ask_for_more_or_fewer_runs_meanwhile(
    ours: int, theirs: int, tmp_path: Path, manifest, simulator
) -> None:
    """Two processes whose last chunks are cut otherwise both end whole, each with the digest of its runs."""
    simulate, folder, met = simulator(), tmp_path / "a", []
    last = stores.create(folder, manifest(runs=ours), {}).spans[-1]

    def meanwhile(first: int, runs: int):
        if first == last.first and not met:
            other = stores.create(folder, manifest(runs=theirs), {})
            other = stores.Store(folder, replace(other.manifest, runs=theirs), theirs)  # as it was begun
            met.append(other.spans[2])
            other.commit(met[0], simulate(met[0].first, met[0].runs))
        return simulate(first, runs)

    found = complete(manifest(runs=ours), meanwhile, folder, {}, threads=1)
    assert met and (found.runs, found.manifest.runs, found.missing()) == (ours, 15, [])
    assert found.digest() == complete(manifest(runs=ours), simulate, tmp_path / "b", {}).digest()


def test_a_beginner_that_died_leaves_no_obstacle(tmp_path: Path, manifest) -> None:
    """A folder with empty parts, a scenario and a half-written manifest is begun; a lone file is not ours."""
    begun, foreign = tmp_path / "begun", tmp_path / "foreign"
    for table in stores.TABLES:
        (begun / table).mkdir(parents=True)
    (begun / stores.CONFIG).write_text("format: 1\n")
    (begun / f".{stores.MANIFEST}.77-aa{parts.TEMPORARY}").write_text("{")
    assert stores.create(begun, manifest(), {}).missing()
    foreign.mkdir()
    (foreign / stores.CONFIG).write_text("mine")
    with pytest.raises(InputError, match="other files"):
        stores.create(foreign, manifest(), {stores.CONFIG: "format: 1\n"})
    assert (foreign / stores.CONFIG).read_text() == "mine"
