# Human names for the few commands.

MVN ?= mvn --batch-mode --no-transfer-progress
ALL := $(MVN) -f src/build/pom.xml
export PYTHON ?= python3
VENV := sdk/python/.venv
RUFF := .venv/bin/ruff
RUFF_ON := --config pyproject.toml . ../../examples
DEMO_VENV := examples/flights/.venv

.DEFAULT_GOAL := help
.PHONY: help run demo example test test-python format bench bench-batch clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Build the application and run it with embedded PostgreSQL, Redis and Spark; Ctrl-C stops everything
	@$(ALL) --quiet package -DskipTests -pl ../../spark-jobs,../.. -am
	@exec java -jar target/quarkus-app/quarkus-run.jar

demo: $(DEMO_VENV)/ready ## Take the tour: a year of real flights, from raw events to proven predictions (STEP=n: one step again)
	@exec $(DEMO_VENV)/bin/python examples/flights/demo.py $(STEP)

example: ## Build the Spark jobs and run examples/spark-sdk against a Redis (REDIS="localhost 6379")
	@$(MVN) --quiet -f spark-jobs/pom.xml package -DskipTests
	@examples/spark-sdk/run $(REDIS)

test: ## Build everything, run every test and the native-image steps that need no native compiler, take the tour
	@$(ALL) verify -Dlarder.test.spark=required
	@$(MVN) --quiet package -DskipTests -Dquarkus.native.enabled=true -Dquarkus.native.sources-only=true -Dquarkus.native.container-build=false
	@$(MAKE) --no-print-directory test-python demo

test-python: $(VENV)/ready target/quarkus-app/quarkus-run.jar ## Check the Python client: style, types, tests against the application, wheel and sdist
	@cd sdk/python && $(RUFF) check --quiet $(RUFF_ON) && $(RUFF) format --quiet --check $(RUFF_ON) && .venv/bin/mypy && .venv/bin/pytest

$(VENV)/ready: sdk/python/pyproject.toml
	@cd sdk/python && ../../src/build/venv .venv --editable '.[pandas]' --group dev

$(DEMO_VENV)/ready: sdk/python/pyproject.toml examples/flights/requirements.txt
	@echo 'Preparing Python: Larder'"'"'s client, pandas, scikit-learn and the flights'
	@src/build/venv $(DEMO_VENV) --editable 'sdk/python[pandas]' --requirement examples/flights/requirements.txt

target/quarkus-app/quarkus-run.jar:
	@$(ALL) --quiet package -DskipTests

format: ## Format every source file
	@$(ALL) --quiet spotless:apply
	@[ ! -x $(VENV)/bin/ruff ] || { cd sdk/python && $(RUFF) check --quiet --fix $(RUFF_ON) ; $(RUFF) format --quiet $(RUFF_ON) ; }

bench: ## Measure the registry and online serving (wants h2load); bench/run --help lists what else can be measured
	@bench/run

bench-batch: ## Measure Spark: ingestion into Redis, and training sets
	@bench/run batch

clean: ## Remove what was built; ./data is kept
	@$(ALL) --quiet clean
	@rm -rf $(VENV) $(DEMO_VENV)
