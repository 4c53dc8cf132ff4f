"""Judged frames in, Plotly figures out.

The layer is pure: it reads no data, knows no page and decides nothing. Whether a number is good or bad arrives as a
verdict; here it becomes a shape and, only where the verdict is clear, a colour.
"""
