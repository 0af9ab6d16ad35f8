#!/usr/bin/env python3
"""Reference implementation of the study contract (study sheets only, sections 1 to 8).

    python3 contract.py SHEETS_DIR OUT_DIR

Plain, slow, readable; standard library only. Written from the contract's text alone. Over each rule
stands the contract's sentence. Where the contract is silent a comment says `READING:`.
"""
import csv
import datetime
import io
import json
import math
import os
import re
import sys
from decimal import Decimal

# ------------------------------------------------------------------------------------------------
# Protocol numbers (the contract's **P** defaults)
# ------------------------------------------------------------------------------------------------
EPS = 1e-9
STUDY = "second_radioiodine"
MAX_UNUSED = 0.05
TGAB_POSITIVE_ABOVE = 4.0
TGAB_DAYS = 30
STIM_DAYS = 3
STIM_TSH = 30.0
SUPP_DAYS = 30
SUPP_TSH = 0.5
BLACKOUT_DAYS = 90
THERAPEUTIC_MCI = 20.0
COURSE_DAYS = 90
COURSE_GAP_LAST = 179
PERIOD = (datetime.date(1995, 1, 1), datetime.date(2015, 12, 31))
DISTANT_DAYS = 14
WASHOUT = 10.0
NODE_MM = 5.0
BASELINE = (-365, 0)
AFTER_RAI1_DAYS = 180
ST_INCOMPLETE = 10.0
SUPP_INCOMPLETE = 1.0
ST_EXCELLENT = 1.0
SUPP_EXCELLENT = 0.2
RISE_DAYS = 90
RISE_RATIO = 1.5
AFTER = (365, 730)
AFTER_TARGET = 547
LAST_DAYS = 730
Z975 = 1.959963984540054


# "Every comparison of computed numbers allows 1e-9."
def ge(a, b):
    return a >= b - EPS


def le(a, b):
    return a <= b + EPS


def gt(a, b):
    return a > b + EPS


def lt(a, b):
    return a < b - EPS


def eq(a, b):
    return abs(a - b) <= EPS


# ------------------------------------------------------------------------------------------------
# Section 1: input
# ------------------------------------------------------------------------------------------------
SHEETS = {
    "patient": (["person_id", "sex", "birth_date", "diagnosis_date", "histology"],
                ["t", "n", "m", "tnm_edition", "t3_reason", "ete", "margins", "vascular_foci", "positive_nodes",
                 "largest_node_mm", "extranodal_extension", "braf", "tert", "death_date", "death_cause"]),
    "surgery": (["person_id", "date", "type"], ["side", "level", "intent"]),
    "radioiodine": (["person_id", "date", "activity", "unit"], ["intent", "preparation", "post_therapy_scan", "place"]),
    "lab": (["person_id", "date", "analyte", "value", "unit"],
            ["assay", "laboratory", "detection_limit", "upper_reference"]),
    "rhtsh": (["person_id", "date"], []),
    "imaging": (["imaging_id", "person_id", "date", "modality", "region", "adequate"], ["impression", "report"]),
    "lesion": (["imaging_id", "lesion_id", "site"],
               ["level", "side", "long_mm", "short_mm", "features", "cytology", "washout_ng_ml", "avid", "suv"]),
    "treatment": (["person_id", "date", "type"], []),
    "visit": (["person_id", "date"], ["type"]),
}
# "A missing required sheet (`patient`, `radioiodine`, `surgery`, `lab` ...; the others may be absent)"
REQUIRED_SHEETS = ["patient", "radioiodine", "surgery", "lab"]
IDS = {"person_id", "imaging_id", "lesion_id"}

WORDS = {
    ("patient", "sex"): "f m u",
    ("patient", "death_cause"): "thyroid_cancer other unknown",
    ("surgery", "type"): "total_thyroidectomy near_total_thyroidectomy completion_thyroidectomy lobectomy "
                         "neck_dissection node_excision soft_tissue_excision other",
    ("surgery", "intent"): "initial completion reoperation diagnostic",
    ("radioiodine", "intent"): "ablation adjuvant treatment diagnostic",
    ("radioiodine", "preparation"): "withdrawal rhtsh",
    ("radioiodine", "post_therapy_scan"): "negative bed_only neck_nodal mediastinal lung bone other_distant "
                                          "indeterminate",
    ("imaging", "modality"): "us ct mri wbs post_therapy_wbs spect_ct pet_ct",
    ("imaging", "region"): "neck chest whole_body other",
    ("imaging", "adequate"): "yes no",
    ("lesion", "site"): "node bed soft_tissue mediastinum lung bone other_distant",
    ("lesion", "cytology"): "malignant benign nondiagnostic",
    ("lesion", "avid"): "yes no",
    ("treatment", "type"): "ebrt percutaneous_ablation tki systemic",
}
FEATURES = set("microcalcification cystic peripheral_vascularity hyperechoic no_hilum round".split())
LOCOREGIONAL = ("node", "bed", "soft_tissue", "mediastinum")
DISTANT = ("lung", "bone", "other_distant")


def trim(text):
    """"... trimmed (blanks include the no-break space)"."""
    return text.strip()  # Python's strip takes every Unicode white space, U+00A0 and U+202F included


def fold(text):
    """"Words are matched without regard to case, and trimmed"."""
    return trim(text).lower()


NUMBER = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")


def read_number(text):
    """"A number is digits with an optional point and exponent; anything else, also a sign or a decimal comma, is
    unreadable."  READING: the exponent may carry a sign; `5.` and `.5` are numbers; overflow is unreadable."""
    text = trim(text)
    if not NUMBER.match(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]\s*[0-9]{1,2}:[0-9].*)?\Z", re.S)


def read_date(text):
    """"Dates `YYYY-MM-DD`; a time part is cut off, only the calendar day counts."
    READING: a time part is a T or a blank and then hours:minutes..."""
    found = DATE.match(trim(text))
    if not found:
        return None
    try:
        return datetime.date(int(found.group(1)), int(found.group(2)), int(found.group(3)))
    except ValueError:
        return None


def read_birth_date(text):
    """"birth_date (a year alone stands for 1 July of it)"."""
    text = trim(text)
    if re.match(r"[0-9]{4}\Z", text):
        text += "-07-01"
    return read_date(text)


def read_word(sheet, column, text):
    """"A word outside its list ... is treated as an empty cell and goes to review." -> ''."""
    word = fold(text)
    return word if word in WORDS[(sheet, column)].split() else ""


def read_features(text):
    """"features (`;`-separated ...)", "an unknown feature is dropped alone"."""
    return {fold(part) for part in text.split(";")} & FEATURES


class Row(dict):
    """One row of a sheet: column -> raw text; .line is its line in the file."""


class Problems(Exception):
    pass


def read_sheet(path):
    """"UTF-8 CSV files ... Header row required; column order free; unknown columns kept and ignored; missing optional
    columns allowed."  Returns (header, rows). READING: header names are trimmed and matched without regard to case;
    wholly blank lines are no rows; missing cells at the end of a line are empty."""
    with open(path, "rb") as handle:
        text = handle.read().decode("utf-8")
    if text.startswith("\ufeff"):
        text = text[1:]
    reader = csv.reader(io.StringIO(text, newline=""))
    header, rows = None, []
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if not cells:
            continue
        if header is None:
            header = [fold(name) for name in cells]
            continue
        row = Row()
        row.line = line
        for name, cell in zip(header, cells):
            if name not in row:
                row[name] = cell
        rows.append(row)
    return header or [], rows


def read_folder(folder):
    """Reads the sheets; collects the problems of missing sheets and columns."""
    problems, tables = [], {}
    for sheet, (required, optional) in SHEETS.items():
        path = os.path.join(folder, sheet + ".csv")
        if not os.path.isfile(path):
            if sheet in REQUIRED_SHEETS:
                problems.append("missing required sheet: %s" % sheet)
            tables[sheet] = []
            continue
        try:
            header, rows = read_sheet(path)
        except UnicodeDecodeError:
            problems.append("sheet %s is not UTF-8" % sheet)
            tables[sheet] = []
            continue
        missing = [column for column in required if column not in header]
        for column in missing:
            problems.append("missing required column: %s.%s" % (sheet, column))
        tables[sheet] = [] if missing else rows
        for row in tables[sheet]:
            for column in required + optional:
                row.setdefault(column, "")
    return tables, problems


