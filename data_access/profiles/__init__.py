"""What differs from one district to the next, as data: units, procedures, targets, rules, known events."""

from data_access.profiles.profile import Event, Profile, Target, load_profile

__all__ = ["Event", "Profile", "Target", "load_profile"]
