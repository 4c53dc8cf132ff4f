"""The facts: tables, stores, who may see what, loading. The only layer that opens a connection."""