# "The *key cells* of a row are person_id, date, imaging_id, lesion_id and the sheet's kind (surgery and treatment type,
# modality, site; not visit.type) where the sheet has them"
KEYS = {
    "patient": ["person_id"],
    "surgery": ["person_id", "date", "type"],
    "radioiodine": ["person_id", "date"],
    "lab": ["person_id", "date"],
    "rhtsh": ["person_id", "date"],
    "imaging": ["imaging_id", "person_id", "date", "modality"],
    "lesion": ["imaging_id", "lesion_id", "site"],
    "treatment": ["person_id", "date", "type"],
    "visit": ["person_id", "date"],
}


def bad_key(sheet, row):
    """"A row with an empty or unreadable key cell ... is not used" -> the column's name, or None."""
    for column in KEYS[sheet]:
        if column in IDS:
            good = trim(row[column]) != ""
        elif column == "date":
            good = read_date(row[column]) is not None
        else:
            good = read_word(sheet, column, row[column]) != ""
        if not good:
            return column
    return None


def same_text_key(sheet, row):
    """"Rows equal in every required and optional column (trimmed, case ignored except in ids) count once"."""
    required, optional = SHEETS[sheet]
    return tuple(trim(row[column]) if column in IDS else fold(row[column]) for column in required + optional)


def drop_equal_rows(sheet, rows):
    seen, kept = set(), []
    for row in rows:
        key = same_text_key(sheet, row)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def first_of_each(rows, columns):
    """"A second patient row of the same person_id that differs: the first stands, the other goes to review; likewise a
    second, different row of the same imaging_id, or of the same imaging_id and lesion_id."
    READING: the first row that is used at all."""
    seen, kept = set(), []
    for row in rows:
        key = tuple(trim(row[column]) for column in columns)
        if key not in seen:
            seen.add(key)
            kept.append(row)
    return kept


def used_rows(tables, problems):
    """Sorts out the rows that are not used; "more than 5 % of a sheet's rows not used for the reasons of the sentence
    before ... stops the run"."""
    used, not_used = {}, []
    # "a lab row of another analyte than the four is ignored and counted nowhere"  READING: an empty analyte too.
    tables["lab"] = [row for row in tables["lab"] if fold(row["analyte"]) in ("tg", "tgab", "tsh", "ft4")]
    persons, studies = set(), set()
    for sheet in ["patient", "surgery", "radioiodine", "lab", "rhtsh", "imaging", "lesion", "treatment", "visit"]:
        kept, bad = [], 0
        for row in tables[sheet]:
            reason = None
            column = bad_key(sheet, row)
            if column is not None:
                reason = "key:" + column
            elif sheet not in ("patient", "lesion") and trim(row["person_id"]) not in persons:
                reason = "unknown_person"  # "an unknown person"
            elif sheet == "lesion" and trim(row["imaging_id"]) not in studies:
                reason = "unknown_study"  # "or a lesion of an unknown study"  READING: of no used imaging row
            if reason is None:
                kept.append(row)
            else:
                bad += 1
                not_used.append((sheet, row.line, reason))
        if bad and gt(bad / len(tables[sheet]), MAX_UNUSED):
            problems.append("%s: %d of %d rows cannot be used" % (sheet, bad, len(tables[sheet])))
        kept = drop_equal_rows(sheet, kept)
        if sheet == "patient":
            kept = first_of_each(kept, ["person_id"])
            persons = {trim(row["person_id"]) for row in kept}
        if sheet == "imaging":
            kept = first_of_each(kept, ["imaging_id"])
            studies = {trim(row["imaging_id"]) for row in kept}
        if sheet == "lesion":
            kept = first_of_each(kept, ["imaging_id", "lesion_id"])
        used[sheet] = kept
    return used, not_used


# ------------------------------------------------------------------------------------------------
# Section 2: values
# ------------------------------------------------------------------------------------------------
def activity_mci(row):
    """"Activity in mCi: MBq / 37; GBq x 1000 / 37. Spellings, blanks and case ignored: mCi, millicurie(s), MBq,
    megabecquerel(s), GBq, gigabecquerel(s). No or unknown unit: >= 700 is MBq, 15 to 600 is mCi, anything else counts as
    unknown activity."  -> mCi, or None for unknown."""
    number = read_number(row["activity"])
    if number is None:
        return None
    unit = "".join(fold(row["unit"]).split())
    if unit in ("mci", "millicurie", "millicuries"):
        return number
    if unit in ("mbq", "megabecquerel", "megabecquerels"):
        return number / 37
    if unit in ("gbq", "gigabecquerel", "gigabecquerels"):
        return number * 1000 / 37
    if ge(number, 700):
        return number / 37
    if ge(number, 15) and le(number, 600):
        return number
    return None


class Value:
    """A laboratory value: number, and kind 'exact', 'left' (`<number`) or 'right' (`>number`)."""

    def __init__(self, number, kind):
        self.number, self.kind = number, kind

    # "`<x` is below t if x <= t, and is never at or above a bound; `>x` is at or above t, and above t, if x >= t, and is
    # never below one."
    def below(self, t):
        if self.kind == "left":
            return le(self.number, t)
        return self.kind == "exact" and lt(self.number, t)

    def at_or_above(self, t):
        return self.kind != "left" and ge(self.number, t)

    def above(self, t):
        if self.kind == "right":
            return ge(self.number, t)
        return self.kind == "exact" and gt(self.number, t)


KIND_ORDER = {"left": 0, "exact": 1, "right": 2}


def compare_height(a, b):
    """"`The highest` of several goes by number; at equal numbers `>` before exact before `<`."  -> -1, 0, 1."""
    if gt(a.number, b.number):
        return 1
    if lt(a.number, b.number):
        return -1
    return (KIND_ORDER[a.kind] > KIND_ORDER[b.kind]) - (KIND_ORDER[a.kind] < KIND_ORDER[b.kind])


def highest(items):
    """The item with the highest .value. READING: of wholly equal ones the first row of the sheet."""
    best = None
    for item in items:
        if best is None or compare_height(item.value, best.value) > 0:
            best = item
    return best


def parse_lab_value(text, detection_limit):
    """"a number; `<x` `<=x` `≤x`: left-censored at x; `>x` `>=x` `≥x`: right-censored at x (a blank after the sign
    allowed); `undetectable` `not detected` `not detectable` `negative` `neg`: left-censored at detection_limit, unusable
    without one. A number below the row's detection_limit is left-censored at the limit (equal is not). Anything else:
    unusable"."""
    text = fold(text)
    if text in ("undetectable", "not detected", "not detectable", "negative", "neg"):
        return None if detection_limit is None else Value(detection_limit, "left")
    for signs, kind in ((("<=", "≤", "<"), "left"), ((">=", "≥", ">"), "right")):
        for sign in signs:
            if text.startswith(sign):
                number = read_number(text[len(sign):])
                return None if number is None else Value(number, kind)
    number = read_number(text)
    if number is None:
        return None
    if detection_limit is not None and lt(number, detection_limit):
        return Value(detection_limit, "left")
    return Value(number, "exact")


def to_ng_ml(number, unit):
    """"Tg in ng/mL: ug/L (ug, mcg, both micro signs) x1, ng/dL / 100, ng/L / 1000, pmol/L x 0.660. Unit missing or
    unknown: unusable"."""
    if unit in ("ng/ml", "ug/l", "mcg/l", "\u00b5g/l", "\u03bcg/l"):
        return number
    if unit == "ng/dl":
        return number / 100
    if unit == "ng/l":
        return number / 1000
    if unit == "pmol/l":
        return number * 0.660
    return None


# "TSH in mIU/L (also mU/L, uIU/mL, uU/mL); TgAb in IU/mL (also U/mL, kIU/L, kU/L); a missing unit is taken as these, any
# other makes the value unusable"  READING: the micro signs are named for Tg only.
TSH_UNITS = ("", "miu/l", "mu/l", "uiu/ml", "uu/ml")
TGAB_UNITS = ("", "iu/ml", "u/ml", "kiu/l", "ku/l")


class Lab:
    """One usable laboratory value; .day is the real day, .date the day it counts as drawn on (Tg only)."""


def read_lab(row):
    lab = Lab()
    lab.analyte = fold(row["analyte"])
    lab.day = lab.date = read_date(row["date"])
    lab.assay = fold(row["assay"])
    lab.upper_reference = read_number(row["upper_reference"])
    lab.value = parse_lab_value(row["value"], read_number(row["detection_limit"]))
    unit = fold(row["unit"])
    if lab.value is not None:
        if lab.analyte == "tg":
            number = to_ng_ml(lab.value.number, unit)
            lab.value = None if number is None else Value(number, lab.value.kind)
        elif lab.analyte == "tsh" and unit not in TSH_UNITS:
            lab.value = None
        elif lab.analyte == "tgab" and unit not in TGAB_UNITS:
            lab.value = None
    return lab


