# Commonplan: every target does its own set-up. `make help` says what there is.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.PHONY: help setup demo test lint bench faults compat package pictures clean
.NOTPARALLEL:

# Handed to shell commands through the environment: names may hold any character.
export SURVEY CRS COMPOUNDS ENTRANCE TESTS
export PYTHON := .venv/bin/python

help:
	@cat tools/help.txt

setup:
	@tools/setup.sh

demo: setup
	@"$$PYTHON" tools/demo.py

lint:
	@"$$PYTHON" -m ruff check .
	@"$$PYTHON" -m ruff format --check .
	@cd build/link && ../../"$$PYTHON" -m mypy --config-file commonplan/pyproject.toml -p commonplan

test: setup lint
	@QT_QPA_PLATFORM=offscreen "$$PYTHON" -m pytest -m "not long" -n auto --maxprocesses 4 --dist loadfile

bench: setup
	@for script in tools/bench_*.py; do "$$PYTHON" "$$script"; done

faults: setup
	@QT_QPA_PLATFORM=offscreen "$$PYTHON" -m pytest -m long

compat: setup
	@tools/compat.sh $(QGIS)

package: setup
	@"$$PYTHON" tools/package.py

pictures: setup
	@"$$PYTHON" tools/pictures.py

clean:
	rm -rf build resources/viewer resources/sample resources/i18n/*.qm .pytest_cache .ruff_cache .hypothesis
