"""Papers of the dashboard: meeting pack, official forms, weekly notes. ``python -m reports`` writes them."""