def tgab_positive(tgab):
    """"TgAb positive: value > upper_reference where given, else > 4.0"."""
    bound = TGAB_POSITIVE_ABOVE if tgab.upper_reference is None else tgab.upper_reference
    return tgab.value.above(bound)


def tg_is_tgab_positive(person, tg):
    """"A Tg value takes the TgAb nearest in time within 30 d (tie: the later day; on one day a positive one). None:
    TgAb-unknown, treated as not positive."  "TSH, TgAb and injections are matched to the real day."""
    near = [t for t in person.tgab if abs((t.day - tg.day).days) <= TGAB_DAYS]
    if not near:
        return False
    distance = min(abs((t.day - tg.day).days) for t in near)
    day = max(t.day for t in near if abs((t.day - tg.day).days) == distance)
    return any(tgab_positive(t) for t in near if t.day == day)


def nearest_tsh(person, tg, within):
    """"the nearest TSH within 3 d (tie: the higher; equal numbers: `>` before exact before `<`)"."""
    near = [t for t in person.tsh if abs((t.day - tg.day).days) <= within]
    if not near:
        return None
    distance = min(abs((t.day - tg.day).days) for t in near)
    return highest([t for t in near if abs((t.day - tg.day).days) == distance])


def is_stimulated(person, tg):
    """"Stimulated Tg (stTg): the nearest TSH within 3 d is >= 30 mIU/L; or the Tg was drawn 2 to 4 d after the second of
    two rhTSH injections on different days at most 2 d apart."  READING: any such two injections."""
    tsh = nearest_tsh(person, tg, STIM_DAYS)
    if tsh is not None and tsh.value.at_or_above(STIM_TSH):
        return True
    for first in person.rhtsh:
        for second in person.rhtsh:
            if 1 <= (second - first).days <= 2 and 2 <= (tg.day - second).days <= 4:
                return True
    return False


def is_suppressed(person, tg):
    """"Suppressed Tg: not stimulated, and the nearest TSH within 30 d (same ties) is < 0.5. Anything else: neither."""
    if tg.stimulated:
        return False
    tsh = nearest_tsh(person, tg, SUPP_DAYS)
    return tsh is not None and tsh.value.below(SUPP_TSH)


def tg_outside_blackout(person, tg):
    """"Blackout: a Tg drawn 1 to 90 d after any therapeutic administration is used nowhere ... Exception: with preparation
    `rhtsh`, a draw 1 to 3 d after the dose counts as drawn on the dose day (the latest such dose) for windows, order,
    other blackouts and the reported date".  Sets tg.date; says whether the Tg may be used.
    READING: once moved to the latest such dose, an earlier dose (rhtsh too) 1 to 90 d before that day blacks it out."""
    moved = [dose.date for dose in person.doses if dose.rhtsh and 1 <= (tg.day - dose.date).days <= 3]
    if moved:
        tg.date = max(moved)
    return not any(1 <= (tg.date - dose.date).days <= BLACKOUT_DAYS for dose in person.doses)


# ------------------------------------------------------------------------------------------------
# Section 3: radioiodine
# ------------------------------------------------------------------------------------------------
class Dose:
    pass


class Course:
    pass


def is_therapeutic(intent, mci):
    """"An administration is therapeutic if its intent is ablation, adjuvant or treatment, or if intent is empty and
    activity >= 20 mCi. Intent diagnostic is never therapeutic. Intent empty and activity under 20 mCi or unknown: not
    therapeutic"."""
    if intent in ("ablation", "adjuvant", "treatment"):
        return True
    if intent == "diagnostic":
        return False
    return mci is not None and ge(mci, THERAPEUTIC_MCI)


def recorded_twice(a, b):
    """"two with the same date and activities that differ by at most 1 % of the larger are one administration recorded
    twice ... Unknown activity equals nothing."""
    if a.date != b.date or a.mci is None or b.mci is None:
        return False
    return le(abs(a.mci - b.mci), 0.01 * max(a.mci, b.mci))


def therapeutic_doses(rows):
    """"Among therapeutic rows ... the first row's activity stands, preparation is rhtsh if either says so".
    READING: first = in order of the sheet; a further row is compared with the activity that stands."""
    doses = []
    for row in rows:
        dose = Dose()
        dose.date = read_date(row["date"])
        dose.mci = activity_mci(row)
        dose.rhtsh = read_word("radioiodine", "preparation", row["preparation"]) == "rhtsh"
        if not is_therapeutic(read_word("radioiodine", "intent", row["intent"]), dose.mci):
            continue
        for other in doses:
            if recorded_twice(other, dose):
                other.rhtsh = other.rhtsh or dose.rhtsh
                break
        else:
            doses.append(dose)
    return sorted(doses, key=lambda dose: dose.date)


def make_courses(doses):
    """"Therapeutic administrations sorted by date: one that falls less than 90 d after the first administration of the
    current course belongs to that course; otherwise it opens a new course. Activities add up; unknown if any part is
    unknown. A course opened 90 to 179 d after the previous course's first administration is flagged `course_gap`"."""
    courses = []
    for dose in doses:
        if courses and (dose.date - courses[-1].date).days < COURSE_DAYS:
            courses[-1].doses.append(dose)
            continue
        course = Course()
        course.date = dose.date
        course.doses = [dose]
        course.gap = bool(courses) and (dose.date - courses[-1].date).days <= COURSE_GAP_LAST
        courses.append(course)
    for course in courses:
        parts = [dose.mci for dose in course.doses]
        course.mci = None if None in parts else sum(parts)
    return courses


# ------------------------------------------------------------------------------------------------
# A person's records
# ------------------------------------------------------------------------------------------------
class Person:
    pass


class Study:
    pass


class Lesion:
    pass


def build_persons(used):
    persons = {}
    for row in used["patient"]:
        person = Person()
        person.id = trim(row["person_id"])
        person.sex = (read_word("patient", "sex", row["sex"]) or "u").upper()  # "Empty sex reads as `U`"
        person.birth = read_birth_date(row["birth_date"])
        person.histology = fold(row["histology"])
        person.m = fold(row["m"])
        person.death = read_date(row["death_date"])
        person.death_cause = read_word("patient", "death_cause", row["death_cause"])
        person.surgery, person.rai_rows, person.tg, person.tgab, person.tsh = [], [], [], [], []
        person.rhtsh, person.studies, person.lesions, person.treatments, person.contact_days = [], [], [], [], []
        persons[person.id] = person
    for row in used["surgery"]:
        persons[trim(row["person_id"])].surgery.append(
            (read_date(row["date"]), read_word("surgery", "type", row["type"]),
             read_word("surgery", "intent", row["intent"])))
    for row in used["radioiodine"]:
        persons[trim(row["person_id"])].rai_rows.append(row)
    for row in used["rhtsh"]:
        persons[trim(row["person_id"])].rhtsh.append(read_date(row["date"]))
    for row in used["treatment"]:
        persons[trim(row["person_id"])].treatments.append(
            (read_date(row["date"]), read_word("treatment", "type", row["type"])))
    # "Last visit: the latest date among the used lab, imaging and visit rows of the person, lab rows with an unusable
    # value included."
    for row in used["visit"]:
        persons[trim(row["person_id"])].contact_days.append(read_date(row["date"]))
    for row in used["lab"]:
        person, lab = persons[trim(row["person_id"])], read_lab(row)
        person.contact_days.append(lab.day)
        if lab.value is not None and lab.analyte in ("tg", "tgab", "tsh"):
            getattr(person, lab.analyte).append(lab)
    by_id = {}
    for row in used["imaging"]:
        study = Study()
        study.id = trim(row["imaging_id"])
        study.date = read_date(row["date"])
        study.modality = read_word("imaging", "modality", row["modality"])
        study.region = read_word("imaging", "region", row["region"])
        study.adequate = read_word("imaging", "adequate", row["adequate"]) == "yes"
        study.lesions = []
        study.person = persons[trim(row["person_id"])]
        study.person.studies.append(study)
        if row.get("origin") != "diagnosis":  # omop.py: made up for a diagnosis, on a day without any study
            study.person.contact_days.append(study.date)
        by_id[study.id] = study
    for row in used["lesion"]:
        lesion = Lesion()
        lesion.study = by_id[trim(row["imaging_id"])]
        lesion.id = trim(row["lesion_id"])
        lesion.site = read_word("lesion", "site", row["site"])
        lesion.long_mm = read_number(row["long_mm"])
        lesion.short_mm = read_number(row["short_mm"])
        lesion.features = read_features(row["features"])
        lesion.cytology = read_word("lesion", "cytology", row["cytology"])
        lesion.washout = read_number(row["washout_ng_ml"])
        lesion.avid = read_word("lesion", "avid", row["avid"]) == "yes"
        lesion.study.lesions.append(lesion)
        lesion.study.person.lesions.append(lesion)
    for person in persons.values():
        person.doses = therapeutic_doses(person.rai_rows)
        person.courses = make_courses(person.doses)
        person.tg = [tg for tg in person.tg if tg_outside_blackout(person, tg)]
        for tg in person.tg:
            tg.stimulated = is_stimulated(person, tg)
            tg.suppressed = is_suppressed(person, tg)
            tg.positive = tg_is_tgab_positive(person, tg)
        person.last_visit = max(person.contact_days) if person.contact_days else None
    return persons


