"""Charts: what the pages share where they draw published values: marks, labels, panels, grids, and what stands around them."""
