# `make` alone lists the targets.

# rustup's folder, for a shell that does not know of it yet.
export PATH := $(PATH):$(HOME)/.cargo/bin

# More arguments: make run ARGS='--listen 0.0.0.0:8080', make test ARGS='--test api'.
ARGS ?=
TARGET := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help run test test-faults bench fmt lint doc deny redo openapi check

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## install what is missing, build, and start the service with its data
	@scripts/setup $(if $(DATABASE_URL),--no-server)
	cargo build --release --locked --features pdf
	@$(TARGET)/release/summit-ledger serve $(ARGS)

test: ## install what is missing, then run every test
	@scripts/setup --tests
	cargo test --locked --all-features $(ARGS)

test-faults: ## run the long forms of the tests of faults; FAULT_SECONDS=600 for longer storms
	@scripts/setup
	cargo test --locked --all-features --test faults $(ARGS) -- --ignored --test-threads 1 --nocapture

bench: ## measure what the feed costs, as ratios in one run
	@scripts/setup
	cargo bench --locked --bench feed $(if $(ARGS),-- $(ARGS))

fmt: ## format the code
	cargo fmt

lint: ## check the format, and run clippy with warnings denied
	cargo fmt --check
	cargo clippy --locked --all-targets --all-features -- -D warnings

doc: ## build the code's documentation with warnings denied
	RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --all-features

deny: ## check the dependencies' licences, bans and sources
	@scripts/deny

redo: ## run every migration up, down and up again
	cargo build --locked --all-features
	@scripts/redo $(TARGET)/debug/summit-ledger

openapi: ## write openapi.json anew
	cargo run --quiet --locked --all-features -- openapi > $(TARGET)/openapi.json
	mv $(TARGET)/openapi.json openapi.json

check: ## all that a change must pass
	@.ci/run
