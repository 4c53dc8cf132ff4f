"""Recognising personal data: headers that name a person's details, and cells that hold some.

Nothing here decides what is read: that does the mapping. ``looks_personal`` only names the columns left out, so that an
office sees that its file holds more than it should pass on; ``masked`` cleans the rows that are kept because they were
refused. Both would rather take too much for personal than too little.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

import duckdb

from data_access.profiles.units import folded

if TYPE_CHECKING:
    from data_access.load.mapping import Kind

MASK = "•••"

# Words of headers, without diacritics. Details of a person stay personal in whatever company they stand.
DETAILS = (
    "cmnd|cmt|cmtnd|cccd|can cuoc|chung minh|ho chieu|passport|dinh danh ca nhan|id card|card id|id number|identity|"
    "so giay to|giay to tuy than|ma so thue|mst|tax code|tai khoan|account|username|user name|ten dang nhap|login|"
    "dien thoai|sdt|so dt|di dong|phone|mobile|tel|telephone|fax|zalo|email|e mail|mail|thu dien tu|"
    "dia chi|address|noi o|cho o|noi cu tru|thuong tru|tam tru|ho khau|que quan|so nha|"
    "ngay sinh|nam sinh|thang sinh|sinh ngay|noi sinh|birth|birthday|birthdate|dob|gioi tinh|gender|sex|"
    "dan toc|ton giao|quoc tich|nationality|ethnic|chu ky|ky nhan|ky ten|signature"
)
# Words that speak of a person, unless the header asks when, how many or what about them.
PEOPLE = (
    "ho ten|ho va ten|ho dem|full name|first name|last name|fullname|nguoi nop|nguoi gui|nguoi nhan|nguoi uy quyen|"
    "nguoi duoc uy quyen|nguoi dai dien|nguoi lien he|nguoi dang ky|nguoi yeu cau|nguoi khai|nguoi ky|nguoi xu ly|"
    "nguoi thu ly|nguoi tiep nhan|ten nguoi dung|chu ho so|chu ho|chu dau tu|chu so huu|chu su dung|ten chu|"
    "ten ca nhan|ten to chuc|ca nhan to chuc|to chuc ca nhan|ten doanh nghiep|ten cong ty|ten ho kinh doanh|cong dan|"
    "khach hang|can bo|chuyen vien|so dinh danh|applicant|citizen|owner|customer|sender|recipient|receiver|assignee|"
    "contact|ten lanh dao"
)
WHOLE = frozenset({"ten", "ho", "name", "dt"})
ABOUT = re.compile(
    r"^(ngay|gio|thoi|han|so luong|so nguoi|so ho so|so cong dan|so ngay|tong|trang thai|tinh trang|ly do|loai|"
    r"hinh thuc|co ten|xa|phuong|don vi|phong)\b"
    r"|\b(date|time|at|status|type|count|village|ward|unit|agency|don vi|co quan|so dinh danh (ho so|thu tuc))$"
)
SHORTEST_RUN_TOGETHER = 5


def _phrases(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b({words})\b")


DETAIL_WORDS, PEOPLE_WORDS = _phrases(DETAILS), _phrases(PEOPLE)
RUN_TOGETHER = re.compile(
    "|".join(
        squeezed
        for phrase in f"{DETAILS}|{PEOPLE}".split("|")
        if len(squeezed := phrase.replace(" ", "")) >= SHORTEST_RUN_TOGETHER
    )
)


def plain(text: str) -> str:
    """Lower case, without diacritics: "Hồ sơ Đất" is "ho so dat"."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def plain_words(header: str) -> str:
    """A header as plain words: "applicant.fullName", "TenChuHoSo" and "Số CMND" are "applicant full name", "ten chu
    ho so" and "so cmnd"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", unicodedata.normalize("NFC", header))
    return " ".join(re.findall(r"[a-z0-9]+", plain(spaced)))


def looks_personal(header: str) -> bool:
    """Whether a column of this name seems to hold a person's name, number, address, birth date or the like."""
    words = plain_words(header)
    if words in WHOLE or "chu kỳ" in folded(header):
        return words in WHOLE
    about = ABOUT.search(words)
    if DETAIL_WORDS.search(words):
        return True
    if PEOPLE_WORDS.search(words):
        return not about
    return " " not in words and not about and bool(RUN_TOGETHER.search(words))


def _words(text: str, parted_by: str = " ") -> frozenset[str]:
    return frozenset(text.split(parted_by))


