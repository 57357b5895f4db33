"""openpyxl, when a workbook is read or made: few requests do, and it takes a quarter of a second to load."""

from types import ModuleType


def openpyxl() -> ModuleType:
    import openpyxl

    return openpyxl
