"""What people did here: sign-ins, refusals, lists opened, files made. Apart from the facts and only ever added to."""

from data_access.journal.journal import DETAILS, KINDS, PAGE_SIZE, Asked, Entry, Journal, JournalError, journal_address

__all__ = ["DETAILS", "KINDS", "PAGE_SIZE", "Asked", "Entry", "Journal", "JournalError", "journal_address"]
