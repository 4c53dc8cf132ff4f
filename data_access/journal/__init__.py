"""What people did and decided here, apart from the facts and only ever added to.

``Journal``: sign-ins, refusals, lists opened, files made. ``Records``: figures issued, objections, actions agreed.
"""

from data_access.journal.book import JournalError, journal_address
from data_access.journal.journal import DETAILS, KINDS, PAGE_SIZE, Asked, Entry, Journal
from data_access.journal.records import Record, Records

__all__ = [
    "DETAILS",
    "KINDS",
    "PAGE_SIZE",
    "Asked",
    "Entry",
    "Journal",
    "JournalError",
    "Record",
    "Records",
    "journal_address",
]
