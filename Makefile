# Everything here is done by the Python package config/manage; `make help` lists it.

PYTHON ?= python3
MANAGE = PYTHONPATH=config PYTHONDONTWRITEBYTECODE=1 $(PYTHON) -m manage

export PORT ODOO_HOME

.DEFAULT_GOAL := help
.PHONY: help install run stop shell update import test test-native lint bench bench-faults
.PHONY: audit-verify pictures sec clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: ## set up everything that `make run` needs, start nothing
	@$(MANAGE) install

run: ## set up, start the demo chain on http://127.0.0.1:8069 (PORT=…)
	@$(MANAGE) run

stop: ## stop the server and its PostgreSQL
	@$(MANAGE) stop

shell: ## a Python shell with `env` on the demo database
	@$(MANAGE) shell

update: ## update modules in the demo database: MODULES=retail_base,retail_demo
	@$(MANAGE) update --modules "$(MODULES)"

import: ## import goods: CATALOGUE=file [SALES=file PRICES=file] STORE=code [PRESET=name]
	@$(MANAGE) import --catalogue "$(CATALOGUE)" --sales "$(SALES)" --prices "$(PRICES)" \
		--store "$(STORE)" --preset "$(PRESET)"

audit-verify: ## check the audit trail of the demo database, or of DATABASE=…
	@$(MANAGE) audit-verify --database "$(DATABASE)"

test: ## lint and run every test
	@$(MANAGE) test $(if $(ARGS),-- $(ARGS))

test-native: ## run Odoo's own till tests with and without our modules: SUITES=pos_hr,hoot or TAGS=…
	@$(MANAGE) test-native --suites "$(SUITES)" --tags "$(TAGS)"

lint: ## check style and quality of all code
	@$(MANAGE) lint

sec: ## look for known faults, secrets and risky code
	@$(MANAGE) sec

bench: ## run the benchmarks, or one: NAME=catalogue_import
	@$(MANAGE) bench --name "$(NAME)"

bench-faults: ## break things under a till, hundreds of times: RUNS=500 SEED=1 ONLY=CutAfter
	@$(MANAGE) bench-faults --runs "$(or $(RUNS),500)" --seed "$(or $(SEED),1)" --only "$(ONLY)"

pictures: ## take the pictures of the cashier's manual again from the demo chain: ONLY=goods,style
	@$(MANAGE) pictures --only "$(ONLY)"

clean: ## stop, then remove what was made here; ALL=1 removes the download cache as well
	@$(MANAGE) clean $(if $(ALL),--all)
