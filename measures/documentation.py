"""docs/measures.md, made from the definitions (``make docs``); a test compares the file with what this makes."""

from __future__ import annotations

from measures.measure import Measure
from measures.registry import MEASURES
from text import VIETNAMESE

HEAD = """# Measures

Made from `measures/lateness*.py` by `make docs`; do not edit. Sets (C, B, O, ...) and rules: `docs/glossary.md`.
"""


def measures_page() -> str:
    """The page as Markdown."""
    return "\n".join([HEAD, *(_section(measure) for measure in MEASURES.values())])


def _section(measure: Measure) -> str:
    vietnamese = VIETNAMESE.say(measure.title)
    counted = f"`{measure.counted_on.name}` in the period" if measure.counted_on is not None else "the close of day T"
    lines = [
        f"## `{measure.key}`: {measure.title} ({vietnamese})",
        "",
        f"- Formula: {measure.formula}",
        f"- Kind: {measure.kind}, in {measure.unit}; counted on {counted}",
        f"- Better: {measure.good or 'neither'}; compared with: {measure.compare_with}",
        f"- Parts: {', '.join(words for _, words, _ in measure.parts)}" if measure.parts else "",
        f"- Applies since: {measure.valid_from:%d/%m/%Y}" if measure.valid_from else "",
        f"- Left out: {measure.left_out}",
        f"- Why: {measure.why}",
        f"- Legal basis: {measure.legal_basis}",
        f"- Reviewed {measure.reviewed_on:%d/%m/%Y}, next review by {measure.next_review:%d/%m/%Y}",
    ]
    return "\n".join(line for number, line in enumerate(lines) if line or number == 1) + "\n"
