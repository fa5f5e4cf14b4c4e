# OnBrand. `make` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.8
LAMBDA_PLATFORM := --python-platform x86_64-manylinux_2_28 --python-version 3.13
# Compiled once instead of in every process that a test starts (uv compiles nothing), and beside the sources, not in them.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.build/bytecode
# As in Lambda: threads for small matrices only take each other's time.
export OPENBLAS_NUM_THREADS := 1
# Trust what the machine trusts, also behind a company proxy.
export UV_SYSTEM_CERTS := true

.DEFAULT_GOAL := help
.PHONY: help setup demo up test lint unit test-browser mails bench synth lock clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.installed ## Install everything into .venv (done by the other targets too)

$(VENV)/.installed: infra/requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "OnBrand needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r infra/requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

demo: setup ## Run the whole job for an invented brand on the local cloud; results in out/demo
	@$(BIN)/onbrand demo

up: setup ## Run the local cloud until Ctrl-C
	@$(BIN)/onbrand up

test: lint unit ## Everything that must hold: style, types, architecture, tests

lint: setup ## ruff and mypy (import-linter runs with the tests)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

unit: setup ## All tests but those in a browser
	@$(BIN)/pytest -n 2 -m "not browser" --no-skips

test-browser: setup ## Tests that need Chromium (Debian: apt-get install chromium)
	@$(BIN)/pytest tests/browser -m browser --no-skips

mails: setup ## Compile the mails' MJML sources into the HTML templates that are shipped
	@$(BIN)/python -m infra.mails

bench: setup ## Measure rendering, scoring and function init as ratios; writes out/bench.json
	@$(BIN)/python -m tests.bench

synth: setup ## Synthesize the CloudFormation templates into cdk.out
	@$(BIN)/python -m infra.app

lock: setup ## Pin the dependencies anew
	@$(BIN)/uv pip compile -q --upgrade pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header -o infra/requirements.txt
	@for layer in runtime imaging; do $(BIN)/uv pip compile -q --upgrade layers/$$layer/requirements.in -c infra/requirements.txt \
	  $(LAMBDA_PLATFORM) --generate-hashes --no-header -o layers/$$layer/requirements.txt; done

clean: ## Remove what the other targets made
	@rm -rf .venv .build cdk.out out .mypy_cache .ruff_cache .import_linter_cache .hypothesis
