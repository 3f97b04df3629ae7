"""Hostile and malformed scenario files: hand-made ones, and shipped ones with seeded damage."""

import random
from collections.abc import Iterator
from pathlib import Path

from aiscenarios import seeds
from aiscenarios.ensemble.endings import of_scenario
from aiscenarios.outcomes import units
from aiscenarios.scenario import load, prepare
from chaos.watched import Seen, looked_at

__all__ = ["BY_HAND", "MOST_SECONDS", "files", "judged"]

MOST_SECONDS = 20.0
"""For one file; usual ones take milliseconds."""
HEAD = "format: 1\nkind: scenario\ntitle: T\n"
ON = HEAD + "extends: current_policy\n"
STORY = "narratives:\n  mine:\n    title: Mine\n    sentence: It is.\n    if: "
_DEEP = 3000

BY_HAND: dict[str, str | bytes] = {
    "empty": "",
    "spaces": "   \n",
    "null": "null\n",
    "list": "- 1\n",
    "number": "1e999\n",
    "nul bytes": b"\0" * 100,
    "random bytes": random.Random(1).randbytes(4000),
    "latin 1": "title: \xe9t\xe9\n".encode("latin-1"),
    "utf 16": HEAD.encode("utf-16"),
    "utf 32": HEAD.encode("utf-32"),
    "bom": b"\xef\xbb\xbf" + HEAD.encode(),
    "surrogate": b"title: \xed\xa0\x80\n",
    "carriage returns": HEAD.replace("\n", "\r").encode(),
    "large": HEAD + "story: " + "x" * 300_000,
    "one long line": HEAD + "story: " + "x " * 120_000,
    "laughs": HEAD
    + "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "alias of itself": HEAD + "story: &a [*a]\n",
    "alias of nothing": HEAD + "story: *b\n",
    "deep list": HEAD + "story: " + "[" * _DEEP + "]" * _DEEP,
    "deep map": HEAD + "story: " + "{a: " * _DEEP + "1" + "}" * _DEEP,
    "deep blocks": HEAD + "".join(" " * n + "a:\n" for n in range(300)),
    "many keys": HEAD + "".join(f"k{n}: 1\n" for n in range(15_000)),
    "many twice": HEAD + "title: T\n" * 5000,
    "python object": "!!python/object/apply:os.system ['touch pwned']\n",
    "python name": HEAD + "story: !!python/name:os.system\n",
    "python module": HEAD + "story: !!python/object/new:subprocess.Popen [[touch, pwned]]\n",
    "own tag": HEAD + "story: !mine x\n",
    "binary": HEAD + "story: !!binary aGVsbG8=\n",
    "merge": HEAD + "x: &x {a: 1}\n<<: *x\n",
    "two documents": HEAD + "---\n" + HEAD,
    "directive": "%YAML 9.9\n---\n" + HEAD,
    "complex key": HEAD + "? [a, b]\n: c\n",
    "tab": HEAD + "levers:\n\texport_controls: 1\n",
    "escape sequence": HEAD.replace("T", '"\\e[31mred\\e]0;title\\a"'),
    "bell": HEAD + 'story: "\\a\\a"\n',
    "right to left": HEAD + 'story: "\\u202Eevil"\n',
    "c1": HEAD + 'story: "\\x9b31m"\n',
    "key that steers": HEAD + '"\\e[2Jcleared": 1\n',
    "value that steers": ON + 'by: "\\e[2J"\n',
    "zero width": HEAD.replace("T", "T\u200b"),
    "null in name": HEAD + 'extends: "a\\0b.yaml"\n',
    "passwd": HEAD + "extends: ../../../../../../etc/passwd\n",
    "absolute": HEAD + "extends: /etc/passwd\n",
    "absolute yaml": HEAD + "extends: /etc/shadow.yaml\n",
    "zeros": HEAD + "extends: /dev/zero\n",
    "random device": HEAD + "extends: /dev/urandom\n",
    "standard input": HEAD + "extends: /dev/stdin\n",
    "parent": HEAD + "extends: ../outside.yaml\n",
    "home": HEAD + "extends: ~/x.yaml\n",
    "memory": HEAD + "extends: /proc/self/mem\n",
    "environment": HEAD + "extends: /proc/self/environ\n",
    "windows": HEAD + "extends: C:\\Windows\\win.ini\n",
    "unc": HEAD + "extends: \\\\host\\share\\x.yaml\n",
    "url": HEAD + "extends: http://127.0.0.1/x.yaml\n",
    "itself": HEAD + "extends: case.yaml\n",
    "folder": HEAD + "extends: .\n",
    "pipe": HEAD + "extends: ./pipe.yaml\n",
    "link": HEAD + "extends: ./link.yaml\n",
    "con": HEAD + "extends: ./CON.yaml\n",
    "wild": HEAD + "extends: ./*.yaml\n",
    "release": HEAD + "extends: current_policy@../../x\n",
    "long name": HEAD + f"extends: ./{'x' * 5000}.yaml\n",
    "many files": HEAD + f"extends: [{', '.join(['current_policy'] * 500)}]\n",
    "huge number": ON + "levers: {export_controls: 1e400}\n",
    "not a number": ON + "levers: {export_controls: .nan}\n",
    "infinite": ON + "levers: {export_controls: -.inf}\n",
    "digits": ON + f"levers: {{export_controls: {'9' * 6000}}}\n",
    "octal": ON + "levers: {export_controls: 0o777}\n",
    "sexagesimal": ON + "levers: {export_controls: 1:30}\n",
    "year 9999": ON + "end: 9999Q4\n",
    "year 0": ON + "start: 0000Q1\n",
    "fifth quarter": ON + "by: 2030Q5\n",
    "huge year": ON + f"end: {'9' * 5000}Q1\n",
    "arabic digits": ON + "by: ٢٠٣٠Q4\n",
    "negative": ON + "by: -2030Q4\n",
    "as of": ON + "as_of: 9999-99-99\n",
    "as of long ago": ON + "as_of: 0001-01-01\n",
    "deep condition": ON + STORY + f'"{"(" * _DEEP}us_gap > 1{")" * _DEEP}"\n',
    "long condition": ON + STORY + '"' + " and ".join(["us_gap > 1"] * 3000) + '"\n',
    "nots": ON + STORY + '"' + "not " * _DEEP + 'us_gap > 1"\n',
    "minuses": ON + STORY + f'"us_gap > {"-" * _DEEP}1"\n',
    "import": ON + STORY + "\"__import__('os').system('touch pwned') > 1\"\n",
    "attribute": ON + STORY + '"us_gap.__class__ > 1"\n',
    "huge wait": ON + STORY + f'"sustained(us_gap > 1, quarters={"9" * 400})"\n',
    "no wait": ON + STORY + '"sustained(us_gap > 1, quarters=0)"\n',
    "power": ON + STORY + '"9**9**9**9 > us_gap"\n',
    "slow pattern": ON + STORY + f'"{"a." * 5000} > 1"\n',
    "narrative name": ON + 'narratives: {"../../x": {title: a, sentence: b, if: us_gap > 1}}\n',
    "many labs": ON
    + "labs:\n"
    + "".join(f"  - {{name: Lab {n}, bloc: US, kind: startup, joins: 2027Q1}}\n" for n in range(2500)),
    "lab that steers": ON + 'labs: [{name: "\\e]8;;http://x\\a", bloc: US, kind: startup, joins: 2027Q1}]\n',
    "html": ON.replace("title: T", "title: <script>alert(1)</script>"),
    "template": ON.replace("title: T", "title: '{{7*7}}{% raw %}'"),
    "formula": ON.replace("title: T", "title: '=1+1'"),
    "percent": ON.replace("title: T", "title: '%s%n%(x)s {0}'"),
    "many events": ON + "events:\n" + "  - {at: 2028Q1, chips_cut: {all: 1%, lasts: 1}}\n" * 3000,
    "all researchers": ON + "events: [{at: 2028Q2, move: {from: OpenAI, to: Tencent, researchers: 1e300}}]\n",
    "many reactions": ON
    + "reactions:\n"
    + "  - {who: US, when: us_gap < 3 points, set: {rhetoric: 1}}\n" * 2000,
    "many pieces": ON
    + "levers: {export_controls: {"
    + ", ".join(f"{y}Q{q}: 0.5" for y in range(2027, 2033) for q in (1, 2, 3, 4))
    + "}}\n",
    "beliefs": ON + "beliefs: {peer_pull: 1e-300 to 1e300}\n",
    "certain belief": ON + "beliefs: {peer_pull: {prior: 0.1 to 0.5, level: 100%}}\n",
    "claims": ON + "beliefs: {claims: {../../x: ignore}}\n",
    "mechanisms": ON + "beliefs: {mechanisms: {contagion: 1e9}}\n",
    "format": "format: 99\nkind: scenario\n",
    "kind": "format: 1\nkind: ../../etc\n",
    "no keys": "format: 1\nkind: scenario\n? \n",
}
"""Files made to break a reader, by what they try."""