# ------------------------------------------------------------------------------------------------
# Section 4: eligibility
# ------------------------------------------------------------------------------------------------
DTC_CODES = {"8260", "8050", "8340", "8341", "8342", "8343", "8344", "8350", "8330", "8331", "8332", "8335", "8339",
             "8290", "8337"}
# "Histology names: papillary (thyroid) carcinoma, PTC, papillary microcarcinoma, follicular variant of papillary (thyroid)
# carcinoma, tall cell (variant of) papillary (thyroid) carcinoma, follicular (thyroid) carcinoma, FTC, oncocytic
# carcinoma, Hurthle cell carcinoma, poorly differentiated thyroid carcinoma."
DTC_NAMES = {
    "papillary carcinoma", "papillary thyroid carcinoma", "ptc", "papillary microcarcinoma",
    "follicular variant of papillary carcinoma", "follicular variant of papillary thyroid carcinoma",
    "tall cell papillary carcinoma", "tall cell papillary thyroid carcinoma",
    "tall cell variant of papillary carcinoma", "tall cell variant of papillary thyroid carcinoma",
    "follicular carcinoma", "follicular thyroid carcinoma", "ftc", "oncocytic carcinoma", "hurthle cell carcinoma",
    "poorly differentiated thyroid carcinoma",
}


def is_dtc(person):
    """"histology is DTC (ICD-O-3 list in clinical-rules 5.2, behaviour /3; PDTC 8337 included ...)"; "Anything else, also
    a code without behaviour, is to review and not DTC."""
    found = re.match(r"([0-9]{4})/3\Z", person.histology)
    return person.histology in DTC_NAMES or bool(found and found.group(1) in DTC_CODES)


def is_poorly_differentiated(person):
    return person.histology in ("8337/3", "poorly differentiated thyroid carcinoma")


def surgery_up_to_rai1(person, kinds):
    """"dated on or before RAI1 (when no therapeutic course exists: at any date)"."""
    return any(kind in kinds and (not person.courses or day <= person.courses[0].date)
               for day, kind, _ in person.surgery)


def has_thyroidectomy(person):
    """"total or near-total thyroidectomy, or completion thyroidectomy ..., dated on or before RAI1"."""
    return surgery_up_to_rai1(person, ("total_thyroidectomy", "near_total_thyroidectomy", "completion_thyroidectomy"))


def lobectomy_elsewhere(person):
    """"flagged `lobectomy_elsewhere` if no total or near-total one and no lobectomy qualifies"."""
    return has_thyroidectomy(person) and not surgery_up_to_rai1(
        person, ("total_thyroidectomy", "near_total_thyroidectomy", "lobectomy"))


def t0_of(person):
    """"Index t0 = date of RAI2."""
    return person.courses[1].date


def cytology_of(person, lesion_id, up_to):
    """"Cytology ... stay with the lesion id: the latest malignant or benign cytology ... recorded in any study of the
    person on or before the study's day (nondiagnostic replaces nothing; on one day malignant before benign)."
    up_to None: at any time."""
    known = [(lesion.study.date, lesion.cytology) for lesion in person.lesions
             if lesion.id == lesion_id and lesion.cytology in ("malignant", "benign")
             and (up_to is None or lesion.study.date <= up_to)]
    if not known:
        return ""
    last = max(day for day, _ in known)
    words = [word for day, word in known if day == last]
    return "malignant" if "malignant" in words else "benign"


def washout_of(person, lesion_id, up_to):
    """"and the latest washout, recorded in any study of the person on or before the study's day ... (on one day ... the
    highest washout)"."""
    known = [(lesion.study.date, lesion.washout) for lesion in person.lesions
             if lesion.id == lesion_id and lesion.washout is not None and lesion.study.date <= up_to]
    if not known:
        return None
    last = max(day for day, _ in known)
    return max(value for day, value in known if day == last)


def has_distant_evidence(person, up_to):
    """"no distant evidence dated <= t0 + 14 d: patient.m is `1` or starts with M1 after an optional c or p; a
    post_therapy_scan (dated as its administration, of any intent) or a lesion row of site lung, bone or other_distant
    whatever its study's quality, unless the lesion id's latest diagnostic cytology up to t0 + 14 d is benign (for the
    final status: at any time). Mediastinal is locoregional"; up_to None: at any time."""
    if person.m == "1" or re.match(r"[cp]?m1", person.m):
        return True
    for row in person.rai_rows:
        if read_word("radioiodine", "post_therapy_scan", row["post_therapy_scan"]) in DISTANT:
            if up_to is None or read_date(row["date"]) <= up_to:
                return True
    for lesion in person.lesions:
        if lesion.site in DISTANT and (up_to is None or lesion.study.date <= up_to):
            if cytology_of(person, lesion.id, up_to) != "benign":
                return True
    return False


def exclusion_reason(person):
    """"Eligibility, in this order (the first that fails is the exclusion reason)"."""
    if not is_dtc(person):
        return "dtc"
    if not has_thyroidectomy(person):
        return "thyroidectomy"
    if len(person.courses) < 2:
        return "two_courses"
    if not PERIOD[0] <= t0_of(person) <= PERIOD[1]:
        return "index_in_period"
    if has_distant_evidence(person, add(t0_of(person), DISTANT_DAYS)):
        return "no_distant_metastasis"
    # "patients without reoperation only: structural or biochemical evidence at baseline (section 5)"
    if stratum_of(person) is None:
        return "incomplete_response"
    return None


def add(day, days):
    return day + datetime.timedelta(days=days)


# ------------------------------------------------------------------------------------------------
# Section 5: strata
# ------------------------------------------------------------------------------------------------
def is_neck_study(study):
    """"Neck study: adequate, region neck, modality us, ct or mri."""
    return study.adequate and study.region == "neck" and study.modality in ("us", "ct", "mri")


def is_whole_body_study(study):
    """"Whole-body study: adequate, modality wbs, spect_ct or pet_ct of region whole_body or neck, or ct or mri of region
    whole_body. A post_therapy_wbs is neither"."""
    if not study.adequate:
        return False
    if study.modality in ("wbs", "spect_ct", "pet_ct"):
        return study.region in ("whole_body", "neck")
    return study.modality in ("ct", "mri") and study.region == "whole_body"


def has_suspicious_feature(lesion):
    """">= 1 of microcalcification, cystic, peripheral_vascularity, hyperechoic".  READING: "suspicious feature" means
    these four; no_hilum and round are none."""
    return bool(lesion.features & {"microcalcification", "cystic", "peripheral_vascularity", "hyperechoic"})


def is_small_quiet_node(lesion):
    """"A node under 5 mm short axis without suspicious feature and not avid"."""
    return (lesion.site == "node" and lesion.short_mm is not None and lt(lesion.short_mm, NODE_MM)
            and not has_suspicious_feature(lesion) and not lesion.avid)


def is_structural_lesion(lesion):
    """"a locoregional lesion (node, bed, soft_tissue, mediastinum) that is confirmed (cytology malignant, or washout >= 10
    ng/mL) or probable (>= 1 of microcalcification, cystic, peripheral_vascularity, hyperechoic; or avid outside the thyroid
    bed; or short_mm >= 10 on ct or mri). ... Benign cytology overrules probable; washout >= 10 overrules benign. A node
    under 5 mm short axis without suspicious feature and not avid is never structural evidence."""
    study, person = lesion.study, lesion.study.person
    if lesion.site not in LOCOREGIONAL:
        return False
    if is_small_quiet_node(lesion):
        return False
    cytology = cytology_of(person, lesion.id, study.date)
    washout = washout_of(person, lesion.id, study.date)
    if cytology == "malignant" or (washout is not None and ge(washout, WASHOUT)):
        return True
    if cytology == "benign":
        return False
    return (has_suspicious_feature(lesion)
            or (lesion.avid and lesion.site != "bed")
            or (lesion.short_mm is not None and ge(lesion.short_mm, 10) and study.modality in ("ct", "mri")))


