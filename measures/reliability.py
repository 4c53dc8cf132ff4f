"""How often the verdict rule errs, and how soon it finds a real difference, for the help text.

The figures come from ``python -m benchmarks.false_signals``, which writes them to ``docs/statistics.md``; a test holds
the two to each other. They are of 14 wards with the volumes of Quận 6, judged by months or by quarters.
"""

from __future__ import annotations

# Wards wrongly called clearly higher or lower, times a year, all 14 together, none of which differs.
FALSE_CLEAR_A_YEAR = {"month": 0.104, "quarter": 0.110}
# The same for "watch": beyond 95 % once.
FALSE_WATCH_A_YEAR = {"month": 1.850, "quarter": 1.874}
# Share of wards and periods that get a verdict at all: the others have too few late ones expected.
JUDGED = {"month": 0.375, "quarter": 0.994}
# Share of wards at three times the rate that are called clearly higher within three months, mean of the 14 wards.
FOUND_AT_THREE_TIMES = {"month": 0.435, "quarter": 0.912}
