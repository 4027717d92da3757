# What a stranger needs: `make demo` and `make test`. Each sets up what is missing first.

.PHONY: demo fine-tuning test bench build setup format lint clean

demo: build
	Scripts/demo

fine-tuning: build
	Scripts/fine-tuning

test: setup
	swift test

bench: build
	Benchmarks/run

build: setup
	swift build -c release --product inkling

setup:
	@Scripts/setup

format:
	swift format --in-place --recursive Package.swift Sources Tests

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

clean:
	swift package clean
	rm -rf .build