def shows_structural_evidence(study):
    """"Structural evidence in a neck or whole-body study"."""
    return (is_neck_study(study) or is_whole_body_study(study)) and any(map(is_structural_lesion, study.lesions))


NECK_SURGERY = ("neck_dissection", "node_excision", "soft_tissue_excision")


def neck_surgery_days(person):
    """"Neck surgery after RAI1: neck_dissection, node_excision or soft_tissue_excision whose intent is not diagnostic."""
    return [day for day, kind, intent in person.surgery
            if kind in NECK_SURGERY and intent != "diagnostic" and day > person.courses[0].date]


def reoperation_days(person):
    """"Reoperation: neck surgery with RAI1 < date < t0 whose intent is not initial or completion either."""
    return [day for day, kind, intent in person.surgery
            if kind in NECK_SURGERY and intent not in ("diagnostic", "initial", "completion")
            and person.courses[0].date < day < t0_of(person)]


def in_baseline(person, day):
    """"Baseline window: [-365, 0], on or after RAI1 + 180 d, and after the last reoperation for stratum `reoperated`."""
    if not BASELINE[0] <= (day - t0_of(person)).days <= BASELINE[1]:
        return False
    if day < add(person.courses[0].date, AFTER_RAI1_DAYS):
        return False
    days = reoperation_days(person)
    return not days or day > max(days)


def latest_day_highest(values):
    """"the latest ... (that day: the highest)"."""
    if not values:
        return None
    last = max(value.date for value in values)
    return highest([value for value in values if value.date == last])


def tgab_rising(person, first_day, last_day):
    """"TgAb rising in a window: first and last TgAb by date (on one day the highest) at least 90 d apart, same assay (both
    empty is the same), last TgAb-positive, last/first >= 1.5; a first `<x` counts as x, a last `>x` as x; a last `<x`, a
    first `>x` or a first 0 never."""
    inside = [t for t in person.tgab if first_day <= t.day <= last_day]
    if not inside:
        return False
    start, end = min(t.day for t in inside), max(t.day for t in inside)
    if (end - start).days < RISE_DAYS:
        return False
    first = highest([t for t in inside if t.day == start])
    last = highest([t for t in inside if t.day == end])
    if first.assay != last.assay or not tgab_positive(last):
        return False
    if last.value.kind == "left" or first.value.kind == "right" or eq(first.value.number, 0):
        return False
    return ge(last.value.number / first.value.number, RISE_RATIO)


def tgab_rising_at_baseline(person):
    """"TgAb rising in [RAI1 + 180 d, t0]"."""
    return tgab_rising(person, add(person.courses[0].date, AFTER_RAI1_DAYS), t0_of(person))


def stratum_of(person):
    """"Any such patient is stratum `reoperated`." "`structural`: not reoperated, structural evidence in any study of the
    baseline window." "`biochemical`: not reoperated, none there, and in the baseline window the latest stTg (that day: the
    highest) >= 10 ng/mL, or the latest suppressed Tg >= 1 ng/mL, or TgAb rising in [RAI1 + 180 d, t0]. A TgAb-positive Tg
    counts here"."""
    if reoperation_days(person):
        return "reoperated"
    if any(shows_structural_evidence(study) for study in person.studies if in_baseline(person, study.date)):
        return "structural"
    inside = [tg for tg in person.tg if in_baseline(person, tg.date)]
    stimulated = latest_day_highest([tg for tg in inside if tg.stimulated])
    suppressed = latest_day_highest([tg for tg in inside if tg.suppressed])
    if stimulated is not None and stimulated.value.at_or_above(ST_INCOMPLETE):
        return "biochemical"
    if suppressed is not None and suppressed.value.at_or_above(SUPP_INCOMPLETE):
        return "biochemical"
    if tgab_rising_at_baseline(person):
        return "biochemical"
    return None


# ------------------------------------------------------------------------------------------------
# Section 6: before and after
# ------------------------------------------------------------------------------------------------
def in_after_window(person, day):
    return AFTER[0] <= (day - t0_of(person)).days <= AFTER[1]


def first_intercurrent(person):
    """"the first intercurrent treatment after t0 (third course, neck surgery, ebrt, percutaneous_ablation, tki,
    systemic)"."""
    days = [course.date for course in person.courses[2:]] + neck_surgery_days(person)
    days += [day for day, _ in person.treatments]
    days = [day for day in days if day > t0_of(person)]
    return min(days) if days else None


def before_intercurrent(person, day):
    cut = first_intercurrent(person)
    return cut is None or day < cut


def nearest_to_target(person, days):
    """"the one nearest to +547 (tie: the later)"."""
    return min(days, key=lambda day: (abs((day - t0_of(person)).days - AFTER_TARGET), -day.toordinal()))


def choose_sttg(person):
    """"stTg before: the latest stTg in the baseline window. stTg after: among stTg in [+365, +730] dated before the first
    intercurrent treatment after t0 ..., the one nearest to +547 (tie: the later). Several on the chosen days: over all
    combinations of the two days, prefer equal non-empty assay, then the highest before, then the highest after."""
    stimulated = [tg for tg in person.tg if tg.stimulated]
    before = [tg for tg in stimulated if in_baseline(person, tg.date)]
    after = [tg for tg in stimulated if in_after_window(person, tg.date) and before_intercurrent(person, tg.date)]
    if before:
        day = max(tg.date for tg in before)
        before = [tg for tg in before if tg.date == day]
    if after:
        day = nearest_to_target(person, [tg.date for tg in after])
        after = [tg for tg in after if tg.date == day]
    if not before or not after:
        return highest(before), highest(after)
    best = None
    for one in before:
        for two in after:
            same = one.assay != "" and one.assay == two.assay
            if best is not None:
                better = (same > best[0]) - (same < best[0])
                better = better or compare_height(one.value, best[1].value)
                better = better or compare_height(two.value, best[2].value)
            if best is None or better > 0:
                best = (same, one, two)
    return best[1], best[2]


def pair_exclusion(before, after):
    """"Primary paired analysis: both values present and neither TgAb-positive. Exclusions by reason: `missing_both`,
    `missing_before`, `missing_after`, `tgab_positive`."""
    if before is None and after is None:
        return "missing_both"
    if before is None:
        return "missing_before"
    if after is None:
        return "missing_after"
    if before.positive or after.positive:
        return "tgab_positive"
    return ""


MODALITY_ORDER = {"us": 0, "ct": 1, "mri": 2}


def first_on_a_day(studies):
    """"Two on one day: us, ct, mri, then the smallest imaging_id."  READING: smallest bytewise."""
    return min(studies, key=lambda s: (MODALITY_ORDER[s.modality], s.id.encode("utf-8")))


def imaging_before(person):
    """"Imaging before: the most recent neck study in the baseline window that shows structural evidence, else the most
    recent neck study there."""
    neck = [s for s in person.studies if is_neck_study(s) and in_baseline(person, s.date)]
    pool = [s for s in neck if shows_structural_evidence(s)] or neck
    if not pool:
        return None
    last = max(s.date for s in pool)
    return first_on_a_day([s for s in pool if s.date == last])


def imaging_after(person, before):
    """"Imaging after: neck studies in [+365, +730] before the first intercurrent treatment; same modality as before
    preferred, then nearest to +547 (tie: the later)."""
    pool = [s for s in person.studies if is_neck_study(s) and in_after_window(person, s.date)
            and before_intercurrent(person, s.date)]
    if before is not None:
        pool = [s for s in pool if s.modality == before.modality] or pool
    if not pool:
        return None
    day = nearest_to_target(person, [s.date for s in pool])
    return first_on_a_day([s for s in pool if s.date == day])


def size_of(lesion):
    """"Size: short_mm for nodes, long_mm else, no fallback."  READING: by the site of the row itself."""
    return lesion.short_mm if lesion.site == "node" else lesion.long_mm


