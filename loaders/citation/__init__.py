"""References to a passage of a statement or to a published value, in the formats that people use."""
