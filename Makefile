# demo     a rollout of real processes on this machine, no cluster needed
# test     all tests
# check    lint, build with warnings as errors, test: what CI runs
# build    the debug executable
# lint     formatting and style; `make format` repairs most of it
# record   write the golden frames and the page of rules anew; look at the difference before you commit
# bench    the benchmarks, in release
# init     lastcall-init for an image: static, it needs nothing but the kernel
# docs     the library's documentation, as .build-docs/LastcallPod.doccarchive
# install  the release executable and kubectl-lastcall into $(PREFIX)/bin

PREFIX ?= /usr/local
SOURCES = Sources Tests Package.swift

.PHONY: demo test check build lint format record bench init docs install

demo: build
	@"$$(swift build --show-bin-path)/lastcall" demo

# Tests that only compute keep both cores busy for minutes, and those with processes, sockets and a terminal
# wait for each other's answers: the two do not run together. The pod side's processes, what polls within a
# second and what a terminal shows come last, by themselves: among all the others each of their steps may wait
# half a minute for its turn.
BUSY = (PodStatus|ShutdownModel|LogText|Capture|Case|Recording|Views|Settings|ManifestCheck|Documents|Layering)Tests[.]
APART = LastcallPodTests[.]|StatusPollerTests|StatusProbeTests|ServerDrainTests|ReflectorTests|LogFollowerTests|DashboardTests|RewindTests

# All tests of a run begin at once otherwise, and an answer may wait for a minute for its turn.
FEW = --experimental-maximum-parallelization-width 8

# A package of its own, that uses the library with the traits as a service does.
SERVICES = swift test --package-path Tests/Services --scratch-path .build-services

test:
	@.ci/setup test
	swift test --filter '$(BUSY)'
	swift test --skip-build $(FEW) --skip '$(BUSY)|$(APART)'
	swift test --skip-build $(FEW) --filter '$(APART)'
	$(SERVICES)

# The variable is set for the build alone: lastcall would warn of it in the tests that start it.
check: lint
	@.ci/setup test
	LASTCALL_STRICT=1 swift build --build-tests
	$(MAKE) init docs
	swift test --skip-build --filter '$(BUSY)'
	swift test --skip-build $(FEW) --skip '$(BUSY)|$(APART)'
	swift test --skip-build $(FEW) --filter '$(APART)'
	LASTCALL_STRICT=1 $(SERVICES)

build:
	@.ci/setup build
	swift build --product lastcall

lint:
	swift format lint --strict -r $(SOURCES)

format:
	swift format -i -r $(SOURCES)

# Recording makes the tests fail once, so that nobody records by accident.
record:
	RECORD_RULES=1 swift test --filter RulesPageTests
	-RECORD_FRAMES=1 swift test --skip-build --filter ViewsTests
	swift test --skip-build --filter ViewsTests

bench:
	@.ci/setup build
	swift run -c release Benchmarks

# In a folder of its own: the flags hold for everything that is built.
init:
	swift build -c release --product lastcall-init --static-swift-stdlib \
	  -Xswiftc -static-executable --scratch-path .build-init
	strip .build-init/release/lastcall-init
	@ls -l .build-init/release/lastcall-init

docs:
	mkdir -p .build-docs/symbols
	swift build --target LastcallPod --scratch-path .build-docs -Xswiftc -emit-symbol-graph \
	  -Xswiftc -emit-symbol-graph-dir -Xswiftc .build-docs/symbols
	docc convert Sources/LastcallPod/LastcallPod.docc --additional-symbol-graph-dir .build-docs/symbols \
	  --output-path .build-docs/LastcallPod.doccarchive --fallback-display-name LastcallPod \
	  --fallback-bundle-identifier dev.lastcall.LastcallPod --analyze --warnings-as-errors

install:
	@.ci/setup build
	swift build -c release --static-swift-stdlib --product lastcall
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s "$$(swift build -c release --show-bin-path)/lastcall" "$(DESTDIR)$(PREFIX)/bin/lastcall"
	ln -sf lastcall "$(DESTDIR)$(PREFIX)/bin/kubectl-lastcall"
