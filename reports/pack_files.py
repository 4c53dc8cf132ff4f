"""The files of a meeting pack: how each kind is made and what it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reports.pack_contents import Pack
from reports.pack_pdf import paper
from reports.pack_pptx import presentation
from reports.pack_xlsx import workbook

FILES: Mapping[str, Callable[[Pack], bytes]] = {"pptx": presentation, "pdf": paper, "xlsx": workbook}
MIME = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def pack_name(pack: Pack, kind: str) -> str:
    """ "ho-so-hop-2020-06.pptx"; with the units where they are not all wards."""
    scope = pack.meeting.scope
    units = [] if scope.units == ("ward",) else list(scope.units)
    return "-".join(["ho-so-hop", scope.period.token, *units]) + f".{kind}"
