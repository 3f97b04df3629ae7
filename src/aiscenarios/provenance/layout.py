"""Where everything lies in an archive, and which names it may have at all."""

import re

__all__ = [
    "BELIEFS", "CITATION", "EVIDENCE", "FITTED", "HASHES", "INSTALLED", "LOCK", "README", "REPORT",
    "RESOLVED", "RESULT", "WHEEL", "WRITTEN", "allowed", "fitting",
]  # fmt: skip

README, CITATION, HASHES, REPORT = "README.md", "CITATION.cff", "hashes.json", "report.html"
RESOLVED, WRITTEN = "scenario/resolved.yaml", "scenario/written"
EVIDENCE, RESULT, WHEEL = "evidence", "result", "wheel"
BELIEFS, FITTED = "beliefs/drawn_from.csv", "beliefs/fitted.parquet"
LOCK, INSTALLED = "requirements/lock.txt", "requirements/installed.txt"

_WORD = r"[\w.,+=@()\[\] -]+"
_ALLOWED = re.compile(
    rf"README\.md|CITATION\.cff|hashes\.json|report\.html|{RESOLVED}|{WRITTEN}/{_WORD}"
    rf"|{EVIDENCE}/({_WORD}/)?{_WORD}\.(yaml|csv|parquet)|{BELIEFS}|{FITTED}|{LOCK}|{INSTALLED}"
    rf"|{WHEEL}/{_WORD}\.whl"
    rf"|{RESULT}/(manifest\.json|config\.yaml|summary\.csv|probabilities\.csv)"
    rf"|{RESULT}/(chunks|runs|labs|events)/part-\d{{6,10}}\.parquet"
)
_STRANGE = re.compile(r"[^\w.,+=@()\[\] -]+|[. ]+$")
_LONGEST = 255
"""Bytes of a name that file systems take."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def allowed(name: str) -> bool:
    """Whether an archive may hold a file of this name: no path out of it, no device, nothing unknown."""
    parts = name.split("/")
    return bool(_ALLOWED.fullmatch(name)) and not any(
        part in ("", ".", "..")
        or part[-1] in " ."
        or _DEVICES.fullmatch(part)
        or len(part.encode(errors="replace")) > _LONGEST
        for part in parts
    )


def fitting(name: str) -> str:
    """The name of a scenario's file as an archive may hold it."""
    return _STRANGE.sub("_", name)
