"""A new meeting from a TOML file of facts: ``python -m loaders.draft``."""
