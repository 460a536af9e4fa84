# The front door. `make` lists every chore; each makes the virtual environment it needs.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
SITE ?= sample
ARGS ?=

##@ The archive
run: .venv/run  ## Crawl, verify, report and publish (SITE=sample is the bundled site, offline; SITE=patientline the live one)
	$(BIN)/patientline run --site $(SITE) $(ARGS)
crawl: .venv/run  ## Only crawl: fetch what is due, capture it, read it
	$(BIN)/patientline crawl --site $(SITE) $(ARGS)
replay: .venv/run  ## Rebuild every table from the captures, without one request
	$(BIN)/patientline replay --site $(SITE) $(ARGS)
verify: .venv/run  ## Ask about the DOIs and links that are due, and judge
	$(BIN)/patientline verify --site $(SITE) $(ARGS)
rejudge: .venv/run  ## Apply today's rules to all past checks, and show which verdicts change
	$(BIN)/patientline rejudge --site $(SITE) $(ARGS)
report: .venv/run  ## What is wrong, since when, and what to write instead
	$(BIN)/patientline report --site $(SITE) $(ARGS) || test $$? = 1  # 1: something is newly broken
publish: .venv/run  ## Build the archive that is served
	$(BIN)/patientline publish --site $(SITE) $(ARGS)
serve: .venv/run  ## Browse the published archive (http://127.0.0.1:8001/)
	$(BIN)/patientline serve --site $(SITE) $(ARGS)
replica: .venv/run  ## Serve the sample site and the outside world it cites, on loopback
	$(BIN)/python -m tests.replica $(ARGS)

##@ Development
test: .venv/test  ## Run the tests
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)
test-browser: .venv/test  ## Test the published archive in headless Chromium
	SCREENSHOTS=$${SCREENSHOTS-build/screenshots} $(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m browser tests/browser
test-installed: .venv/test .venv/npm  ## Test the published archive behind nginx, and its pages and linked data with checkers from npm
	$(BIN)/python -m pytest -m installed tests/archive $(ARGS)
test-next: .venv-next/test  ## Test the site on the newest pre-release of Datasette 1.0, in an environment of its own
	.venv-next/bin/python -m pytest tests/archive/site tests/archive/publishing $(ARGS)
check: lint docs-check  ## Check style, types, import contracts and generated documentation: all of CI but the tests
lint: .venv/test  ## Check style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
format: .venv/test  ## Format the code, and fix what ruff can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
docs: .venv/test  ## Write the generated parts of the documentation
	$(BIN)/python -m cogapp -r README.md CONTRIBUTING.md docs/modules.md docs/commands.md docs/schema.md docs/settings.md
	$(BIN)/python -c 'from archive.reports.json_schema import render; print(render(), end="")' > docs/report.schema.json
docs-check: .venv/test  ## Check that the generated parts of the documentation are current
	$(BIN)/python -m cogapp --check README.md CONTRIBUTING.md docs/modules.md docs/commands.md docs/schema.md docs/settings.md
bench: .venv/test  ## Measure speed and size against named references
	$(BIN)/python -m tests.bench $(ARGS)
bench-real: .venv/test  ## Score pages, broken links and DOIs on two real sites
	$(BIN)/python -m tests.bench.real $(ARGS)
bench-references: .venv/test  ## Score references on the open sets (ARGS="lists questions" = sections)
	$(BIN)/python -m tests.bench.references $(ARGS)
bench-site: .venv/test  ## Crawl a site with planted faults, with linkinator beside us (ARGS="300" = pages; needs npm)
	$(BIN)/python -m tests.bench.site $(ARGS)
bench-again: .venv/test  ## Crawl a site twice: what the weekly run costs when nothing has changed (ARGS="300" = pages)
	$(BIN)/python -m tests.bench.again $(ARGS)
bench-hosts: .venv/test  ## Verify many links on many slow hosts: time, CPU and memory beside bare aiohttp
	$(BIN)/python -m tests.bench.hosts $(ARGS)
bench-peers: .venv/test  ## Compare LinkChecker, lychee and linkinator with ours on the awkward cases
	$(BIN)/python -m tests.bench.peers $(ARGS)
bench-crash: .venv/test  ## Kill crawls again and again, and see whether anything is lost
	$(BIN)/python -m tests.bench.crash $(ARGS)
bench-published: .venv/test  ## Publish and read an archive of 100,000 pages (ARGS="--pages 10000"; needs 20 GB)
	$(BIN)/python -m tests.bench.published $(ARGS)
bench-own: .venv/test  ## Audit our own published site, served and as plain files: nothing may be found
	$(BIN)/python -m tests.bench.own_site $(ARGS)
bench-replay: .venv/test  ## Replay the captures of SITE in pywb and replayweb.page, and compare
	$(BIN)/python -m tests.bench.replayers data/$(SITE) $(ARGS)
lock:  ## Pin every dependency by name, version and hash (needs uv)
	uv pip compile pyproject.toml --extra sample --extra build --python-version 3.11 --universal \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements.txt
	uv pip compile pyproject.toml --extra dev --extra build --python-version 3.11 --universal -c requirements.txt \
	  --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet -o requirements-dev.txt
clean:  ## Remove the virtual environment and caches (never data/)
	rm -rf .venv .venv-next .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv .venv
	touch $@
.venv/run: .venv/python requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@
.venv/test: .venv/run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

.venv/npm: .venv/python Makefile
	npm install --silent --no-audit --no-fund --prefix $@ vnu-jar@26.9.27 schema-dts@2.1.0 typescript@7.0.2
	touch $@
.venv-next/test: requirements.txt requirements-dev.txt
	$(PYTHON) -m venv --clear .venv-next
	.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --upgrade 'datasette>=1.0a41,<2'
	.venv-next/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

help:  ## List the chores
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: help run crawl replay verify rejudge report publish serve replica test test-browser test-installed test-next check lint format docs docs-check bench bench-real bench-references bench-site bench-again bench-hosts bench-peers bench-published bench-own bench-replay bench-crash lock clean
