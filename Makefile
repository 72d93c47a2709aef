# Human names for the few commands.

MVN ?= mvn --batch-mode --no-transfer-progress
ALL := $(MVN) -f src/build/pom.xml

.DEFAULT_GOAL := help
.PHONY: help run example test format bench bench-batch clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Build the application and run it with embedded PostgreSQL, Redis and Spark; Ctrl-C stops everything
	@$(ALL) --quiet package -DskipTests -pl ../../spark-jobs,../.. -am
	@exec java -jar target/quarkus-app/quarkus-run.jar

example: ## Build the Spark jobs and run examples/spark-sdk against a Redis (REDIS="localhost 6379")
	@$(MVN) --quiet -f spark-jobs/pom.xml package -DskipTests
	@examples/spark-sdk/run $(REDIS)

test: ## Build everything, run every test, and run all native-image steps that need no native compiler
	@$(ALL) verify -Dlarder.test.spark=required
	@$(MVN) --quiet package -DskipTests -Dquarkus.native.enabled=true -Dquarkus.native.sources-only=true -Dquarkus.native.container-build=false

format: ## Format every source file
	@$(ALL) --quiet spotless:apply

bench: ## Measure the registry and online serving (wants h2load); bench/run --help lists what else can be measured
	@bench/run

bench-batch: ## Measure Spark: ingestion into Redis, and training sets
	@bench/run batch

clean: ## Remove what was built; ./data is kept
	@$(ALL) --quiet clean
