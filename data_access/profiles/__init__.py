"""What differs from one district to the next, as data: units, procedures, targets, rules, known events."""

from data_access.profiles.profile import (
    Baseline,
    Event,
    LawfulDay,
    OfficialForm,
    Profile,
    SupplementWait,
    Target,
    load_profile,
)

__all__ = ["Baseline", "Event", "LawfulDay", "OfficialForm", "Profile", "SupplementWait", "Target", "load_profile"]
