"""The drawing half: one file a view, and a few that serve them."""
