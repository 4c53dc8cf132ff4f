"""The Vietnamese catalogue says every sentence of the code, with the same placeholders, and no other sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from text.__main__ import ROOT, code_files, faults, main, placeholders, read_catalogue, used_messages


def catalogue(*entries: tuple, **flags: tuple) -> Catalog:
    made = Catalog(locale="vi")
    for message, string in entries:
        made.add(message, string, **flags)
    return made


def test_the_catalogue_is_complete() -> None:
    assert list(faults(read_catalogue(), used_messages())) == []


def test_sentences_of_every_layer_are_seen() -> None:
    """If extraction broke, the test above would pass on nothing."""
    used = used_messages()
    assert used["{points} pts"].startswith("text/language.py:")
    assert used["Overdue rate"].startswith("measures/lateness.py:")
    assert used["{field} is empty"].startswith("data_access/load/reasons.py:")
    assert any(place.startswith("charts/") for place in used.values())
    assert ROOT / "text" / "language.py" in code_files()


def test_extraction_reads_marks_sentences_and_plurals_only(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "page.py").write_text(
        """
title = mark("Overdue" " rate")
language.say("{n} of {m}", n=1, m=2)
language.count("{n} day", "{n} days", 3)
language.say(title)  # known elsewhere
"a,b".count(",")  # counts characters
func.count()
""",
        encoding="utf-8",
    )
    assert used_messages(tmp_path) == {
        "Overdue rate": "pages/page.py:2",
        "{n} of {m}": "pages/page.py:3",
        ("{n} day", "{n} days"): "pages/page.py:4",
    }


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (catalogue(), "missing: 'late {n}' (a.py:1)"),
        (catalogue(("late {n}", "")), "not translated: 'late {n}' (a.py:1)"),
        (catalogue(("late {n}", "trễ {m}")), "other placeholders in the translation: 'late {n}' (a.py:1)"),
        (catalogue(("late {n}", "trễ")), "other placeholders in the translation: 'late {n}' (a.py:1)"),
        (catalogue(("late {n}", "trễ {n}"), flags=("fuzzy",)), "fuzzy, hence not shown: 'late {n}' (a.py:1)"),
        (catalogue(("late {n}", "trễ {n}"), ("gone", "mất")), "obsolete: 'gone'"),
    ],
)
def test_each_fault_is_named(given: Catalog, fault: str) -> None:
    assert list(faults(given, {"late {n}": "a.py:1"})) == [fault]


def test_plurals_need_the_placeholders_of_the_plural() -> None:
    message = ("one day late", "{n} days late")
    assert list(faults(catalogue((message, ("trễ {n} ngày",))), {message: "a.py:1"})) == []
    (fault,) = faults(catalogue((message, ("trễ một ngày",))), {message: "a.py:1"})
    assert fault.startswith("other placeholders")


def test_a_singular_does_not_stand_in_for_a_plural() -> None:
    missing, obsolete = faults(catalogue(("{n} day", "{n} ngày")), {("{n} day", "{n} days"): "a.py:1"})
    assert missing.startswith("missing")
    assert obsolete == "obsolete: '{n} day'"


def test_the_command_prints_the_faults(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("text.__main__.used_messages", lambda: {"late": "a.py:1"})
    monkeypatch.setattr("text.__main__.read_catalogue", lambda: catalogue())
    assert main() == 1
    assert capsys.readouterr().out == "missing: 'late' (a.py:1)\n"
    monkeypatch.setattr("text.__main__.read_catalogue", lambda: catalogue(("late", "trễ")))
    assert main() == 0


def test_placeholders_are_the_names_in_braces() -> None:
    assert placeholders("{first} and {last}: 2 %") == {"first", "last"}
