# Everything a person needs is one word. Each target sets up what it needs by itself.

VENV  := .venv
BIN   := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/.bench-ready
HYDROGEN := build/hydrogen/site/index.html

# pip must not greet, advise or ask; none of that belongs to what these commands say.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-browser bench coverage lint format check-deploy docs lock wheel clean

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY)  ## make .venv with exactly the tested versions (the others do it too)

$(READY): requirements/dev.txt pyproject.toml scripts/set-up
	@scripts/set-up $(VENV)
	@touch $@

demo: $(READY)  ## two homeservers and congregations to play with; ARGS=--once checks itself and ends
	@$(BIN)/microsol-matrix demo $(ARGS)

test: $(READY)  ## every test, several files at once; ARGS goes to pytest
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

test-browser: $(READY) $(HYDROGEN)  ## what members see: a real client in a real browser
	@$(BIN)/python -m pytest tests/browser $(ARGS)

$(HYDROGEN): scripts/bundle-hydrogen $(wildcard tests/browser/client/*)
	@scripts/bundle-hydrogen tests/browser/client build/hydrogen

bench: $(BENCH)  ## how fast it is beside a floor and a peer; ARGS: parts (intake answers archive many tick round crowd), --full
	@$(BIN)/python -m tests.bench $(ARGS)

$(BENCH): $(READY) requirements/bench.txt
	@$(BIN)/python -m pip install -qq --require-hashes --requirement requirements/bench.txt
	@touch $@

coverage: $(READY)  ## every test, with the lines and branches it did not reach
	@$(BIN)/python -m pytest $(ARGS) --cov

lint: $(READY)  ## style, types, layers and changelog fragments
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/shellcheck .ci/run scripts/lock scripts/set-up
	$(BIN)/hadolint --no-color deploy/Containerfile
	$(BIN)/towncrier build --draft --version next > /dev/null

format: $(READY)  ## let ruff put code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

check-deploy: $(READY)  ## deploy/ by systemd and nginx themselves (the tests do what needs only Python)
	$(BIN)/python -m pytest deploy/checks

lock: $(READY)  ## pin what pyproject.toml asks for to today's releases
	scripts/lock $(BIN)

docs: $(READY)  ## write anew what pages take from the code: tables, structure.md
	$(BIN)/python -m scripts.pages

wheel: $(READY)  ## dist/*.whl
	$(BIN)/python -m build --wheel --no-isolation

clean:  ## forget everything that was made here
	rm -rf $(VENV) build dist .coverage .coverage.* .hypothesis .import_linter_cache \
	    .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
