"""Check a data folder from the command line: ``python -m loaders [FOLDER]``.

Prints every error, a line each, and exits 1 if there is any; otherwise says what was read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from loaders.dataset import load
from loaders.schema.errors import DamagedData
from loaders.schema.folder import find_data_folder


def main(arguments: list[str] | None = None) -> int:
    """Check one folder; the exit code is 0 if it keeps the contract and 1 if not."""
    parser = argparse.ArgumentParser(
        prog="python -m loaders", description="Check a data folder against its contract."
    )
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=find_data_folder(),
        help="the data folder (default: COALITION_DATA, or data/)",
    )
    folder = parser.parse_args(arguments).folder
    try:
        dataset = load(folder)
    except DamagedData as damaged:
        print(damaged)
        count = len(damaged.errors)
        print(f"{folder}: {count} error{'s' * (count != 1)}", file=sys.stderr)
        return 1
    print(
        f"{folder}: version {dataset.rules.version}, {len(dataset.meetings)} meetings, "
        f"{len(dataset.observations)} figures, {dataset.passages['meeting_id'].nunique()} statements "
        f"with {len(dataset.passages)} passages, no errors"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
