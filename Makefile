# make report: the main job on the sample letters.   make test: everything that must pass.
# Each makes its own virtual environment; neither touches the system.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PERIOD ?= 2015Q1
SYSTEM_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0

.DEFAULT_GOAL := help
.PHONY: help report test lint check-system clean

help:
	@echo "make report   report on the sample letters, into output/$(PERIOD)/ (PERIOD=$(PERIOD))"
	@echo "make test     style, types, import contracts and all tests"
	@echo "make lint     style, types and import contracts alone"
	@echo "make clean    delete the virtual environments and the sample store"

# WeasyPrint loads these libraries at run time, so pip can't bring them.
check-system:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with PYTHON=... "; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing: sudo apt-get install python3-venv"; exit 1; }
	@missing=$$($(PYTHON) -c 'from ctypes.util import find_library as f; \
	  need = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0", \
	          "harfbuzz-subset": "libharfbuzz-subset0"}; \
	  print(*[package for name, package in need.items() if not f(name)])'); \
	if [ -n "$$missing" ]; then \
	  echo "System packages are missing: sudo apt-get install $$missing"; exit 1; fi

$(VENV)/.run: pyproject.toml constraints.txt | check-system
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

report: $(VENV)/.run
	$(BIN)/imr-report --period $(PERIOD)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest -n auto --dist loadfile

clean:
	rm -rf $(VENV) .imr-store-samples build dist
