"""Charts: what the pages share where they draw published values."""
