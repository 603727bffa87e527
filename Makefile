# make demo and make test set everything up by themselves; a second run does not set up again.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-postgresql soak fuzz lint bench bench-pages bench-stages screenshots model corpus stand-ins lock example clean

demo: $(VENV)/.runtime .cache/system-demo
	$(BIN)/ibt-intake demo

test: $(VENV)/.dev .cache/system-test lint
	$(BIN)/python -m pytest -n 2
	IBT_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2 -m "not sqlite" $(ON_BOTH)

# The same tests on a PostgreSQL that they start; `make test` runs these few of them there.
ON_BOTH := $(patsubst %,tests/storage/test_%.py,judgements ledger outgoing)
test-postgresql: $(VENV)/.dev .cache/system-test
	IBT_TEST_DATABASE=postgresql $(BIN)/python -m pytest -n 2

# The tests that `make test` shortens, whole: an hour or more. SOAK=0.1 runs a tenth of each.
SOAK ?= whole
soak: $(VENV)/.dev .cache/system-test
	IBT_SOAK=$(SOAK) $(BIN)/python -m pytest -m soak

# Fuzz reading, time expressions, headers and templates, each so many seconds; 1 where one crashed.
# What was learnt stays in .cache/fuzz, and is where the next run begins.
FUZZ_SECONDS ?= 900
fuzz: $(VENV)/.fuzz .cache/system-test
	FUZZ_SECONDS=$(FUZZ_SECONDS) $(BIN)/python -m tests.fuzz

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

# Time every page with 100,000 mails and 5,000 cases in the database; 1 where one misses a goal.
bench-pages: $(VENV)/.dev .cache/system-test
	$(BIN)/python -m tests.bench.pages

# Measure what docs/performance.md asks for, each beside its floor or a peer; 1 where a gate is missed.
# An hour; BENCH="starting polling" measures these two, TIMES=1 each once. As root on a busy machine,
# `chrt -r 1 make bench` goes before all else. What was measured stays in .cache/bench.
TIMES ?= 5
bench: $(VENV)/.dev .cache/system-bench .cache/bench/peers/.done
	$(BIN)/python -m tests.bench --times $(TIMES) $(BENCH)

# Tell where the CPU of taking in mail goes, by stage.
bench-stages: $(VENV)/.dev .cache/system-test
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m tests.bench.stages

# Take the pictures of the pages in docs/ anew: of the sample mailbox on a day in June, and of the demo.
screenshots: $(VENV)/.dev .cache/system-test
	$(BIN)/python -m tests.screenshots.take

# Train the sentence and mail classifiers again from tests/corpus; the result is the same bytes.
# One thread: several add up in an order of their own, which changes the last digits.
model: $(VENV)/.dev
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(BIN)/python -m intake.training

# Check the labelled mails: quotations, labels against their schema, near-duplicates of held-back ones.
corpus: $(VENV)/.dev
	$(BIN)/python -m intake.corpus_check

# How often held-back mails are called complete where a sentence only resembles an element (4 minutes).
stand-ins: $(VENV)/.dev
	$(BIN)/python -m intake.stand_ins

# Renew the lock files after a change of the dependencies in pyproject.toml.
lock: $(VENV)/.dev
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --extra postgresql pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header pyproject.toml --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --group fuzz -o requirements-fuzz.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-header --group bench -o requirements-bench.lock

# Write down all that an installation is made of, with versions and hashes (CycloneDX): sbom.json.
sbom: $(VENV)/.dev
	$(BIN)/cyclonedx-py requirements requirements.lock --pyproject pyproject.toml \
		--output-reproducible --of JSON -o sbom.json

# Look up known weaknesses of what is locked. Asks pypi.org, so that no test waits for it; run it
# weekly, and before a release. A package that cannot be looked up is a fault, too.
audit: $(VENV)/.dev
	$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

# Write config.example.toml anew from the settings' own descriptions.
example: $(VENV)/.dev
	$(BIN)/python -m ibt_intake.example > config.example.toml

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache *.egg-info

$(VENV)/bin/python:
	.ci/system-packages python
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/.fuzz: $(VENV)/.dev requirements-fuzz.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	touch $@

# Programs that ours is held against: apart from it, as nothing of ours needs them.
.cache/bench/peers/.done: requirements-bench.lock
	mkdir -p .cache/bench
	$(PYTHON) -m venv .cache/bench/peers
	.cache/bench/peers/bin/python -m pip install -q --disable-pip-version-check --require-hashes \
		-r requirements-bench.lock
	touch $@

.cache/system-%: .ci/system-packages
	.ci/system-packages $*
	mkdir -p .cache && touch $@
