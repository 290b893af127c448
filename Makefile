# The two commands are `make release` and `make test`; they need Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup release test test-all check bench lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

release: setup ## check the package, then write it as CSV, Parquet and JSON into build/
	$(BIN)/claimpack export .

test: setup ## everything that pip can bring, in minutes
	$(BIN)/pytest -n auto -m "not slow and not r"

test-all: test ## what needs more: R on the PATH, thousands of generated cases
	$(BIN)/pytest -n auto -m "slow or r"

check: setup ## lint, types, canonical form, validity
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/claimpack format --check .
	$(BIN)/claimpack validate .

bench: setup ## side by side with the peers, as tables of ratios
	$(BIN)/python benchmarks/validation.py

lock: setup ## renew requirements.lock (hashes, no hosts); needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf build $(VENV)