# Names of people: a surname and the words after it. Sure surnames are hardly a word of the desks, so capitals after
# them are enough; the others need a middle name "Thị" or "Văn", or three words written "Chung Minh Lan".
SURE = _words(
    "nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ hồ ngô dương lý trịnh trương đinh đoàn lâm mai đào phùng "
    "tô hà tạ quách châu thái lương vương hứa diệp khưu lữ mạc nghiêm kiều đàm trầm doãn giáp tiêu bạch thạch sơn cao "
    "lưu triệu tôn la"
)
RARE = _words(
    "chung chu cù cổ danh dư giang hàn hồng hầu kha khổng kim lại lò lỗ lục mã nông ngụy nhan ninh ông phí phó quan "
    "quảng sầm tăng tất tiết tống từ ung ứng văn vi viên âu ân đồng đổng đới thân thi an bành bá bồ"
)
# Without diacritics, where fewer words are sure.
SURE_PLAIN = _words(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong trinh truong dinh doan lam dao phung quach "
    "luu trieu mai cao"
)
SPELT_SMALL = _words("nguyễn trần huỳnh lê hoàng phan bùi đỗ ngô trịnh đặng dương vũ võ nguyen tran huynh")
MIDDLE = _words("thị văn thi van")
TITLES = _words("ông bà anh chị")
PLACES = _words("phường xã quận huyện tỉnh trấn phố")
NO_STREETS = _words("phường quận phòng bộ hồ ngày tháng thứ")
# Words of the desks that begin like a name, and places.
NO_NAMES = _words(
    "hồ sơ|lý do|lý lịch|văn phòng|văn bản|văn hóa|văn hoá|văn thư|cao đẳng|cao tuổi|cao cấp|mai táng|lưu trữ|lưu trú|"
    "lưu thông|lưu hành|lưu động|đoàn thể|đoàn viên|đào tạo|châu âu|châu á|triệu đồng|tôn giáo|lương thực|đô thị|"
    "siêu thị|chỉ thị|phạm vi|bà rịa|bà điểm|ông lãnh|ho so|ly do|dang xu|dang cho|do thi|luu tru|dao tao|phan loai",
    "|",
)
NO_NAMES_ALONE = _words(
    "hà nội|hà tĩnh|hà nam|hà giang|thái bình|thái nguyên|thái lan|lâm đồng|lâm nghiệp|cao bằng|sơn la", "|"
)
NO_NAME_AFTER = {
    "lý": _words("xử quản thụ đại pháp hợp hành"),
    "phạm": _words("vi xâm"),
    "trương": _words("chủ khai"),
    "cao": _words("nâng nghệ"),
}
WORD = re.compile(r"[^\W\d_]+")
LONGEST_NAME = 6

# Numbers that are kept though they are long: codes of dossiers, dates and times.
KEPT = (
    r"(?<![\w.\-])[A-Z0-9]{2,4}(?:\.[A-Z0-9]{2,4}){1,4}-\d{6,8}-\d{3,6}(?![\w\-])"
    r"|(?<!\d)\d{1,2}(?P<sep>[/.\-])\d{1,2}(?P=sep)(?:19|20)\d\d(?!\d)(?:[ T]+\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d)(?:[ T]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
    r"|(?<![\w.\-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}){0,1}(?:\d\d)?(?![\w.\-])"
)
MASKED = (
    r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)*"  # e-mail
    r"|(?<!\d)\d{3}(?P<gap>[ .])\d{3}(?:(?P=gap)\d{3}){1,2}(?!\d)"  # ID number in groups
    r"|\(0\d{2,3}\)(?:[ .\-]?\d){6,8}(?!\d)"  # telephone
    r"|(?<![\d.\-/])(?:\+?84|0)(?:[ .\-]?\d){9,10}(?!\d)"
    r"|(?<![\d.])\d{9,12}(?!\d)"  # ID number, tax code
    r"|(?<!\w)[A-Z]\d{7}(?!\w)"  # passport
)
HOUSE = re.compile(r"(?:^|(?<=[,;:] ))(?!\d+/\d+/(?:19|20)\d\d )\d{1,4}[A-Z]?(?:/\d{1,4}[A-Z]?)* (?=\w)", re.IGNORECASE)
NUMBERS = re.compile(rf"(?P<kept>{KEPT})|{MASKED}")
HARMLESS = re.compile(r"[\d/:., \-]{0,8}|[^\W\d_]+")  # short numbers, single words


COMPACT_TIME = re.compile(r"1\d{9}(?:\d{3})?")  # seconds or milliseconds since 1970
LIKE_A_PERSONS = re.compile(r"\d{9}|0\d{9,11}|84\d{9,10}")


def mask_cells(kind: Kind, cells: dict[str, object]) -> dict[str, object]:
    """The cells of a refused row (field -> text as read) as they may be kept.

    A value that the mapping knows stays, as do codes of dossiers, times and whole numbers; so a row can be found and
    mended by its code. All else is masked: in a row shifted by one column a name may stand anywhere.
    """
    return {field: _kept(kind, field, cell) if isinstance(cell, str) else cell for field, cell in cells.items()}


