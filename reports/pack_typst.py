"""Papers set by typst: a template of this folder, data handed in as JSON, our own fonts, PDF/A-2b."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"


class NotSet(ValueError):
    """The paper could not be set as it should be."""


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template ("pack.typ") with ``data`` (whatever JSON can hold) as ``sys.inputs.data``: text of the
    data is never read as source.

    Raises:
        NotSet: typst refused or warned; a font that is missing would be replaced with only a warning.
    """
    try:
        made, warnings = typst.compile_with_warnings(
            str(FOLDER / template),
            root=str(FOLDER),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards="a-2b",
        )
    except typst.TypstError as error:
        raise NotSet(f"{template}: {error}") from error
    if warnings or not isinstance(made, bytes):
        raise NotSet(f"{template}: {'; '.join(str(warning) for warning in warnings) or 'no document'}")
    return made
