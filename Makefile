# The two commands are `make release` and `make test`; they need Python 3.11 or newer, and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
VALIDATORS := $(VENV)/validators
PEERS := $(VENV)/peers

.PHONY: setup release test test-all validators check bench peers derived lock clean

setup: $(READY)

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

release: setup ## check the package, then write it as CSV, Parquet and JSON into build/
	$(BIN)/claimpack export .

test: setup ## everything that pip can bring, in minutes
	$(BIN)/pytest -n auto -m "not slow and not r and not browser"

test-all: test validators ## what needs more: R and Chromium on the PATH, thousands of generated cases, other validators
	$(BIN)/pytest -n auto -m "slow or r or browser"

validators: $(VALIDATORS)/.ready ## tools that read what we release, but cannot share our environment

$(VALIDATORS)/.ready: validators.lock $(READY)
	$(PYTHON) -m venv $(VALIDATORS)
	$(VALIDATORS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r validators.lock
	touch $@

check: setup ## lint, types, canonical form, validity
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/claimpack format --check .
	$(BIN)/claimpack validate .

bench: setup peers ## side by side with the peers, as tables of ratios
	$(BIN)/python benchmarks/validation.py --peers $(PEERS)/bin/python
	$(BIN)/python benchmarks/releasing.py
	$(BIN)/python benchmarks/reconciliation.py --claims 1000000
	$(BIN)/python benchmarks/page_opening.py 100000

peers: $(PEERS)/.ready ## libraries that check frames, to be compared with

$(PEERS)/.ready: peers.lock $(READY)
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r peers.lock
	touch $@

derived: setup ## renew what is made from the descriptor and the schemas: data dictionary, CITATION.cff, .zenodo.json, README's chart
	$(BIN)/claimpack describe --into docs/data-dictionary.md
	$(BIN)/claimpack cite --format cff > CITATION.cff
	$(BIN)/claimpack cite --format zenodo > .zenodo.json
	$(BIN)/claimpack report . kyiv-attack-2025-07-04 --out build/report
	cp build/report/chart-1-weapon.svg docs/kyiv-attack-figures.svg

lock: setup ## renew requirements.lock, validators.lock and peers.lock (hashes, no hosts); needs uv
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group dev pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group pyproject.toml:validators -o validators.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --group pyproject.toml:peers -o peers.lock

clean:
	rm -rf build $(VENV)
