# make app     install, index the shipped library, open the pages
# make test    install, run the tests
# make check   tests, style and types, as continuous integration runs them
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt
# PyPI's torch for Linux brings gigabytes for graphics cards, which nothing here needs: where PyTorch's own index can be
# reached, its build for processors is taken.
CPU_TORCH := [ "$$(uname)" != Linux ] || $(INSTALL) --no-deps --retries 0 --timeout 10 \
	--index-url https://download.pytorch.org/whl/cpu torch 2> /dev/null
PORT ?= 8501

.PHONY: app index test lint types check clean

app: index
	@$(BIN)/tietosilta app --port $(PORT)

index: .venv/app
	@echo "Indexing the library (the first time takes some minutes) ..."
	@$(BIN)/tietosilta index

test: .venv/test
	@$(BIN)/python -m pytest

lint: .venv/test
	@$(BIN)/ruff check .

types: .venv/test
	@$(BIN)/mypy

check: lint types test

.venv/python:
	@echo "Making a virtual environment in .venv ..."
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, this is " + sys.version if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/app: .venv/python pyproject.toml constraints.txt
	@echo "Installing what the product needs (about 1 GB; some minutes, in which nothing more is said) ..."
	@$(CPU_TORCH) || true
	@$(INSTALL) --editable .
	@touch $@

.venv/test: .venv/app
	@echo "Installing what the tests need ..."
	@$(INSTALL) --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv data .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
