# Two commands do everything: `make run` and `make test`. The rest is for those who work on the code.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
# One worker more than processors, at most 4: for a third of their time the tests wait for browsers and processes.
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1); [ $$n -lt 4 ] && echo $$((n + 1)) || echo 4)
# Thousands of small stores are made and thrown away: in memory, where 4 GB of it are free for files.
SCRATCH ?= $(shell [ "$$(df -k --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null \
    && echo /dev/shm || echo $${TMPDIR:-/tmp})

.PHONY: run test check format lint types docs texts sample pictures bench clean

run: $(VENV)/ready ## make the environment, load the sample district on first use, open the dashboard
	$(BIN)/python -m data_access sample --if-empty
	@echo "Open http://localhost:$(PORT)"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	    (sleep 5; $(BIN)/python -m webbrowser http://localhost:$(PORT)) & fi
	$(BIN)/python -m ui.serve --server.port $(PORT)

test: $(VENV)/ready-dev ## all tests this machine can run; names what it skipped (REQUIRE_ALL=1: a skip is a failure)
	scratch=$$(mktemp -d -p $(SCRATCH)) && chmod 1777 $$scratch && trap 'rm -rf '$$scratch EXIT && \
	    TMPDIR=$$scratch $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations 15

check: $(VENV)/ready-dev format lint types texts test ## what CI does

format: $(VENV)/ready-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

texts: $(VENV)/ready-dev ## is every sentence translated, and none obsolete?
	$(BIN)/python -m text

docs: $(VENV)/ready ## write what is made from the code
	$(BIN)/python -m measures --page > docs/measures.md

pictures: $(VENV)/ready-dev ## make the pictures of README and guide anew; needs Chromium
	$(BIN)/python -m tests.pictures

bench: $(VENV)/ready-dev ## measure speed as ratios, about half an hour; needs PostgreSQL's programs
	$(BIN)/python -m benchmarks

sample: $(VENV)/ready ## make and load the sample district again
	$(BIN)/python -m data_access sample

$(VENV)/ready: requirements.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/ready-dev: requirements.txt requirements-dev.txt
	test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $(VENV)/ready $@

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis tests/browser/out
