"""Slides: a briefing of a view for PowerPoint, with a map and charts that can be edited."""
