# Văn kiện: `make` lists what can be done. No environment variable is needed.

PYTHON ?= python3
ARGS ?=
BIN := .venv/bin
NEWEST_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.PHONY: help install install-dev run test test-slow test-papers hostile pictures bench-docx bench-search bench-rebuild faults load site lint format lock clean

help: ## Say what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

install: .venv/installed ## Make .venv and install what the system needs into it

install-dev: .venv/installed-dev ## The same, with what its developers need

run: .venv/installed ## Start everything, carry an example into the archive, list its papers; ARGS=--exit ends there
	@$(BIN)/vankien demo $(ARGS)

test: .venv/installed-dev ## Run the fast tests; ARGS are pytest's
	@$(BIN)/pytest -n auto -m "not slow" $(ARGS)

# Whoever names tests in ARGS may name none of one half: pytest ends with 5 then.
OR_NONE = $(if $(ARGS),|| [ $$? -eq 5 ])

test-slow: .venv/installed-dev ## Run the slow tests: real brokers, killed processes, browsers; one by one those that need the machine
	@$(BIN)/pytest -n auto --dist worksteal -m "slow and not alone" $(ARGS) $(OR_NONE)
	@$(BIN)/pytest -m alone $(ARGS) -n 0 $(OR_NONE)

test-papers: .venv/installed-dev ## Run the fast tests of papers, and let a validator read every paper they render
	@$(BIN)/pytest -n auto -m "not slow" --audit tests/docx tests/documents $(ARGS)

hostile: .venv/installed-dev ## Send hostile files, templates, texts and requests; ARGS="files --count 300 --seed 7"
	@$(BIN)/python -m tests.hostile $(ARGS)

pictures: .venv/installed-dev ## Take the pictures of docs/images anew, in the browser tests
	@$(BIN)/pytest -m slow --pictures docs/images tests/web $(ARGS)

.PHONY: bench
bench: .venv/installed-dev ## Measure the way from the POST to the download beside a plain reference; ARGS=--quick
	@$(BIN)/python -m bench.end_to_end $(ARGS)

bench-docx: .venv/installed-dev ## Measure the Word engine beside docxtpl and the limit, in one run
	@$(BIN)/python -m bench.docx $(ARGS)

bench-search: .venv/installed-dev ## Fill archives with made-up papers and measure what finding them costs; ARGS=--documents=1000000
	@$(BIN)/python -m bench.search $(ARGS)

.PHONY: bench-restore
bench-restore: .venv/installed-dev ## Back up many papers and measure the way back; ARGS=--sets=110
	@$(BIN)/python -m bench.restore $(ARGS)

.PHONY: bench-following
bench-following: .venv/installed-dev ## Measure what a backup costs that follows another; ARGS="--objects=600 --s3"
	@$(BIN)/python -m bench.following $(ARGS)

.PHONY: bench-desk
bench-desk: .venv/installed-dev ## Measure the pages of the desk with thousands of delegates; ARGS=--delegates=5000
	@$(BIN)/python -m bench.desk $(ARGS)

bench-rebuild: .venv/installed-dev ## Seal many sets and measure how fast their catalog comes back from the files
	@$(BIN)/python -m bench.rebuild $(ARGS)

.PHONY: bench-hosts scale
bench-hosts: .venv/installed-dev ## Measure what more hosts with workers bring, and what a paper costs each part; as root
	@$(BIN)/python -m bench.hosts $(ARGS)

scale: .venv/installed-dev ## Count and simulate what one national cycle needs: the tables of docs/scale.md
	@$(BIN)/python -m bench.scale $(ARGS)

faults: .venv/installed-dev ## Kill, fill up, cut off, and judge what is left; ARGS="kill --kills=10000", ARGS=--help
	@$(BIN)/python -m tests.faults $(ARGS)

site: .venv/installed-dev ## Make the site of the documents in build/site
	@PYTHONPATH=. $(BIN)/mkdocs build --quiet

load: .venv/installed-dev ## Ask 20 times a second for ten minutes while workers die and servers restart; ARGS="--seconds=60 --loose"
	@$(BIN)/python -m tests.faults load $(ARGS)

lint: .venv/installed-dev ## Check style, form, types and layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/installed-dev ## Put the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: sbom audit
sbom: .venv-tools/installed ## Write the list of components, with their digests, as build/sbom.json (CycloneDX)
	@mkdir -p build
	@.venv-tools/bin/cyclonedx-py requirements requirements-traces.txt --pyproject pyproject.toml --output-reproducible --of JSON -o build/sbom.json
	@$(PYTHON) .ci/sbom build/sbom.json

audit: ## Ask for known holes in the libraries; says so when no service answers
	@$(PYTHON) .ci/audit $(ARGS)

lock: ## Resolve the dependencies anew, with their hashes
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
		pyproject.toml --group build -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
		pyproject.toml --group build --group dev -o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
		pyproject.toml --group build --extra traces -c requirements.txt -o requirements-traces.txt
	uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-emit-index-url \
		--group tools -o requirements-tools.txt

clean: ## Remove .venv and caches; ./var, with the archive in it, stays
	rm -rf .venv build dist .pytest_cache .mypy_cache .venv-tools .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is not there: install Python 3.11 or newer, or say PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c '$(NEWEST_ENOUGH)' || { echo "Python 3.11 or newer is needed, and this is $$($(PYTHON) -V 2>&1): say PYTHON=python3.11 or the like" >&2; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "$(PYTHON) could not make .venv: on Debian, apt-get install python3-venv" >&2; exit 1; }

# Tools that look at the project from outside: their libraries are none of its own.
.venv-tools/installed: requirements-tools.txt | .venv/bin/python
	@$(PYTHON) -m venv .venv-tools
	@.venv-tools/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-tools.txt
	@touch $@

# A stamp for each list of requirements: nothing is installed twice, and a new list is noticed.
.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing into .venv, once ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
