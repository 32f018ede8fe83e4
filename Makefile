# Everything a person or CI does with this repository; each target is one line here and a script under scripts/.

.PHONY: help chat test unit samples e2e autobahn bench scale fuzz tsan format lint clean

help:            ## what there is
	@grep -hE '^[a-z0-9]+: .*##' $(MAKEFILE_LIST) | sed -E 's/: *##/\t/; s/^/  make /' | expand -t 20

chat:            ## generate the chat from specs/chat.yaml, build it and serve it (PORT=3333)
	@scripts/chat.sh

test:            ## everything CI runs
	@scripts/test.sh

unit:            ## the Swift tests alone
	@scripts/test.sh unit

samples:         ## the shop and APIs known from elsewhere: generated, compiled, each route asked
	@scripts/test.sh samples

e2e:             ## the generated chat and the gateway against real clients and browsers
	@scripts/test.sh e2e

autobahn:        ## the WebSocket conformance suite, all 517 cases
	@scripts/test.sh autobahn-full

bench:           ## the benchmarks, into docs/benchmarks.md (BENCH_PEERS=folder for more peers)
	@Benchmarks/run.sh

scale:           ## 19,000 clients in one process, and two processes behind one port
	@scripts/scale.sh

fuzz:            ## every fuzz target for a minute
	@scripts/test.sh fuzz

tsan:            ## the runtime's tests under the thread sanitizer
	@scripts/test.sh tsan

format:          ## format the sources in place
	@swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests

lint:            ## formatting, shell scripts and import directions
	@scripts/test.sh lint

clean:           ## remove what building made (not your generated chat)
	rm -rf .build .tools
