"""A proposed mapping as TOML, with comments on what to look at before it is used."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from data_access.load.date_forms import FORMS
from data_access.load.mapping import folded
from data_access.load.personal import plain_words
from data_access.load.proposing import BASE, KINDS, SAME, Found, Match, Sheet, known_values, look_at, settings_of_base

MOST_VALUES = 20
INSTEAD = {
    "receiving_unit": "without one, name the unit with --unit when you load",
    "status": "without one, set status_from_dates = true under [rules]",
}


def propose(path: Path) -> tuple[str, list[str]]:
    """The mapping proposed for a file, and the required fields ("kind.field") for which it found no column.

    Raises:
        ReadError: the file cannot be read, or nothing in it looks like a header.
    """
    found = look_at(path)
    parts = [_top(found), *(_kind(kind, found) for kind in KINDS if _sheets(found, kind))]
    others = [kind for kind in KINDS if not _sheets(found, kind)]
    if others:
        parts.append(_comment(f"Not in this file; as in the built-in mapping '{BASE}'."))
    parts += [_as_in_base(kind) for kind in others]
    return "\n".join(parts), found.missing()


def _sheets(found: Found, kind: str) -> list[Sheet]:
    return [sheet for sheet in found.sheets if sheet.kind == kind]


def _comment(text: str) -> str:
    return "# " + " ".join(text.split())


def _text(text: str) -> str:
    """A TOML string; JSON writes it the same way, but for one control character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _list(texts: list[str] | tuple[str, ...]) -> str:
    return f"[{', '.join(_text(text) for text in dict.fromkeys(texts))}]"


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _text(key)


def _top(found: Found) -> str:
    base, dates = settings_of_base(), Counter[str]()
    for sheet in found.sheets:
        dates += sheet.dates
    lines = [
        _comment(f"Proposed from the headers of {found.file}. Look through the lines marked '?', then load with"),
        _comment("python -m data_access load FILE --mapping THIS.toml --dry-run"),
        *(_comment(f"Not read, no header of ours in it: {name}") for name in found.unread),
        f"name = {_text('proposed: ' + found.file)}",
        'layout = "rows"',
        f"time_zone = {_text(base['time_zone'])}",
        *_dates(dates, base["date_formats"]),
        "",
        "[rules]",
        *(f"{rule} = {json.dumps(value)}" for rule, value in base["rules"].items()),
    ]
    return "\n".join(lines) + "\n"


def _dates(seen: Counter[str], built_in: list[str]) -> list[str]:
    """The forms seen, and the formats that read them: of a form with the month first, not also with the day first."""
    told = ", ".join(f"{name} ({count})" for name, count in seen.most_common() if name)
    formats = [FORMS[name].read_as for name, _ in seen.most_common() if name and FORMS[name].read_as]
    formats.sort(key=lambda text: "%y" not in text)  # else "01/06/20" would be read as the year 20
    month_first = any(text.startswith("%m") or " %m" in text for text in formats)
    if month_first:
        formats = [text.replace("%d/%m", "%m/%d").replace("%d-%m", "%m-%d") for text in formats]
    lines = [_comment(f"Dates seen: {told or 'none'}")]
    if month_first:
        lines.append(_comment("? The month stands first in these dates: some would be no date the other way round."))
    if seen[""]:
        lines.append(_comment(f"? {seen['']} cells in columns of dates have no form of a date we know."))
    return [*lines, f"date_formats = {_list(formats + ([] if month_first else built_in))}"]


def _kind(kind: str, found: Found) -> str:
    """The section of a kind, from all the tables that hold it."""
    base, sheets = settings_of_base()[kind], _sheets(found, kind)
    lines = [_comment(f"From {sheet.name}") for sheet in sheets]
    for words, headers in (
        ("Look like personal data and will not be read", [name for sheet in sheets for name in sheet.personal]),
        ("? Not placed, will not be read", [name for sheet in sheets for name in sheet.left]),
    ):
        if headers:
            lines.append(_comment(f"{words}: {', '.join(dict.fromkeys(headers))}"))
    for name in (name.partition(".")[2] for name in found.missing() if name.startswith(f"{kind}.")):
        instead = f" ({INSTEAD[name]})" if name in INSTEAD and kind == "dossier" else ""
        lines.append(_comment(f"? REQUIRED, no column found: {name}{instead}"))
    lines += [f"[{kind}]", f"required = {_list(base['required'])}", "", f"[{kind}.headers]"]
    present = {header for sheet in sheets for header in sheet.headers}
    for name, headers in base["headers"].items():
        matches = [sheet.placed[name] for sheet in sheets if name in sheet.placed]
        lines.append(_field(name, matches, [header for header in headers if folded(header) not in present]))
    return "\n".join([*lines, *_values(kind, sheets), ""])


def _field(name: str, matches: list[Match], built_in: list[str]) -> str:
    """One field: the header found, or the built-in ones in case another file has them."""
    if not matches:
        return f"{name} = {_list(built_in)}  # no column found"
    guessed = sorted({f"'{match.like}'" for match in matches if match.score < SAME})
    hint = f"  # ? taken for {', '.join(guessed)}" if guessed else ""
    return f"{name} = {_list([match.header for match in matches])}{hint}"


def _values(kind: str, sheets: list[Sheet]) -> list[str]:
    """The lists of values: the built-in ones, what was found in other letters, and as comments what nobody knows."""
    lines: list[str] = []
    for name, meanings in settings_of_base()[kind].get("values", {}).items():
        seen = Counter[str]()
        for sheet in sheets:
            for field, values in sheet.values.items():
                if known_values(kind, field) and (field == name or (name == "flag" and field not in _listed(kind))):
                    seen += values
        known, unknown = _sorted_out(seen, known_values(kind, _any_field(kind, name)))
        lines += ["", f"[{kind}.values.{name}]", *_unknown(unknown)]
        lines += [
            f"{_key(meaning)} = {_list([*words, *known.get(meaning, [])])}" for meaning, words in meanings.items()
        ]
    return lines


def _listed(kind: str) -> set[str]:
    return set(settings_of_base()[kind].get("values", {})) - {"flag"}


def _any_field(kind: str, name: str) -> str:
    return "has_type" if name == "flag" else name


def _sorted_out(seen: Counter[str], known: dict[str, str]) -> tuple[dict[str, list[str]], Counter[str]]:
    """(meaning -> values that are a known one but for case and diacritics, the others)."""
    exact = {folded(word): meaning for word, meaning in known.items()}
    plain = {plain_words(word): meaning for word, meaning in reversed(known.items())}
    sure: dict[str, list[str]] = {}
    unknown = Counter[str]()
    for value, count in seen.items():
        meaning = exact.get(folded(value), plain.get(plain_words(value), ""))
        if meaning:
            sure.setdefault(meaning, []).append(value)
        else:
            unknown[value] = count
    return sure, unknown


def _unknown(values: Counter[str]) -> list[str]:
    if not values:
        return []
    told = [f"{_text(value)} ({count})" for value, count in values.most_common(MOST_VALUES)]
    more = f" and {len(values) - MOST_VALUES} more" if len(values) > MOST_VALUES else ""
    return [_comment(f"? Not known; write each behind what it means: {', '.join(told)}{more}")]


def _as_in_base(kind: str) -> str:
    base = settings_of_base()[kind]
    lines = [f"[{kind}]", f"required = {_list(base['required'])}", "", f"[{kind}.headers]"]
    lines += [f"{name} = {_list(headers)}" for name, headers in base["headers"].items()]
    return "\n".join([*lines, *_values(kind, []), ""])
