"""References to a passage or a published value, in the formats that people use."""
