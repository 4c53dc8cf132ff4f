"""What is shown to people: translated sentences, numbers and dates.

This layer imports nothing of ours. Code is written in English; the Vietnamese the screen speaks stands in
``text/locale/vi.po`` (gettext). Every function that produces text takes a :class:`Language`, so that nothing depends
on a global setting and a cached figure can be keyed on the language it was drawn in.
"""

from text.language import ENGLISH, LANGUAGES, NBSP, VIETNAMESE, Language, language, mark

__all__ = ["ENGLISH", "LANGUAGES", "NBSP", "VIETNAMESE", "Language", "language", "mark"]
