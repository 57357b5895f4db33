# Every target works from a bare clone on Debian/Ubuntu with git, make and python3.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
SERVE ?= yes
PORT ?= 8000
JUDGE := tests/judges/node_modules/.package-lock.json

.PHONY: help setup setup-test demo example test check bench screens lock clean

help:            ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## */\t/' | expand -t 14

setup: .venv/ready        ## system packages, virtual environment, translations
	@scripts/system-packages.sh run
	@scripts/translations.sh

setup-test: setup $(JUDGE)    ## what tests need besides: browser, PostgreSQL, PDF tools, judges of calendars
	@scripts/system-packages.sh test

$(JUDGE): tests/judges/package-lock.json
	@scripts/system-packages.sh test
	npm ci --silent --no-audit --no-fund --ignore-scripts --prefix tests/judges
	@touch $@

.venv/ready: requirements/dev.lock requirements/bootstrap.lock
	@scripts/system-packages.sh python
	python3 -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements/bootstrap.lock
	.venv/bin/uv pip sync -q --require-hashes --python $(PY) requirements/dev.lock requirements/bootstrap.lock
	@touch $@

demo: setup      ## the demo corporation, its reports in var/demo/, served on port 8000
	@scripts/demo.sh $(SERVE) $(PORT)

example: setup   ## the real survey of Somerville, its reports in var/example/
	@scripts/example.sh

test: setup-test     ## all tests, browser and PostgreSQL included
	@scripts/test.sh

check: setup     ## linters, types, import contracts, migrations
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy .
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py check

bench: setup     ## the figures, also in var/bench.json
	$(PY) -m tests.bench

screens: setup-test  ## the screenshots of the README, made from the demo
	$(PY) -m tests.screens

lock:            ## write the lock files anew from pyproject.toml
	for set in base dev; do \
	  .venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links pyproject.toml \
	    $$( [ $$set = dev ] && echo --group dev ) -o requirements/$$set.lock; done
	echo uv | .venv/bin/uv pip compile -q --universal --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links - -o requirements/bootstrap.lock

clean:           ## remove what was made: environment, demo, example
	rm -rf .venv var tests/judges/node_modules
