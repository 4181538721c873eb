# Every target makes .venv itself. Another Python: make test PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
BENCHMARKS := .venv-benchmarks
ENGINES := .venv-engines
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-slow test-engines lint format types docs bench bench-run benchmarks clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20

venv: $(VENV)/.dev ## The environment in .venv

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "make: no $(PYTHON) here: install Python 3.11 or newer, or name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: $$($(PYTHON) --version) is too old: Python 3.11 or newer is needed; name one with PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "make: $(PYTHON) has no venv module. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(PIP) install -e '.[dev,cli,html,zstd,brotli]'
	@touch $@

$(VENV)/.docs: $(VENV)/.dev
	$(PIP) install -e '.[docs]'
	@touch $@

demo: $(VENV)/.dev ## Clean a bundled page and show the role of each block
	@echo '--- cleanpress examples/demo.html'
	@$(BIN)/cleanpress examples/demo.html
	@echo
	@echo '--- cleanpress explain examples/demo.html'
	@$(BIN)/cleanpress explain examples/demo.html

test: $(VENV)/.dev ## The tests
	$(BIN)/pytest

test-slow: $(VENV)/.dev ## The slow tests
	$(BIN)/pytest -m slow

test-engines: $(ENGINES)/.done ## The tests of Spark, Ray, datatrove, Scrapy and the service, with an environment of their own
	@tools/engines-system $(ENGINES)/bin/python
	$(ENGINES)/bin/pytest -m engines tests/engines

$(ENGINES)/.done: pyproject.toml | $(BIN)/python
	$(PYTHON) -m venv $(ENGINES)
	$(ENGINES)/bin/python -m pip --disable-pip-version-check --quiet install -e '.[engines]'
	@touch $@

lint: $(VENV)/.dev ## Style, format and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: $(VENV)/.dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

docs: $(VENV)/.docs ## The documentation, into site/
	$(BIN)/mkdocs build --strict

bench: $(VENV)/.dev ## Speed against lxml's own parse: make bench PAGES=FOLDER
	$(BIN)/python tools/bench.py $(PAGES)

bench-run: $(VENV)/.dev ## Speed of many pages beside trafilatura: make bench-run PAGES=FOLDER
	$(BIN)/python tools/run_bench.py $(PAGES)

$(BENCHMARKS)/.tools: pyproject.toml benchmarks/requirements.txt | $(BIN)/python
	$(PYTHON) -m venv $(BENCHMARKS)
	$(BENCHMARKS)/bin/python -m pip --disable-pip-version-check --quiet install --upgrade 'pip>=24' # older ones trip over an extra's two spellings
	$(BENCHMARKS)/bin/python -m pip --disable-pip-version-check --quiet install -e . -r benchmarks/requirements.txt
	@touch $@

benchmarks: $(BENCHMARKS)/.tools ## Other extractors on public corpora: make benchmarks CORPORA="KIND:PATH ..." [OPTIONS=...]
	$(BENCHMARKS)/bin/python -m benchmarks $(or $(CORPORA),plain:tests/benchmarks/tiny/plain) $(OPTIONS)

clean: ## Remove what was made
	rm -rf $(VENV) $(ENGINES) $(BENCHMARKS) build dist site .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
