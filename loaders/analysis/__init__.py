"""Analysis: what views show, derived from a dataset by selecting and ordering, never by guessing.

Nothing here adds up, averages or fills in published values.
"""
