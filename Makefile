PYTHON3 ?= python3
PORT ?= 8000
BIN := .venv/bin
SOURCES := handschlag bench e2e examples bin

.DEFAULT_GOAL := help
.PHONY: help demo dev test isolation bench lint format docs example features build sbom lock clean bootstrap bootstrap-dev unit browser

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk 'BEGIN {FS = ":.*## "} {printf "  make %-8s %s\n", $$1, $$2}'

demo: bootstrap ## Start the demo company on http://localhost:8000 (PORT=8123, FRESH=1)
	@exec $(BIN)/handschlag demo --port $(PORT) $(if $(FRESH),--fresh)

dev: bootstrap-dev ## Start the demo company, and again when the code changes
	@exec $(BIN)/watchfiles --sigint-timeout 20 --verbosity warning \
		"$(BIN)/handschlag demo --port $(PORT) $(if $(FRESH),--fresh)" handschlag

test: bootstrap-dev lint unit example browser docs ## Run all that CI checks

unit: bootstrap-dev
	$(BIN)/python bin/with_postgres.py $(BIN)/pytest -n 2 handschlag

example: bootstrap-dev ## Test the capability from outside, installed as a package
	$(BIN)/pybabel -q compile -d examples/warranty/handschlag_warranty/locale -D django
	$(BIN)/uv pip install -q --python $(BIN)/python --no-build-isolation --no-deps --reinstall \
		--target var/examples examples/warranty
	PYTHONPATH=var/examples $(BIN)/python bin/with_postgres.py $(BIN)/pytest -q examples/warranty

isolation: bootstrap-dev ## Ask everything as everybody, and change every gate (FULL=1: every cell)
	$(if $(FULL),ISOLATION=full) $(BIN)/python bin/with_postgres.py $(BIN)/pytest -n 2 handschlag/core/tests/matrix

browser: bootstrap-dev
	$(BIN)/pytest -c e2e/pytest.ini e2e

bench: bootstrap-dev ## Show what each page costs (ORDERS=20000: a quick run)
	@$(BIN)/python -m bench $(ORDERS)

lint: bootstrap-dev ## Check style, types, layers and dead code
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check --quiet $(SOURCES)
	DATABASE_URL=postgresql:///none HANDSCHLAG_MODE=test $(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2 --check
	$(BIN)/vulture
	$(BIN)/deptry handschlag
	$(BIN)/python bin/features.py --check

format: bootstrap-dev ## Format the code
	$(BIN)/ruff check --fix --quiet $(SOURCES)
	$(BIN)/ruff format --quiet $(SOURCES)
	git ls-files '*.html' | xargs -r $(BIN)/djade --target-version 5.2

features: bootstrap-dev ## Show what is claimed beside the tests that prove it
	$(BIN)/python bin/features.py

docs: bootstrap-dev ## Build the documentation into site/
	$(BIN)/mkdocs build --strict --quiet

build: ## Build the front end and the translations
	@$(PYTHON3) bin/bootstrap.py --force-frontend

sbom: bootstrap-dev ## List what an installation runs in var/sbom.json, as CycloneDX
	$(BIN)/python bin/sbom.py var/sbom.json

lock: ## Pin the dependencies of pyproject.toml again
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --group pyproject.toml:node -o requirements-node.lock

clean: ## Remove everything that was made, the demo's data too
	rm -rf .venv node_modules site var handschlag/core/ui/static/ui/dist

bootstrap:
	@$(PYTHON3) bin/bootstrap.py

bootstrap-dev:
	@$(PYTHON3) bin/bootstrap.py --dev
