"""The contract of the data folder, and the files that are checked against it."""
