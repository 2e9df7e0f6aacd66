# Everything that a fresh machine with a Rust toolchain can do with this repository.
.PHONY: demo test test-cobol test-expressions cobc check docs pictures infer-score bench bench-smoke bench-linear \
  bench-programs bench-cobol bench-chain bench-decoders bench-expressions bench-keys bench-lookup bench-pages witnesses \
  clean

CARGO ?= cargo
ROWS ?= 8000000
ROUNDS ?= 5
SHAPES ?= journal
MEGABYTES ?= 600
MB ?= 1000
PEER_MB ?= 15
OUT ?= target/demo
VENV := target/bench-venv
BENCH := target/bench
APT = sudo=$$(test "$$(id -u)" = 0 || echo sudo); \
  $$sudo apt-get install -y $(1) || { $$sudo apt-get update && $$sudo apt-get install -y $(1); }

# Builds the program and runs the sample migration; the last lines say where the output is.
demo:
	$(CARGO) build --bin tumpline
	target/debug/tumpline run mappings --out $(OUT)

# All tests; with `make witnesses` before, pyarrow and DuckDB read the tables as well. TUMPLINE_THOROUGH=1 tries all that is
# drawn, changed or made to fail, of which this takes a quarter.
test:
	$(CARGO) test

# Ten thousand random expressions beside DuckDB (with `make witnesses` before), and a million mutated texts.
test-expressions:
	TUMPLINE_EXPRESSIONS=10000 $(CARGO) test --test it expressions

# GnuCOBOL as a witness: its programs write records of random copybooks and say what stands in them, where, and Tumpline
# reads the same. TUMPLINE_ROUNDS=250 tries 5,000 copybooks, TUMPLINE_SEED=1000 others.
test-cobol: cobc
	TUMPLINE_COBOL=needed TUMPLINE_THOROUGH=1 $(CARGO) test --test it gnucobol -- --nocapture

# GnuCOBOL 3 from the packages of Debian or Ubuntu.
cobc:
	@if ! command -v cobc > /dev/null; then \
	  if ! command -v apt-get > /dev/null; then \
	    echo "GnuCOBOL 3 is wanted (the command cobc): see https://gnucobol.sourceforge.io" >&2; exit 1; \
	  fi; \
	  $(call APT,gnucobol3); \
	fi

# Format and lint.
check:
	$(CARGO) fmt --check
	$(CARGO) clippy --all-targets -- -D warnings

# Writes docs/reference anew from the definitions in the code; a test fails when it is out of date.
docs:
	TUMPLINE_WRITE_DOCS=1 $(CARGO) test --test it reference

# Draws docs/pictures anew from the program in a terminal of 80 columns; needs python3 and PyPI, and Linux or macOS.
pictures: target/pictures-venv/ready
	$(CARGO) build --bin tumpline
	target/pictures-venv/bin/python docs/pictures.py

target/pictures-venv/ready: Makefile
	python3 -m venv target/pictures-venv
	target/pictures-venv/bin/pip install --quiet 'pyte>=0.8,<0.9'
	touch $@

# Measures how much of known layouts `tumpline infer` finds, prints the table and writes docs/infer-score.md.
infer-score:
	TUMPLINE_WRITE_DOCS=1 TUMPLINE_SCORE=1 TUMPLINE_THOROUGH=1 $(CARGO) test --test it infer::score -- --nocapture

# Tumpline beside Polars, DuckDB and the floor, in one run; needs python3. SHAPES=all has the wide, quoted and text-heavy
# files too (docs/performance.md says which there are).
bench: bench-programs
	$(VENV)/bin/python benches/bench.py --tumpline target/dist/tumpline --floor "$$(cat target/floor.path)" \
	  --rows $(ROWS) --rounds $(ROUNDS) --shape $(SHAPES) --megabytes $(MEGABYTES) --rest 0.3 --dir $(BENCH)

# How the time grows with rows and with columns.
bench-linear: bench-programs
	$(VENV)/bin/python benches/bench.py --tumpline target/dist/tumpline --rows $(ROWS) --rounds $(ROUNDS) \
	  --megabytes $(MEGABYTES) --linear --dir $(BENCH)

