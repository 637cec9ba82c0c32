"""Where the data folder is."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT_DATA = Path(__file__).resolve().parents[2] / "data"


def find_data_folder() -> Path:
    """The data folder: the one that COALITION_DATA names, else that of the project."""
    return Path(os.environ.get("COALITION_DATA") or PROJECT_DATA)