def lesion_change(lesion, after):
    """"Per lesion that is structural evidence in the before-study, in this order: not evaluable if either size is missing
    while the lesion is present in both, or if it is absent from an after-study of another modality; resolved if absent, or a
    node now < 5 mm without suspicious feature and not avid; progressed if grown by >= 3 mm and >= 20 %; shrunk if smaller by
    >= 3 mm and >= 30 %; else stable."""
    now = [other for other in after.lesions if other.id == lesion.id]
    if not now:
        return "not_evaluable" if after.modality != lesion.study.modality else "resolved"
    now = now[0]
    old_mm, new_mm = size_of(lesion), size_of(now)
    if old_mm is None or new_mm is None:
        return "not_evaluable"
    if is_small_quiet_node(now):
        return "resolved"
    if ge(new_mm - old_mm, 3) and ge(new_mm - old_mm, 0.20 * old_mm):
        return "progressed"
    if ge(old_mm - new_mm, 3) and ge(old_mm - new_mm, 0.30 * old_mm):
        return "shrunk"
    return "stable"


def is_new_lesion(lesion, before):
    """"New: a lesion id that is structural evidence after, was none in the before-study, and measures >= 5 mm or has
    malignant cytology."  READING: "was none" = was no structural evidence; the cytology is the one that applies to the lesion
    id on the day of the after-study."""
    if not is_structural_lesion(lesion):
        return False
    if any(old.id == lesion.id and is_structural_lesion(old) for old in before.lesions):
        return False
    size = size_of(lesion)
    if size is not None and ge(size, NODE_MM):
        return True
    return cytology_of(lesion.study.person, lesion.id, lesion.study.date) == "malignant"


def imaging_change(person):
    """"Patient: any progressed or new -> `progression`; else any resolved or shrunk -> `resolution` if all evaluable lesions
    resolved, else `shrinkage`; else any stable -> `stable`; no before- or after-study or nothing evaluable ->
    `insufficient`."""
    before = imaging_before(person)
    after = imaging_after(person, before)
    if before is None or after is None:
        return "insufficient"
    changes = [lesion_change(lesion, after) for lesion in before.lesions if is_structural_lesion(lesion)]
    changes = [change for change in changes if change != "not_evaluable"]
    if "progressed" in changes or any(is_new_lesion(lesion, before) for lesion in after.lesions):
        return "progression"
    if "resolved" in changes or "shrunk" in changes:
        return "resolution" if all(change == "resolved" for change in changes) else "shrinkage"
    if "stable" in changes:
        return "stable"
    return "insufficient"


def imaging_findings(person):
    """"Imaging findings at 1-2 y (stratum reoperated): yes if any neck study in [+365, +730] shows structural evidence; no
    if there is a neck study and none does; else missing. Not cut at intercurrent treatment."""
    neck = [s for s in person.studies if is_neck_study(s) and in_after_window(person, s.date)]
    if not neck:
        return "missing"
    return "yes" if any(map(shows_structural_evidence, neck)) else "no"


def additional_treatment_types(person):
    """"Additional treatment: after t0 + 14 d: a third or later course, neck surgery, ebrt, percutaneous_ablation, tki,
    systemic. One patient counts once, and once per type"."""
    start = add(t0_of(person), DISTANT_DAYS)
    types = {kind for day, kind in person.treatments if day > start}
    if any(course.date > start for course in person.courses[2:]):
        types.add("radioiodine")
    if any(day > start for day in neck_surgery_days(person)):
        types.add("neck_surgery")
    return sorted(types)


# ------------------------------------------------------------------------------------------------
# Section 7: response and final status
# ------------------------------------------------------------------------------------------------
def response_category(structural, neck_study, usable, deciding, rising):
    """"Response category (ATA 2015) in a window, in this order: `structural_incomplete` on structural evidence; `unknown`
    without a neck study or without a usable Tg outside the blackout; `biochemical_incomplete` if the deciding Tg is stTg >=
    10 or suppressed >= 1 (also TgAb-positive), or TgAb rises; `excellent` if the deciding Tg is stTg < 1 or suppressed < 0.2
    and not TgAb-positive; else `indeterminate`."""
    if structural:
        return "structural_incomplete"
    if not neck_study or not usable:
        return "unknown"
    if rising:
        return "biochemical_incomplete"
    if deciding is not None:
        if deciding.value.at_or_above(ST_INCOMPLETE if deciding.stimulated else SUPP_INCOMPLETE):
            return "biochemical_incomplete"
        if deciding.value.below(ST_EXCELLENT if deciding.stimulated else SUPP_EXCELLENT) and not deciding.positive:
            return "excellent"
    return "indeterminate"


def deciding_tg(values):
    """"Deciding Tg: the latest stTg in the window, else the latest suppressed (that day: the highest)"."""
    stimulated = latest_day_highest([tg for tg in values if tg.stimulated])
    return stimulated or latest_day_highest([tg for tg in values if tg.suppressed])


def deciding_tg_last(values):
    """"for response_last the latest of either (on one day the stTg)"."""
    values = [tg for tg in values if tg.stimulated or tg.suppressed]
    if not values:
        return None
    last = max(tg.date for tg in values)
    day = [tg for tg in values if tg.date == last]
    return highest([tg for tg in day if tg.stimulated] or day)


def response_before(person, stratum):
    """"response_before: `structural_incomplete` for stratum structural, `biochemical_incomplete` for stratum biochemical; for
    the reoperated by the rule in the baseline window (any study; TgAb rising in [RAI1 + 180 d, t0])."""
    if stratum == "structural":
        return "structural_incomplete"
    if stratum == "biochemical":
        return "biochemical_incomplete"
    studies = [s for s in person.studies if in_baseline(person, s.date)]
    # READING: a usable Tg is any Tg with a usable value outside the blackout, stimulated, suppressed or neither.
    values = [tg for tg in person.tg if in_baseline(person, tg.date)]
    return response_category(any(map(shows_structural_evidence, studies)), any(map(is_neck_study, studies)),
                             bool(values), deciding_tg(values), tgab_rising_at_baseline(person))


def response_1_2y(person):
    """"response_1_2y: [+365, +730], any study, not cut at intercurrent treatment."""
    studies = [s for s in person.studies if in_after_window(person, s.date)]
    values = [tg for tg in person.tg if in_after_window(person, tg.date)]
    rising = tgab_rising(person, add(t0_of(person), AFTER[0]), add(t0_of(person), AFTER[1]))
    return response_category(any(map(shows_structural_evidence, studies)), any(map(is_neck_study, studies)),
                             bool(values), deciding_tg(values), rising)


def response_last(person):
    """"response_last: the 730 d up to the last visit, only after t0, structural if a neck study on the most recent neck-study
    day or a whole-body study on the most recent whole-body-study day shows it."""
    if person.last_visit is None:
        return "unknown"
    first = max(add(person.last_visit, -LAST_DAYS), add(t0_of(person), 1))
    last = person.last_visit
    studies = [s for s in person.studies if first <= s.date <= last]
    structural = False
    for kind in (is_neck_study, is_whole_body_study):
        of_kind = [s for s in studies if kind(s)]
        day = max((s.date for s in of_kind), default=None)
        structural = structural or any(shows_structural_evidence(s) for s in of_kind if s.date == day)
    values = [tg for tg in person.tg if first <= tg.date <= last]
    return response_category(structural, any(map(is_neck_study, studies)), bool(values), deciding_tg_last(values),
                             tgab_rising(person, first, last))


def final_status(person, last):
    """"`dead_of_disease` (death_cause thyroid_cancer) or `dead_other` (any other or unknown cause) if a death_date is given;
    else `distant` if distant evidence at any time; else from response_last: structural_incomplete -> `structural`, excellent
    -> `ned`, biochemical_incomplete -> `biochemical`, `indeterminate`, `unknown`."""
    if person.death is not None:
        return "dead_of_disease" if person.death_cause == "thyroid_cancer" else "dead_other"
    if has_distant_evidence(person, None):
        return "distant"
    return {"structural_incomplete": "structural", "excellent": "ned",
            "biochemical_incomplete": "biochemical"}.get(last, last)


def age_at(birth, day):
    """"completed years at t0"."""
    if birth is None:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def review_flags(person):
    flags = []
    if any(course.gap for course in person.courses):
        flags.append("course_gap")
    if lobectomy_elsewhere(person):
        flags.append("lobectomy_elsewhere")
    if is_poorly_differentiated(person):
        flags.append("poorly_differentiated")
    return sorted(flags)


# ------------------------------------------------------------------------------------------------
# Section 8: output
# ------------------------------------------------------------------------------------------------
PATIENT_COLUMNS = ("person_id stratum index_date age_at_index sex rai1_date rai1_mci rai2_mci sttg_before "
                   "sttg_before_date sttg_before_censored sttg_after sttg_after_date sttg_after_censored "
                   "in_paired_analysis pair_exclusion imaging_change imaging_findings_1_2y response_before response_1_2y "
                   "response_last final_status additional_treatment additional_treatment_types last_visit_date "
                   "review_flags").split()
