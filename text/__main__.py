"""``python -m text``: does the Vietnamese catalogue say every sentence of the code, and nothing else?"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from text.language import LOCALE_FOLDER

ROOT = Path(__file__).resolve().parents[1]
CODE = ("text", "data_access", "measures", "charts", "ui", "pages", "reports", "dashboard.py")
KEYWORDS = {"say": 1, "count": 2, "mark": 1}  # how many of the first arguments are sentences

Message = str | tuple[str, ...]  # a tuple holds singular and plural


def used_messages(root: Path = ROOT) -> dict[Message, str]:
    """Every sentence in the code below ``root``, with the place that says it first ("charts/trend.py:33")."""
    found: dict[Message, str] = {}
    for path in code_files(root):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and (message := _message_of(node)):
                found.setdefault(message, f"{path.relative_to(root)}:{node.lineno}")
    return found


def _message_of(call: ast.Call) -> Message | None:
    """What a call of ``say``, ``count`` or ``mark`` says. Babel's own extractor misses calls within calls and within
    f-strings."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    wanted = KEYWORDS.get(name, 0)
    words = [word.value for word in call.args[:wanted] if isinstance(word, ast.Constant)]
    sentences = [word for word in words if isinstance(word, str)]
    if not wanted or len(sentences) < wanted:
        return None
    return sentences[0] if wanted == 1 else tuple(sentences)


def code_files(root: Path = ROOT) -> list[Path]:
    """The files whose sentences are translated."""
    places = [root / name for name in CODE]
    return [
        file
        for place in places
        for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place] * place.exists())
    ]


def read_catalogue(code: str = "vi") -> Catalog:
    """The catalogue of a language; an empty one where there is no file."""
    path = LOCALE_FOLDER / f"{code}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def faults(catalogue: Catalog, used: dict[Message, str]) -> Iterator[str]:
    """What keeps the catalogue from being complete, one line a fault."""
    for message, place in used.items():
        for fault in _faults_of(catalogue, message):
            yield f"{fault}: {message!r} ({place})"
    listed = [entry.id for entry in catalogue if entry.id] + list(catalogue.obsolete)
    yield from (f"obsolete: {message!r}" for message in listed if message not in used)


def _faults_of(catalogue: Catalog, message: Message) -> Iterator[str]:
    entry = catalogue.get(message)
    if entry is None or entry.id != message:
        yield "missing"
        return
    forms = [entry.string] if isinstance(entry.string, str) else list(entry.string or [""])
    if not all(form.strip() for form in forms):
        yield "not translated"
    elif any(placeholders(form) != placeholders(message if isinstance(message, str) else message[1]) for form in forms):
        yield "other placeholders in the translation"
    if entry.fuzzy:
        yield "fuzzy, hence not shown"


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def main() -> int:
    """Print the faults; 1 if there are any."""
    found = list(faults(read_catalogue(), used_messages()))
    print("\n".join(found) or "the catalogue is complete")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