_WORDS = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ": ",
    "- ",
    "&a ",
    "*a",
    "!!python/none ",
    "|",
    ">",
    "%",
    "@",
    "`",
    "'",
    '"',
    "#",
    "\t",
    "\0",
    "\x1b[31m",
    "\u202e",
    "\ufeff",
    "~",
    "null",
    "1e999",
    "-1",
    "nan",
    "9" * 50,
    "2030Q9",
    "9999Q4",
    "../../x.yaml",
    "/etc/passwd",
    "true",
    "0x1F",
    "US$ 1e30",
    "RMB",
    "150%",
    "-5%",
    "to",
    "for good",
    "\U0001f4a5",
    "é" * 40,
    "\n\n\n",
    "   ",
    "((((",
    "<<: *a",
    "__class__",
    "x" * 3000,
)


def files(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Hand-made files first, then damaged copies of shipped scenarios; the same ones for a seed."""
    chance = random.Random(seed)
    hand = [
        (name, text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        for name, text in BY_HAND.items()
    ]
    if count < 2 * len(hand):
        hand = chance.sample(hand, count // 2)
    yield from hand
    shipped = [file.read_text("utf-8") for file in sorted(seeds.scenario_dir().glob("*.yaml"))]
    for number in range(count - len(hand)):
        text = chance.choice(shipped)
        for _ in range(chance.randint(1, 5)):
            text = _damaged(text, chance)
        yield f"damage {number}", text.encode("utf-8", "surrogatepass")


def _damaged(text: str, chance: random.Random) -> str:
    """One change: a cut, a word put in, a line moved, taken out or twice, a value replaced."""
    lines = text.splitlines(keepends=True) or ["\n"]
    place, line = chance.randrange(len(text) + 1), chance.randrange(len(lines))
    match chance.randrange(8):
        case 0:
            return text[:place]
        case 1:
            return text[:place] + chance.choice(_WORDS) + text[place:]
        case 2:
            return text[:place] + text[place + chance.randint(1, 20) :]
        case 3:
            lines[line] = lines[line] * chance.randint(2, 4)
        case 4:
            del lines[line]
        case 5:
            lines.insert(line, lines.pop(chance.randrange(len(lines))))
        case 6:
            key, colon, _ = lines[line].partition(":")
            lines[line] = f"{key}{colon or ':'} {chance.choice(_WORDS)}\n"
        case _:
            lines[line] = " " * chance.randint(1, 5) + lines[line]
    return "".join(lines)


def judged(name: str, content: bytes, folder: Path) -> Seen:
    """Read a file as every command does, to the arrays a run is given; nothing may be written anywhere."""
    file = folder / "case.yaml"
    file.write_bytes(content)

    def work() -> None:
        scenario = load(file)
        scenario.resolved()
        scenario.sentences()
        of_scenario(scenario, units())
        prepare(scenario, agents=100)

    return looked_at(work, (), MOST_SECONDS)
