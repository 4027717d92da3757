# What a stranger needs: `make demo` and `make test`. Each sets up what is missing first.

# Each module must be declared where it is imported.
CHECKS = --explicit-target-dependency-import-check error
# Swift's libraries as parts of the program: it starts sooner, and runs where there is no Swift. The other linker warns of a
# function in Foundation.
RELEASE = -c release -debug-info-format none
PRODUCT = inkling
ifeq ($(shell uname),Linux)
RELEASE += --static-swift-stdlib -Xswiftc -use-ld=lld
endif

.PHONY: demo fine-tuning test bench build setup format lint docs clean

# Without the server, whose packages would take a minute of the first build.
demo: setup
	swift build $(RELEASE) --product inkling --disable-default-traits $(CHECKS)
	Scripts/demo

fine-tuning: build
	Scripts/fine-tuning

# TRAITS=TLS tests a program that has TLS, too.
test: setup
	swift test $(if $(TRAITS),--traits $(TRAITS)) $(CHECKS)
	INKLING_SERVER_TESTS=1 swift test $(if $(TRAITS),--traits $(TRAITS)) --skip-build --filter ServingTests

bench: build
	Benchmarks/run

# With the server and its TLS. Without debugging information: less than half the size. For a backtrace with lines, build
# without the option.
build: setup
	swift build $(RELEASE) --product $(PRODUCT) --traits TLS $(CHECKS)

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
