"""What people write for a number and is none: each slip with its message and what to write instead."""

import re
from collections.abc import Callable

__all__ = ["NUMBER", "interval_hint", "not_a_number"]

NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_DASH = r"\s*(?:-|–|\.\.)\s*"  # noqa: RUF001

type _Hint = Callable[[str, str], str]

_SLIPS: tuple[tuple[str, str, _Hint], ...] = (
    (r"", "has no value", lambda text, example: f"write it like {example}"),
    (r"\D*0,\d+\D*", "has a decimal comma", lambda text, example: f"write {text.replace(',', '.')}"),
    (
        r"[^,]*\d(,\d{3})+\D*",
        "has a comma in a number",
        lambda text, example: f"write {text.replace(',', '')}",
    ),
    (r"\D*\d+,\d+\D*", "has a decimal comma", lambda text, example: f"write {text.replace(',', '.')}"),
    (
        rf".*{NUMBER}.?{_DASH}{NUMBER}.*",
        "must be one value",
        lambda text, example: f"write it like {example}",
    ),
    (r"[$¥€£].*", "may be in several currencies", lambda text, example: "write US$ 50M or RMB 50M"),
    (r".*\d\s*(B|b|m|K|mn|mln)", "has an unclear scale", lambda text, example: "write k, M, bn or tn"),
    (r".*", "must be a number", lambda text, example: f"write it like {example}"),
)


def not_a_number(text: str, example: str) -> tuple[str, str]:
    """Message and hint for a text that is no number with a unit; ``example`` is one that is."""
    message, hint = next((says, hint) for form, says, hint in _SLIPS if re.fullmatch(form, text, re.DOTALL))
    return f"{message} (got '{text}')" if text else message, hint(text, example)


def interval_hint(text: str) -> str:
    """What to write for a text that is no ``low to high``."""
    match = re.fullmatch(rf"({NUMBER}%?)(?:{_DASH}|,\s*)({NUMBER}%?)", text)
    return f"write {match[1]} to {match[2]}" if match else "write 'low to high', or {fix: value}"
