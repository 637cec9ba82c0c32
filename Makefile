# Two commands for a reader: make run, make test. Each does all the set-up that it needs.
# Python 3.11 or newer is all that must be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
STAMP := $(VENV)/.installed

.PHONY: run test lint format check bench bench-record bench-large chromium clean

run: $(STAMP)  ## open the page at http://localhost:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(STAMP) chromium  ## every test, those in a real Chromium among them
	$(BIN)/python -m pytest

lint: $(STAMP)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(STAMP)  ## hold the data folder to its contract
	$(BIN)/python -m loaders

bench: $(STAMP) chromium  ## measure; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

bench-record: $(STAMP)  ## measure with the wider record shown; writes benchmarks/RECORD.md
	$(BIN)/python -m benchmarks --record

bench-large: $(STAMP)  ## measure with the dataset a thousand times larger; writes benchmarks/LARGE.md
	$(BIN)/python -m benchmarks.large

chromium:  ## the browser of the tests; installed only where it is missing and where that is allowed
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	  echo "No Chromium found: install one to run the browser tests (Debian: apt-get install chromium)."

$(STAMP): requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --constraint constraints.txt
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
