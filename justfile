# Recipes for people who work on the house. `just` lists them.

default:
    @just --list

# Everything that must pass before a change lands
ci:
    bash .ci/run

# The acceptance hospital, end to end
acceptance:
    cargo run --release -- run --study studies/second-radioiodine/protocol.toml --out out tests/studies/acceptance/sheets

# Re-run the independent reference implementation on the stored hospitals and show what differs
reference:
    python3 tests/oracle/reference/check.py

# Ask R (and SciPy) about the estimators' stored data again, in a temporary folder, and show what differs from the stored answers; needs what tests/oracle/stats/README.md lists
oracle *scripts:
    Rscript tests/oracle/stats/run.R {{scripts}}

# The same, and store the new answers
oracle-write *scripts:
    Rscript tests/oracle/stats/run.R write {{scripts}}

# Reading and running, side by side with Polars, at the size named (writes nothing into the repository)
bench persons="100000":
    python3 benches/reading.py --persons {{persons}}

# Simulated coverage of every interval; writes docs/methods/coverage.md
recovery *arguments:
    cargo run --release -p stats --example recovery -- {{arguments}}

# Every estimator beside its peers in R and Python, call against call; nothing is installed. Needs, once:
#   apt-get install r-base-core r-cran-boot r-cran-coin r-cran-exactranktests r-cran-psych r-cran-survival r-cran-vcd
#   python3 -m venv .venv && .venv/bin/pip install numpy scipy pandas statsmodels lifelines scikit-survival
# and BENCH_PYTHON=.venv/bin/python if that is not the `python3` found first
bench-stats *arguments:
    cargo build --release -p stats --example bench-worker
    ${BENCH_PYTHON:-python3} benches/stats/run.py {{arguments}}

# Candidates and their events out of simulated CDMs beside DuckDB and Polars, then the whole run beside a bare scan; needs
#   retreat simulate --format omop --files parquet --persons 1000000 --share 0.01 --out FOLDER
#   python3 -m venv .venv && .venv/bin/pip install duckdb polars
bench-sieve +folders:
    cargo build --release
    cargo build --release -p sieve --example candidates
    for folder in {{folders}}; do ${BENCH_PYTHON:-python3} benches/sieve/run.py $folder/cdm; done
    ${BENCH_PYTHON:-python3} benches/sieve/whole_run.py {{folders}}
