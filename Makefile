BIN ?= .venv/bin

.PHONY: check test fast lint format

check: ## all that CI runs, in fresh environments
	.ci/run

test: ## every test, on the environment in BIN
	$(BIN)/python -m pytest

fast: ## the tests that start no TensorFlow
	$(BIN)/python -m pytest -m "not tf"

lint: ## style, format, types, import contracts
	.ci/lint $(BIN)

format: ## rewrite to the project's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
