"""Slides: a briefing of a view as a PowerPoint file, with a vector map and charts that can be edited."""
