"""Invented data: a district that exists on paper only, written as the exports a real one would send."""
