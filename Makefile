# Two commands: `make demo` to try it, `make test` to check it. Both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What `make test` runs on PostgreSQL as well: where the database has a say in who is first, what is
# kept and in which order. The whole suite there takes about twice as long: `make test-postgres`.
ON_BOTH := $(addprefix tests/test_,$(addsuffix .py,bookings erasures invitations outbox sending story \
	trades uninstalls updates wrap_ups))

.PHONY: demo demo-reset bench soak test browser migration life-cycle help
.PHONY: demo demo-reset bench test test-postgres audit browser migration life-cycle help

help: ## say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: $(VENV)/run.stamp ## try the bot in a Slack on this machine (PORT=..., BROWSER=none)
	@exec $(BIN)/second-coffee demo

demo-reset: ## forget what the demo remembers
	rm -rf demo-data

test: $(VENV)/test.stamp browser ## run every check and every test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto --dist loadgroup
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto --dist loadgroup $(ON_BOTH)

test-postgres: $(VENV)/test.stamp browser ## run every test with every database on PostgreSQL
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -n auto --dist loadgroup

audit: $(VENV)/audit.stamp ## look for known holes in what is installed, and for careless code
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive app.py bot handlers operations playground simulation store
	$(BIN)/python -m tests.audit

browser:
	@sh tests/browser.sh

bench: $(VENV)/bench.stamp ## measure what the bot costs beside the bare libraries (ONLY=posting,ticks for some)
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY))

soak: $(VENV)/test.stamp ## count what is lost or doubled through storms on both databases (SEED=, MINUTES=, REAL=1)
	@SEED=$(SEED) MINUTES=$(MINUTES) REAL=$(REAL) $(BIN)/python -m tests.faults.soak

migration: $(VENV)/test.stamp ## write a migration for what changed in store/ (NAME="what it does")
	$(BIN)/python -m tests.draft_migration "$(NAME)"

life-cycle: $(VENV)/test.stamp ## draw docs/life-cycle.md from the life cycle in the code
	$(BIN)/python -m tests.draw_life_cycle

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/bench.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@ $(VENV)/run.stamp

$(VENV)/audit.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[audit]'
	@touch $@

$(VENV)/test.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@ $(VENV)/run.stamp