CRITERIA = ["dtc", "thyroidectomy", "two_courses", "index_in_period", "no_distant_metastasis", "incomplete_response"]
STRATA = ["structural", "biochemical", "reoperated"]
CENSORED = {"exact": "no", "left": "left", "right": "right"}


def number_text(x):
    """"numbers in shortest round-trip form, whole ones without `.0`"."""
    if x is None:
        return ""
    if isinstance(x, int):
        return str(x)
    if x == int(x):
        return str(int(x))
    return format(Decimal(repr(x)), "f")


def cohort_row(person):
    """The row of patients.csv; keys starting with _ are for the estimates only."""
    t0, rai1, stratum = t0_of(person), person.courses[0], stratum_of(person)
    before, after = choose_sttg(person)
    reason = pair_exclusion(before, after)
    last = response_last(person)
    types = additional_treatment_types(person)
    row = {
        "person_id": person.id,
        "stratum": stratum,
        "index_date": t0.isoformat(),
        "age_at_index": number_text(age_at(person.birth, t0)),
        "sex": person.sex,
        "rai1_date": rai1.date.isoformat(),
        "rai1_mci": number_text(rai1.mci),
        "rai2_mci": number_text(person.courses[1].mci),
        "in_paired_analysis": "no" if reason else "yes",
        "pair_exclusion": reason,
        "imaging_change": imaging_change(person) if stratum == "structural" else "",
        "imaging_findings_1_2y": imaging_findings(person) if stratum == "reoperated" else "",
        "response_before": response_before(person, stratum),
        "response_1_2y": response_1_2y(person),
        "response_last": last,
        "final_status": final_status(person, last),
        "additional_treatment": "yes" if types else "no",
        "additional_treatment_types": ";".join(types),
        "last_visit_date": person.last_visit.isoformat() if person.last_visit else "",
        "review_flags": ";".join(review_flags(person)),
        "_age": age_at(person.birth, t0),
        "_before": before,
        "_after": after,
        "_types": types,
    }
    for name, tg in (("sttg_before", before), ("sttg_after", after)):
        row[name] = number_text(tg.value.number) if tg else ""
        row[name + "_date"] = tg.date.isoformat() if tg else ""
        row[name + "_censored"] = CENSORED[tg.value.kind] if tg else ""
    return row


# ---- distributions -----------------------------------------------------------------------------
def beta_continued_fraction(a, b, x):
    """Lentz's method for the continued fraction of the incomplete beta function."""
    tiny = 1e-300
    c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
    d = 1.0 / (d if abs(d) > tiny else tiny)
    h = d
    for m in range(1, 100000):
        for step in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                     -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1.0 + step * d
            d = 1.0 / (d if abs(d) > tiny else tiny)
            c = 1.0 + step / c
            c = c if abs(c) > tiny else tiny
            h *= d * c
        if abs(d * c - 1.0) < 1e-16:
            break
    return h


def incomplete_beta(a, b, x):
    """Regularised incomplete beta function I_x(a, b)."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1.0) / (a + b + 2.0):
        return front * beta_continued_fraction(a, b, x) / a
    return 1.0 - front * beta_continued_fraction(b, a, 1.0 - x) / b


def t_two_sided_p(t, df):
    """P(|T| >= |t|) = I_{df/(df+t^2)}(df/2, 1/2)."""
    return incomplete_beta(df / 2.0, 0.5, df / (df + t * t))


def t_quantile_975(df):
    """The t with P(|T| >= t) = 0.05, by bisection to the last bit."""
    low, high = 0.0, 1.0
    while t_two_sided_p(high, df) > 0.05:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if t_two_sided_p(middle, df) > 0.05:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def rank_sum_counts(doubled_ranks):
    """Number of sign patterns for each value of 2V, V the sum of the ranks with a plus sign."""
    counts = [1] + [0] * sum(doubled_ranks)
    top = 0
    for rank in doubled_ranks:
        top += rank
        for total in range(top, rank - 1, -1):
            counts[total] += counts[total - rank]
    return counts


# ---- estimates ---------------------------------------------------------------------------------
def mean(values):
    return math.fsum(values) / len(values)


def has_spread(values):
    return gt(max(values), min(values))


def standard_deviation(values):
    """"SD with n - 1"."""
    centre = mean(values)
    return math.sqrt(math.fsum((x - centre) ** 2 for x in values) / (len(values) - 1))


def quantile(values, p):
    """"Quantiles type 7"."""
    values = sorted(values)
    place = (len(values) - 1) * p
    low = math.floor(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (place - low) * (values[high] - values[low])


def wilson(k, n):
    """"Wilson 95 % CI without continuity correction"."""
    p, z2 = k / n, Z975 * Z975
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z975 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def proportion(name, label, population, k, n, missing):
    """"`value` is a fraction of 1, unit `proportion`"; "none: `value` absent"."""
    out = {"id": name, "label": label, "population": population, "n": n, "missing": missing, "numerator": k,
           "denominator": n, "unit": "proportion"}
    if n:
        out["value"] = k / n
        out["ci_low"], out["ci_high"] = wilson(k, n)
        out["ci_level"] = 0.95
    out["method"] = "wilson"
    return out


def describe(name, label, population, values, missing, unit, censored=None):
    """"for means `value` is the mean"; "Fewer than 2 values or no spread: SD, CI, p absent; none: `value` absent."""
    out = {"id": name, "label": label, "population": population, "n": len(values), "missing": missing, "unit": unit}
    if values:
        out["value"] = mean(values)
        out["median"], out["q1"], out["q3"] = (quantile(values, p) for p in (0.5, 0.25, 0.75))
        if len(values) > 1 and has_spread(values):
            out["sd"] = standard_deviation(values)
    if censored is not None:
        out["censored"] = censored
    return out


def t_interval(values):
    """Mean, and SD, t CI, p with n - 1; the last four None when there are fewer than 2 values or no spread."""
    centre = mean(values)
    if len(values) < 2 or not has_spread(values):
        return centre, None, None, None, None
    sd = standard_deviation(values)
    error = sd / math.sqrt(len(values))
    half = t_quantile_975(len(values) - 1) * error
    return centre, sd, centre - half, centre + half, t_two_sided_p(centre / error, len(values) - 1)


def change_estimate(stratum, pairs, missing):
    """"`S.sttg.change` (mean of after - before, t CI and p with n - 1)"."""
    out = {"id": stratum + ".sttg.change", "label": "Change of stimulated Tg, after minus before", "population": stratum,
           "n": len(pairs), "missing": missing, "unit": "ng/mL", "method": "paired_t"}
    if pairs:
        centre, sd, low, high, p = t_interval([two - one for one, two in pairs])
        out["value"] = centre
        if sd is not None:
            out.update(sd=sd, ci_low=low, ci_high=high, ci_level=0.95, p_value=p)
    return out


def ratio_estimate(stratum, pairs, missing):
    """"`S.sttg.ratio` (ratio of geometric means after/before, t CI and p on logs; a pair with a 0 left out and counted
    missing)"."""
    logs = [math.log(two) - math.log(one) for one, two in pairs if not eq(one, 0) and not eq(two, 0)]
    out = {"id": stratum + ".sttg.ratio", "label": "Ratio of geometric means, after/before", "population": stratum,
           "n": len(logs), "missing": missing + len(pairs) - len(logs), "unit": "ratio", "method": "paired_t_log"}
    if logs:
        centre, sd, low, high, p = t_interval(logs)
        out["value"] = math.exp(centre)
        if sd is not None:
            out.update(ci_low=math.exp(low), ci_high=math.exp(high), ci_level=0.95, p_value=p)
    return out