# What is measured, optimised as a release is.
bench-programs: $(VENV)/ready
	$(CARGO) build --profile dist --bin tumpline
	$(CARGO) build --profile dist --bench floor --message-format=json-render-diagnostics \
	  | $(VENV)/bin/python -c 'import json,sys; print([m["executable"] for m in map(json.loads, sys.stdin) if m.get("executable") and m["target"]["name"] == "floor"][-1])' > target/floor.path

# All shapes, small, in less than a minute behind the build: that they run, and that all sides say the same. The ratios are
# printed and prove nothing.
bench-smoke: $(VENV)/ready
	$(CARGO) build --release --bin tumpline
	$(VENV)/bin/python benches/bench.py --tumpline target/release/tumpline --rows 20000 --rounds 1 --shape all --megabytes 2 \
	  --dir $(BENCH)/smoke

# Two files of MB megabytes as a mainframe writes them, beside the floor, and PEER_MB of each beside ztract; needs
# python3, PyPI, Java for ztract (without it ztract is left out), and 5 GB of disk. A look: MB=30 PEER_MB=3 ROUNDS=1.
bench-cobol: bench-programs target/ztract-venv/ready
	$(VENV)/bin/python benches/cobol.py --tumpline target/dist/tumpline --floor "$$(cat target/floor.path)" \
	  --ztract target/ztract-venv/bin/ztract --mb $(MB) --peer-mb $(PEER_MB) --rounds $(ROUNDS) --dir $(BENCH)

# ztract runs in a Java machine.
target/ztract-venv/ready: Makefile
	@command -v java > /dev/null || { $(call APT,default-jre-headless); } || echo "Java cannot be installed: ztract is left out"
	python3 -m venv target/ztract-venv
	target/ztract-venv/bin/pip install --quiet 'ztract==0.1.0.dev1' || echo "ztract cannot be installed from PyPI: left out"
	touch $@

# The walk over records that say how long they are, beside the one over lines.
bench-chain:
	$(CARGO) bench --profile dist --bench chain

# Single decoders and SHA-256, on one thread.
bench-decoders:
	$(CARGO) bench --profile dist --bench decoders

# Two rules over 50 million keys in a gibibyte, beside DuckDB; needs python3 and 12 GB of disk.
bench-keys: $(VENV)/ready
	$(CARGO) build --profile dist --bin tumpline
	$(VENV)/bin/python benches/keys.py --tumpline target/dist/tumpline --dir $(BENCH)

# A million look-ups in a crosswalk, on one thread, beside the joins of Polars and DuckDB.
bench-lookup: $(VENV)/ready
	$(CARGO) bench --profile dist --bench lookup
	$(VENV)/bin/python benches/lookup_peers.py

# What it costs where a page of a file and one of memory do not begin together; needs python3.
bench-pages:
	python3 benches/pages.py --dir $(BENCH)

# Expressions beside Polars and DuckDB on a million rows, one thread each; needs python3.
bench-expressions: $(VENV)/ready
	$(CARGO) build --profile dist --bench expressions --message-format=json-render-diagnostics \
	  | $(VENV)/bin/python -c 'import json,sys; print([m["executable"] for m in map(json.loads, sys.stdin) if m.get("executable") and m["target"]["name"] == "expressions"][-1])' > target/expressions.path
	$(VENV)/bin/python benches/expressions.py "$$(cat target/expressions.path)"

# Other readers of Parquet, and other tables of EBCDIC, for the tests that compare with them; needs python3 and PyPI.
witnesses: target/witness-venv/ready

target/witness-venv/ready: benches/requirements.txt Makefile
	python3 -m venv target/witness-venv
	grep -E '^(pyarrow|duckdb|numpy|ebcdic)' benches/requirements.txt > target/witness-venv/requirements.txt
	target/witness-venv/bin/pip install --quiet -r target/witness-venv/requirements.txt
	touch $@

$(VENV)/ready: benches/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet -r benches/requirements.txt
	touch $@

clean:
	$(CARGO) clean
