"""Loading exports: read, check, merge, derive, publish (``python -m data_access load``)."""

from data_access.load.inputs import ReadError
from data_access.load.loader import STAGES, LoadRefused, Order, Summary, load_exports
from data_access.load.mapping import MappingError
from data_access.load.publishing import BrokenSnapshot

__all__ = [
    "STAGES",
    "BrokenSnapshot",
    "LoadRefused",
    "MappingError",
    "Order",
    "ReadError",
    "Summary",
    "load_exports",
]