def signed_rank_estimate(stratum, pairs, missing):
    """"Signed rank: differences rounded to 1e-9; zeros dropped (Wilcoxon); midranks; for at most 200 non-zero differences the
    exact permutation distribution given the ties, two-sided p = min(1, 2 x the smaller tail); above, normal with tie and
    continuity correction. `value` is the Hodges-Lehmann estimate (median of the Walsh averages i <= j of the non-zero
    differences), CI from the ordered Walsh averages W(k) and W(m + 1 - k), m their number, k = max(1, smallest q with
    P(V <= q) >= 0.025) of the untied signed-rank distribution for at most 200, else floor(n(n+1)/4 - 1.959964 sqrt(tie-
    corrected variance)), at least 1."  "`n` of the signed rank is the pairs, zeros included; its CI and p need two non-zero
    differences."""
    out = {"id": stratum + ".sttg.wilcoxon", "label": "Change of stimulated Tg, pseudomedian", "population": stratum,
           "n": len(pairs), "missing": missing, "unit": "ng/mL"}
    steps = [round((two - one) * 1e9) for one, two in pairs]
    steps = [step for step in steps if step != 0]
    n = len(steps)
    out["method"] = "signed_rank_exact" if n <= 200 else "signed_rank_normal"
    if n == 0:
        return out
    sizes = sorted(abs(step) for step in steps)
    doubled, ties = {}, []  # doubled midrank of each size
    for size in sorted(set(sizes)):
        first, count = sizes.index(size) + 1, sizes.count(size)
        doubled[size] = 2 * first + count - 1
        ties.append(count)
    twice_v = sum(doubled[abs(step)] for step in steps if step > 0)
    walsh = sorted((steps[i] + steps[j]) / 2e9 for i in range(n) for j in range(i, n))
    m = len(walsh)
    out["value"] = (walsh[(m - 1) // 2] + walsh[m // 2]) / 2
    if n < 2:
        return out
    variance = n * (n + 1) * (2 * n + 1) / 24 - sum(t ** 3 - t for t in ties) / 48
    if n <= 200:
        counts = rank_sum_counts([doubled[size] for size in sizes])
        tail = min(sum(counts[:twice_v + 1]), sum(counts[twice_v:]))
        p = min(1.0, 2 * tail / 2 ** n)
        untied = rank_sum_counts(list(range(1, n + 1)))
        total, q = untied[0], 0
        while total * 1000 < 25 * 2 ** n:  # P(V <= q) >= 0.025, in integers
            q += 1
            total += untied[q]
        k = max(1, q)
    else:
        away = abs(twice_v / 2 - n * (n + 1) / 4)
        p = min(1.0, math.erfc(max(0.0, away - 0.5) / math.sqrt(variance) / math.sqrt(2)))
        k = max(1, math.floor(n * (n + 1) / 4 - 1.959964 * math.sqrt(variance)))
    out.update(ci_low=walsh[k - 1], ci_high=walsh[m - k], ci_level=0.95, p_value=p)
    return out


ADDITIONAL = ["ebrt", "neck_surgery", "percutaneous_ablation", "radioiodine", "systemic", "tki"]


def estimates(rows):
    out, n = [], len(rows)

    def count(test, of=rows):
        return sum(1 for row in of if test(row))

    out.append({"id": "cohort.size", "label": "Cohort", "population": "cohort", "n": n, "missing": 0, "value": n,
                "unit": "patients"})
    out.append(proportion("cohort.female", "Female", "cohort", count(lambda r: r["sex"] == "F"), n,
                          count(lambda r: r["sex"] == "U")))
    ages = [row["_age"] for row in rows if row["_age"] is not None]
    out.append(describe("cohort.age", "Age at index, completed years", "cohort", ages, n - len(ages), "years"))
    of = {s: [row for row in rows if row["stratum"] == s] for s in STRATA}
    not_reoperated = len(of["structural"]) + len(of["biochemical"])
    out.append(proportion("stratum.not_reoperated", "Not reoperated", "cohort", not_reoperated, n, 0))
    out.append(proportion("stratum.reoperated", "Reoperated", "cohort", len(of["reoperated"]), n, 0))
    out.append(proportion("stratum.structural", "Structural", "not_reoperated", len(of["structural"]), not_reoperated, 0))
    out.append(proportion("stratum.biochemical", "Biochemical", "not_reoperated", len(of["biochemical"]), not_reoperated, 0))
    structural = of["structural"]
    evaluable = [row for row in structural if row["imaging_change"] != "insufficient"]
    out.append(proportion("structural.imaging.evaluable", "Imaging evaluable", "structural", len(evaluable),
                          len(structural), 0))
    for name, words in (("progression", ["progression"]), ("resolution_or_shrinkage", ["resolution", "shrinkage"]),
                        ("resolution", ["resolution"]), ("shrinkage", ["shrinkage"]), ("stable", ["stable"])):
        out.append(proportion("structural.imaging." + name, "Imaging: " + name.replace("_", " "),
                              "structural, imaging evaluable", count(lambda r: r["imaging_change"] in words, evaluable),
                              len(evaluable), len(structural) - len(evaluable)))
    for s in STRATA:
        paired = [row for row in of[s] if row["in_paired_analysis"] == "yes"]
        pairs = [(row["_before"].value.number, row["_after"].value.number) for row in paired]
        missing = len(of[s]) - len(pairs)
        for side, place, key in (("before", 0, "_before"), ("after", 1, "_after")):
            out.append(describe("%s.sttg.%s" % (s, side), "Stimulated Tg " + side, s, [pair[place] for pair in pairs],
                                missing, "ng/mL", count(lambda r: r[key].value.kind == "left", paired)))
        out.append(change_estimate(s, pairs, missing))
        out.append(signed_rank_estimate(s, pairs, missing))
        out.append(ratio_estimate(s, pairs, missing))
    yes = count(lambda r: r["imaging_findings_1_2y"] == "yes")
    no = count(lambda r: r["imaging_findings_1_2y"] == "no")
    out.append(proportion("reoperated.imaging.findings_1_2y", "Imaging findings at 1-2 y", "reoperated", yes, yes + no,
                          count(lambda r: r["imaging_findings_1_2y"] == "missing")))
    out.append(proportion("outcome.additional_treatment", "Additional treatment", "cohort",
                          count(lambda r: r["_types"]), n, 0))
    for kind in ADDITIONAL:
        out.append(proportion("outcome.additional_treatment." + kind, "Additional treatment: " + kind, "cohort",
                              count(lambda r: kind in r["_types"]), n, 0))
    for prefix, population, members in [("", "cohort", rows)] + [(s + ".", s, of[s]) for s in STRATA]:
        out.append(proportion(prefix + "outcome.ned", "No evidence of disease at last visit", population,
                              count(lambda r: r["final_status"] == "ned", members), len(members),
                              count(lambda r: r["final_status"] == "unknown", members)))
    return out


def plain_numbers(thing):
    """Whole floats become integers, so that JSON prints them without `.0`."""
    if isinstance(thing, dict):
        return {key: plain_numbers(value) for key, value in thing.items()}
    if isinstance(thing, list):
        return [plain_numbers(value) for value in thing]
    if isinstance(thing, float) and thing == int(thing):
        return int(thing)
    return thing


def study_results(folder):
    """Everything: (patients, excluded, attrition, estimates, rows not used); raises Problems when the run stops."""
    tables, problems = read_folder(folder)
    used, not_used = used_rows(tables, problems)
    if problems:
        raise Problems(problems)
    persons = build_persons(used)
    order = sorted(persons, key=lambda name: name.encode("utf-8"))
    reasons = {name: exclusion_reason(persons[name]) for name in order}
    rows = [cohort_row(persons[name]) for name in order if reasons[name] is None]
    excluded = [(name, reasons[name]) for name in order if reasons[name] is not None]
    attrition, remaining = [(0, "candidates", 0, len(order))], len(order)
    for step, criterion in enumerate(CRITERIA, 1):
        gone = sum(1 for _, reason in excluded if reason == criterion)
        remaining -= gone
        attrition.append((step, criterion, gone, remaining))
    return rows, excluded, attrition, estimates(rows), not_used


def write_csv(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def main(arguments):
    if len(arguments) != 2:
        sys.stderr.write(__doc__)
        return 2
    folder, out = arguments
    try:
        rows, excluded, attrition, results, not_used = study_results(folder)
    except Problems as stop:
        for problem in stop.args[0]:
            sys.stderr.write(problem + "\n")
        return 11
    os.makedirs(out, exist_ok=True)
    write_csv(os.path.join(out, "patients.csv"), PATIENT_COLUMNS, [[row[c] for c in PATIENT_COLUMNS] for row in rows])
    write_csv(os.path.join(out, "excluded.csv"), ["person_id", "reason"], excluded)
    write_csv(os.path.join(out, "attrition.csv"), ["step", "criterion", "excluded", "remaining"], attrition)
    write_csv(os.path.join(out, "rows_not_used.csv"), ["sheet", "line", "reason"], not_used)
    with open(os.path.join(out, "results.json"), "w", encoding="utf-8") as handle:
        json.dump(plain_numbers({"study": STUDY, "estimates": results}), handle, indent=1, ensure_ascii=False)
        handle.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
