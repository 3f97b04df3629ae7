"""The code itself: nothing that is read can run, and nothing listens to the network unless told."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "aiscenarios"
FILES = sorted(SOURCE.rglob("*.py"))
UNPICKLERS = {
    "pickle",
    "cPickle",
    "_pickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "jsonpickle",
}
RUNNERS = {"eval", "exec", "compile", "__import__"}
MAY_PICKLE = {"ensemble/cluster.py": "imports cloudpickle", "ensemble/remote.py": "imports pickle"}
"""What a user's own processes send each other over a cluster's wires; neither module opens a file to read."""
MAY_IMPORT_BY_NAME = {"cli/extending.py", "cli/clusters.py", "cli/doctor.py", "__init__.py"}
"""``--with`` and ``--cluster`` import what the user names; the others take names from tables of their own."""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, by the dotted name that is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def faults(text: str) -> list[str]:
    """What of a module could run something that it has read."""
    tree, found = ast.parse(text), []
    for node in ast.walk(tree):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        found += [f"imports {name}" for name in names if name.partition(".")[0] in UNPICKLERS]
    for name, call in calls(tree):
        given = {each.arg: ast.unparse(each.value) for each in call.keywords}
        last = name.rpartition(".")[2]
        if name in RUNNERS or last in {"read_pickle", "to_pickle", "loads_pickle"}:
            found.append(f"calls {name}")
        if name in {"np.load", "numpy.load"} and given.get("allow_pickle") != "False":
            found.append("numpy.load without allow_pickle=False")
        if given.get("allow_pickle") == "True":
            found.append(f"{name} with allow_pickle=True")
        if last == "YAML" and given.get("typ") != "'safe'":
            found.append("a YAML reader that is not the safe one")
        if name in {"yaml.load", "yaml.unsafe_load", "yaml.full_load"}:
            found.append(f"calls {name}")
        if given.get("shell") == "True" or name in {"os.system", "os.popen"}:
            found.append("a shell")
        if last in {"extractall", "extract"}:
            found.append("an archive unpacked without a look at its names")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_nothing_that_is_read_can_run(file: Path) -> None:
    """No module unpickles, evaluates text, reads YAML but safely, starts a shell or unpacks blindly."""
    allowed = MAY_PICKLE.get(str(file.relative_to(SOURCE)))
    assert [each for each in faults(file.read_text(encoding="utf-8")) if each != allowed] == []


@pytest.mark.parametrize("name", MAY_PICKLE)
def test_what_may_pickle_reads_no_file(name: str) -> None:
    """Neither module can hand a file's content to the unpickler: it opens none for reading."""
    text = (SOURCE / name).read_text(encoding="utf-8")
    named = {called.rpartition(".")[2] for called, _ in calls(ast.parse(text))}
    assert named.isdisjoint({"open", "read_bytes", "read_text", "load", "memmap", "fromfile"})


WRONG = (
    "import pickle", "from joblib import load", "np.load(f)", "numpy.load(f, allow_pickle=True)",
    "YAML(typ='unsafe')", "YAML()", "pd.read_pickle(f)", "eval(x)", "subprocess.run(c, shell=True)",
    "z.extractall()", "yaml.load(f)",
)  # fmt: skip


@pytest.mark.parametrize("text", WRONG)
def test_each_of_these_would_be_found(text: str) -> None:
    """The walk over the code sees what it looks for."""
    assert faults(text)


def test_modules_are_imported_by_name_in_one_place_only() -> None:
    """A name from outside becomes an import under ``--with`` alone; elsewhere such names are constants."""
    for file in FILES:
        if str(file.relative_to(SOURCE)) in MAY_IMPORT_BY_NAME:
            continue
        for name, call in calls(ast.parse(file.read_text(encoding="utf-8"))):
            if name.endswith(("import_module", "spec_from_file_location", "exec_module")):
                assert isinstance(call.args[0], ast.Constant), f"{file.name}: {ast.unparse(call)}"


def test_nothing_listens_to_all_the_world() -> None:
    """No address in the code means every network, and what serves names the loopback address."""
    from aiscenarios.cli import watch

    for file in FILES:
        assert not re.search(r"0\.0\.0\.0|[\"\']::[\"\']", file.read_text(encoding="utf-8")), file.name
    assert watch.HERE == "127.0.0.1"
    assert '"--host", HERE' in Path(watch.__file__).read_text(encoding="utf-8")
