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
