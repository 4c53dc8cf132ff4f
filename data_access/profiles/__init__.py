"""What differs from one district to the next, as data: units, procedures, targets, rules, known events."""

from data_access.profiles.profile import (
    Baseline,
    DeskTerm,
    Event,
    LawfulDay,
    OfficialForm,
    PostingWait,
    Profile,
    SupplementWait,
    Target,
    load_profile,
)

__all__ = [
    "Baseline",
    "DeskTerm",
    "Event",
    "LawfulDay",
    "OfficialForm",
    "PostingWait",
    "Profile",
    "SupplementWait",
    "Target",
    "load_profile",
]
