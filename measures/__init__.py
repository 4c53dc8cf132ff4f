"""What we measure: definitions, scopes, counting, judging (``python -m measures``)."""
