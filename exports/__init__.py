"""Things to take away: tables, a data package, slides, a workbook and a brief of what an address shows."""
