"""The job of `run.py` by a peer: `peers.py duckdb|polars|polars-streaming|import-duckdb|import-polars FOLDER CODES`.

Prints a line per table (rows, sum of persons, sum of keys, sum of values) as `candidates.rs` does, and at last the
wall and processor seconds of the work, without the import. The `import-` kinds stop after the import.
"""

import os
import sys
import time

kind, folder, codes = sys.argv[1:4]
if "duckdb" in kind:
    import duckdb
else:
    import polars as pl

# The table, its key, its day, its concepts, and the other columns; as in `candidates.rs`.
EVENTS = [
    ("measurement", "measurement_id", "measurement_date", ["measurement_concept_id", "measurement_source_concept_id"],
     ["operator_concept_id", "value_as_number", "value_as_concept_id", "unit_concept_id", "range_low", "range_high",
      "measurement_source_value", "unit_source_value", "value_source_value"]),
    ("condition_occurrence", "condition_occurrence_id", "condition_start_date",
     ["condition_concept_id", "condition_source_concept_id"], ["condition_source_value"]),
    ("procedure_occurrence", "procedure_occurrence_id", "procedure_date",
     ["procedure_concept_id", "procedure_source_concept_id"], ["quantity", "procedure_source_value"]),
    ("drug_exposure", "drug_exposure_id", "drug_exposure_start_date",
     ["drug_concept_id", "drug_source_concept_id"], ["drug_exposure_end_date", "quantity", "drug_source_value"]),
    ("visit_occurrence", "visit_occurrence_id", "visit_start_date", [],
     ["visit_concept_id", "visit_end_date", "visit_source_value"]),
]


def files(table):
    one = os.path.join(folder, f"{table}.parquet")
    return one if os.path.exists(one) else os.path.join(folder, table, "*.parquet")


def concepts():
    with open(codes) as lines:
        return {line.split()[0]: [int(id) for id in line.split()[1].split(",")] for line in lines}


def show(table, rows, persons, keys, values):
    print(table, rows, persons, keys, f"{values:.3f}")


def with_duckdb(wanted):
    db = duckdb.connect()
    db.execute("set preserve_insertion_order = false")

    def coded(table, columns):
        ids = ",".join(map(str, wanted.get(table, [])))
        return "(" + " or ".join(f"{column} in ({ids})" for column in columns) + ")" if columns else "true"

    condition = "condition_occurrence"
    db.execute(f"""create temp table candidate as select distinct person_id from '{files(condition)}'
        where {coded(condition, EVENTS[1][3])} and person_id in (select person_id from '{files("person")}')""")
    print("candidates", db.execute("select count(*) from candidate").fetchone()[0])
    for table, key, day, ids, others in EVENTS:
        columns = ", ".join(["person_id", day, key, *ids, *others])
        db.execute(f"""create temp table event as select {columns} from '{files(table)}' where {coded(table, ids)}
            and person_id in (select person_id from candidate) order by person_id, {day}, {key}""")
        value = "value_as_number" if "value_as_number" in others else "0"
        sums = f"select count(*), sum(person_id), sum({key}), sum({value}) from event"
        show(table, *db.execute(sums).fetchone())
        db.execute("drop table event")


def with_polars(wanted, engine):
    def coded(table, columns):
        lazy = pl.scan_parquet(files(table))
        return lazy.filter(pl.any_horizontal(pl.col(c).is_in(wanted[table]) for c in columns)) if columns else lazy

    person = pl.scan_parquet(files("person")).select("person_id")
    candidates = coded("condition_occurrence", EVENTS[1][3]).select("person_id")
    candidates = candidates.join(person, on="person_id", how="semi").unique().collect(engine=engine)
    print("candidates", candidates.height)
    asked = []
    for table, key, day, ids, others in EVENTS:
        lazy = coded(table, ids).join(candidates.lazy(), on="person_id", how="semi")
        asked.append(lazy.select("person_id", day, key, *ids, *others).sort("person_id", day, key))
    for (table, key, *_), rows in zip(EVENTS, pl.collect_all(asked, engine=engine)):
        values = rows["value_as_number"].sum() if "value_as_number" in rows.columns else 0.0
        show(table, rows.height, rows["person_id"].sum(), rows[key].sum(), values)


wall, cpu = time.perf_counter(), time.process_time()
if kind == "duckdb":
    with_duckdb(concepts())
elif kind == "polars":
    with_polars(concepts(), "in-memory")
elif kind == "polars-streaming":
    with_polars(concepts(), "streaming")
print("seconds", time.perf_counter() - wall, time.process_time() - cpu)
