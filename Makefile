# Two commands for a reader: make run, make test. Each does all the set-up that it needs.
# Python 3.11 or newer is all that must be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
WORKERS ?= 2
BROWSERS := chromium firefox-esr webkit2gtk-driver xvfb
STAMP := $(VENV)/.installed

.PHONY: run test lint format check bench bench-record bench-large browsers clean

run: $(STAMP)  ## open the page at http://localhost:8501
	$(BIN)/streamlit run app.py --server.port $(PORT)

test: $(STAMP) browsers  ## every test, those in Chromium, Firefox and WebKit among them
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

lint: $(STAMP)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(STAMP)  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check: $(STAMP)  ## hold the data folder to its contract
	$(BIN)/python -m loaders

bench: $(STAMP) browsers  ## measure; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks

bench-record: $(STAMP)  ## measure with the wider record shown; writes benchmarks/RECORD.md
	$(BIN)/python -m benchmarks --record

bench-large: $(STAMP)  ## measure with the dataset a hundred times larger; writes benchmarks/LARGE.md
	$(BIN)/python -m benchmarks.large

browsers:  ## what the tests drive; installed only where it is missing and where that is allowed
	@{ command -v chromium && command -v firefox-esr && command -v WebKitWebDriver && command -v Xvfb; } >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq $(BROWSERS) >/dev/null; } || \
	  echo "A browser is missing, its tests are skipped (Debian: apt-get install $(BROWSERS))."

$(STAMP): requirements.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed (PYTHON=...)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --constraint constraints.txt
	@touch $(STAMP)

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