@contextmanager
def masking(connection: duckdb.DuckDBPyConnection, kinds: Iterable[Kind]) -> Iterator[None]:
    """Meanwhile SQL knows ``mask_<kind>(cells)``: a row's cells as JSON text, masked."""
    names = []
    try:
        for kind in kinds:
            names.append(f"mask_{kind.name}")
            connection.create_function(names[-1], _masker(kind), ["VARCHAR"], "VARCHAR")
        yield
    finally:
        for name in names:
            connection.remove_function(name)


def _masker(kind: Kind) -> Callable[[str], str]:
    """A bare function: the database would look up what a signature names."""
    return lambda cells: _masked_json(kind, cells)


def _masked_json(kind: Kind, cells: str) -> str:
    return json.dumps(mask_cells(kind, json.loads(cells)), ensure_ascii=False)


def _kept(kind: Kind, field: str, cell: str) -> str:
    if field == "dossier_code" and cell.isdigit() and not LIKE_A_PERSONS.fullmatch(cell):
        return cell
    if field.endswith(("_at", "_on")) and COMPACT_TIME.fullmatch(cell):
        return cell
    return cell if folded(cell) in kind.values.get(field, ()) else masked(cell)


@lru_cache(maxsize=50_000)
def masked(text: str) -> str:
    """The text with what looks like a telephone or ID number, an e-mail address or a person's name replaced by dots.

    Codes of dossiers, dates, names of units and procedures and states come through as they are.
    """
    if HARMLESS.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    without = NUMBERS.sub(lambda found: found[0] if found["kept"] else MASK, composed)
    for spans in (_streets, _names):
        for start, end in reversed(spans(without)):
            without = without[:start] + MASK + without[end:]
    return text if without == composed else without


def _streets(text: str) -> list[tuple[int, int]]:
    """Where a house number stands before the two or more capitalised words of a street."""
    found = []
    for house in HOUSE.finditer(text):
        run = _run(text, list(WORD.finditer(text, house.end()))[:LONGEST_NAME])
        words = [word[0] for word in run]
        words = words[: _capitals(words)]
        if len(words) > 1 and words[0].lower() not in NO_STREETS and not " ".join(words).isupper():
            found.append((house.start(), run[len(words) - 1].end()))
    return found


def _names(text: str) -> list[tuple[int, int]]:
    """Where names of people stand."""
    words = list(WORD.finditer(text))
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(words):
        run = _run(text, words[place : place + LONGEST_NAME])
        beside = place and not text[words[place - 1].end() : words[place].start()].strip()
        before = words[place - 1][0].lower() if beside else ""
        length = _name_length([word[0] for word in run], before)
        if length:
            found.append((words[place].start(), words[place + length - 1].end()))
        place += length or 1
    return found


def _run(text: str, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words up to the first that more than a space parts from the one before."""
    for place in range(1, len(words)):
        if text[words[place - 1].end() : words[place].start()].strip(" "):
            return words[:place]
    return words


def _name_length(words: list[str], before: str) -> int:
    """How many of these words are a person's name, beginning with the first; 0 = it is none."""
    small, capitals = [word.lower() for word in words], _capitals(words)
    if before in TITLES and capitals and f"{before} {small[0]}" not in NO_NAMES:
        return capitals
    if _is_no_name(small, before):
        return 0
    if capitals > 1 and _is_surname(words[:capitals], small[:capitals]):
        return capitals
    if small[0] in SPELT_SMALL and (small[0] == "nguyễn" or (len(words) > 2 and small[1] in MIDDLE)):
        return min(len(words), 4)
    return 0


def _is_no_name(small: list[str], before: str) -> bool:
    """Whether it is one word only, a place, or words of the desks that begin like a name."""
    pair = " ".join(small[:2])
    return (
        len(small) < 2
        or before in PLACES
        or before in NO_NAME_AFTER.get(small[0], ())
        or pair in NO_NAMES
        or (len(small) == 2 and pair in NO_NAMES_ALONE)
    )


def _capitals(words: list[str]) -> int:
    """How many of the words begin with a capital, up to the first that does not."""
    return next((place for place, word in enumerate(words) if not word[0].isupper()), len(words))


def _is_surname(words: list[str], small: list[str]) -> bool:
    """Whether the first of these capitalised words is a surname and the others can be the name."""
    if all(word.isascii() for word in words):
        return small[0] in SURE_PLAIN or (len(small) > 2 and small[1] in MIDDLE)
    if small[0] in SURE or (len(small) > 2 and small[1] == "thị"):
        return True
    return small[0] in RARE and len(words) > 2 and (small[1] == "văn" or all(word.istitle() for word in words))
