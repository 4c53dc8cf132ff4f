"""Why a row was refused. A code is ``reason`` or ``reason:field``; each reads as a sentence in both languages."""

from __future__ import annotations

from text import Language, mark

REASONS = {
    "missing": mark("{field} is empty"),
    "bad_date": mark("{field} is not a date like dd/mm/yyyy hh:mm or yyyy-mm-dd"),
    "date_out_of_range": mark("{field} lies before 1990 or more than two years after the export"),
    "after_export": mark("{field} lies after the time of the export"),
    "unknown_unit": mark("{field} names a unit that is not in the list of units"),
    "unknown_procedure": mark("the procedure is not in the list of procedures"),
    "unknown_value": mark("{field} has a value that the mapping does not know"),
    "bad_number": mark("{field} is not a whole number like 1.234"),
    "finished_before_received": mark("processing ended before the dossier was received"),
    "due_before_received": mark("the due date lies before the day the dossier was received"),
    "due_before_set": mark("the new due date lies before the day it was set"),
    "resumed_before_paused": mark("the pause ends before it begins"),
    "step_ends_before_start": mark("the step ends before it begins"),
    "ended_without_date": mark("withdrawn or stopped, but the day is missing"),
    "issued_without_date": mark("the letter is issued, but the day is missing"),
    "duplicate": mark("the same key stands in more than one row of this file"),
    "contradicts_case": mark("the events of this case tell different facts of it"),
    "contradicts_file": mark("another file of this load tells it differently: load the older export first"),
    "no_dossier": mark("there is no dossier with this code"),
    "older_export": mark("the export is older than what is already known of this unit"),
    "wrong_width": mark("the row has more or fewer cells than the header"),
    "broken_quotes": mark("the quotation marks of the row do not pair"),
    "too_long": mark("the row is longer than two million characters"),
}

FIELDS = {
    "dossier_code": mark("dossier code"),
    "receiving_unit": mark("receiving unit"),
    "resolving_unit": mark("resolving unit"),
    "area_unit": mark("area"),
    "holder_unit": mark("holder"),
    "procedure": mark("procedure"),
    "channel": mark("channel"),
    "status": mark("status"),
    "submitted_at": mark("day submitted"),
    "received_at": mark("day received"),
    "due_at": mark("due date"),
    "old_due_at": mark("previous due date"),
    "finished_at": mark("end of processing"),
    "returned_at": mark("day collected"),
    "exported_at": mark("time of export"),
    "set_at": mark("day the date was set"),
    "started_at": mark("start"),
    "resumed_at": mark("resumption"),
    "reason": mark("reason"),
    "step_no": mark("number of the step"),
    "stage": mark("stage"),
    "letter_no": mark("number of the letter"),
    "letter_state": mark("state of the letter"),
    "drafted_on": mark("day drafted"),
    "issued_on": mark("day issued"),
    "new_due_on": mark("new due date"),
    "has_applicant": mark("names the applicant"),
    "has_type": mark("names the type of dossier"),
    "has_receipt_number": mark("gives the receipt number"),
    "has_state": mark("gives the state"),
    "has_reason": mark("gives the reason"),
    "has_next_date": mark("gives the next date"),
    "has_apology": mark("apologises"),
    "signed_by_head": mark("signed by the head"),
}


def sentence(code: str, language: Language) -> str:
    """The reason behind a code, e.g. "bad_date:received_at", as a sentence."""
    reason, _, field = code.partition(":")
    named = language.say(FIELDS[field]) if field else ""
    return language.say(REASONS[reason], field=named) if field else language.say(REASONS[reason])
