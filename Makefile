# Everything starts here. `make help` lists what there is.

VENV := .venv
PY   := $(VENV)/bin/python
PIP  := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes
ARGS ?=
SECONDS ?= 600
EXAMPLES ?= 100
ROUNDS ?= 100
DATA := ../shared/data

# The lock is made from the public index, whatever this machine has set up; say PIP_CONFIG_FILE=… to use a mirror.
COMPILE := env -u PIP_FIND_LINKS -u PIP_EXTRA_INDEX_URL PIP_CONFIG_FILE=$${PIP_CONFIG_FILE:-/dev/null} \
	$(PY) -m piptools compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help install run test test-postgres lint audit evaluate bench figures fuzz fuzz-api lock messages sheet pictures survive load clean
.PHONY: develop

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */\1|/' \
		| awk -F'|' '{ printf "  make %-14s %s\n", $$1, $$2 }'

install: $(VENV)/runtime.stamp ## make .venv with the locked dependencies
	@:

run: install ## serve the ledger on http://127.0.0.1:8000 (HOST, PORT, JIEQING_HOME can be set)
	@$(PY) -m tools.serve

# The tests start processes by the hundred: what is compiled is kept for the next, wherever the surroundings forbid that.
test: develop ## run every test, installing what that needs (ARGS="-k settled" runs some)
	@tools/chromium.sh
	@PYTHONDONTWRITEBYTECODE= $(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

test-postgres: develop ## the same tests on PostgreSQL: DATABASE_URL, or a throw-away cluster
	@tools/chromium.sh
	@PYTHONDONTWRITEBYTECODE= tools/with_postgres.sh $(PY) -m pytest --numprocesses auto --dist worksteal $(ARGS)

lint: develop ## check style, types, floor plan, templates, translations and migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m tools.figures
	$(PY) -m tools.unused
	$(PY) -m deptry . --no-ansi
	$(PY) -m djlint --lint --quiet templates
	$(PY) -m tools.translations check
	DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run

audit: develop ## look for known weaknesses in code and packages, and list the parts in var/sbom.cdx.json
	@$(PY) -m tools.audit

evaluate: install ## judge the scenarios and samples that lie beside the repository, and print the score
	@if [ -d $(DATA) ]; then $(PY) -m tools.evaluate $(DATA); \
	else echo "There is no $(DATA) here, so there is nothing to evaluate."; fi

bench: develop $(VENV)/peers.stamp ## measure the budgets
	@if ls tests/benchmarks/test_*.py >/dev/null 2>&1; then $(PY) -m pytest tests/benchmarks $(ARGS); \
	else echo "There are no benchmarks yet."; fi

figures: develop ## print how long functions and files are, and what lacks a docstring; fails beyond the limits
	@$(PY) -m tools.figures

fuzz: develop ## feed the reader with broken texts for SECONDS (600), and keep what takes new ways
	@$(PY) -m tools.fuzz_reader $(SECONDS)

lock: develop ## make the locks anew from pyproject.toml (ARGS=--upgrade takes newer versions)
	$(COMPILE) $(ARGS) --output-file requirements.txt pyproject.toml
	$(COMPILE) $(ARGS) --constraint requirements.txt --extra s3 --output-file requirements-s3.txt pyproject.toml
	$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["dev"], sep="\n")' \
		| $(COMPILE) $(ARGS) --constraint requirements-s3.txt --extra s3 --output-file requirements-dev.txt pyproject.toml -
	$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["peers"], sep="\n")' \
		| $(COMPILE) $(ARGS) --constraint requirements-dev.txt --output-file requirements-peers.txt -
	$(PY) -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["load"], sep="\n")' \
		| $(COMPILE) $(ARGS) --output-file requirements-load.txt -

messages: develop ## bring the catalogues up to the code: English to fill in, traditional Chinese made
	@$(PY) -m tools.translations extract

sheet: develop ## take pictures of every page into var/sheet (ARGS="phone-dark-en" takes some)
	@tools/chromium.sh
	@$(PY) -m tools.sheet $(ARGS)

pictures: develop ## make the pictures of README and guides anew
	@tools/chromium.sh
	@$(PY) -m tools.guide_pictures

fuzz-api: develop ## send thousands of made-up requests to the API (EXAMPLES=100 an operation), with all checks
	@FUZZ_EXAMPLES=$(EXAMPLES) $(PY) -m pytest tests/api/test_fuzz.py $(ARGS)

survive: develop ## kill what the ledger does ROUNDS (100) times, fill its disk, lock it, and see that nothing is lost
	@$(PY) -m tools.survive --rounds $(ROUNDS) $(ARGS)

load: develop $(VENV)-load/stamp ## put 32 people on a server for SECONDS=300, and see that nothing fails and memory stays
	@$(PY) -m tools.load --seconds $(if $(filter file,$(origin SECONDS)),300,$(SECONDS)) $(ARGS)

clean: ## remove what can be made anew; the ledger's data stay
	rm -rf $(VENV) $(VENV)-load .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks
	find debts ledger tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

develop: $(VENV)/develop.stamp ## make .venv with what contributors need as well
	@:

# A stamp is newer than its lock only when all of the lock is installed, so an unfinished installation is done again.
$(VENV)/runtime.stamp: requirements.txt | $(PY)
	@echo "Installing the locked dependencies …"
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/develop.stamp: requirements-dev.txt | $(VENV)/runtime.stamp
	@echo "Installing what contributors need …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/peers.stamp: requirements-peers.txt | $(VENV)/develop.stamp
	@echo "Installing what pages are measured against …"
	@$(PIP) -r requirements-peers.txt
	@touch $@

$(VENV)-load/stamp: requirements-load.txt
	@echo "Installing what puts load on a server …"
	@tools/venv.sh $(VENV)-load
	@$(VENV)-load/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-load.txt
	@touch $@

$(PY):
	@tools/venv.sh $(VENV)
