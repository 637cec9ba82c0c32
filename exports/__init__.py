"""Things to take away of an address: tables, a data package, slides, a workbook and a brief."""
