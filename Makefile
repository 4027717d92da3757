# What a stranger needs: `make demo` and `make test`. Each sets up what is missing first.

# Each module must be declared where it is imported.
CHECKS = --explicit-target-dependency-import-check error

.PHONY: demo fine-tuning test bench build setup format lint docs clean

demo: build
	Scripts/demo

fine-tuning: build
	Scripts/fine-tuning

test: setup
	swift test $(CHECKS)

bench: build
	Benchmarks/run

build: setup
	swift build -c release --product inkling $(CHECKS)

setup:
	@Scripts/setup

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

docs: setup
	Scripts/docs

clean:
	swift package clean
	rm -rf .build
