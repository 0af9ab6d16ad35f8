#!/usr/bin/env python3
"""An OMOP CDM (a folder of CSV files) and its sidecar sheets as study sheets, by section 10 of the contract.

    python3 omop.py CDM_DIR SIDECAR_DIR SHEETS_DIR

Tables are `person.csv` and so on, in lower case; the sidecar folder holds imaging, lesion, treatment and
radioiodine sheets, any of which may be absent.

Plain, slow, readable; standard library only. Written from the contract's text alone, without sight of the
product's code. Over each rule stands the contract's sentence. Where the contract is silent a comment says
`READING:`. What comes out is read by `contract.py`.
"""
import csv
import datetime
import fnmatch
import os
import re
import sys

from contract import SHEETS, read_date, read_number

# ------------------------------------------------------------------------------------------------
# Codes: meaning -> vocabulary -> patterns (a `*` stands for any ending)
# ------------------------------------------------------------------------------------------------
CODES = {
    "thyroid_cancer": {"ICD10CM": ["C73*"], "ICD10": ["C73*"], "ICD9CM": ["193*"]},
    "histology": {"ICDO3": ["[0-9][0-9][0-9][0-9]/[0-9]-C73*"]},
    "histology_text": {"LOINC": ["59847-4"]},
    "t": {"LOINC": ["21905-5", "21899-0"]},
    "n": {"LOINC": ["21906-3", "21900-6"]},
    "m": {"LOINC": ["21907-1", "21901-4"]},
    # "C78.0x, C78.7, C79.3x, C79.5x, other C78/C79 but not C77 and not C78.1 (ICD-9 197, 198 but not 197.1)"
    "lung": {"ICD10CM": ["C78.0*"], "ICD10": ["C78.0*"], "ICD9CM": ["197.0*"]},
    "bone": {"ICD10CM": ["C79.5*"], "ICD10": ["C79.5*"], "ICD9CM": ["198.5*"]},
    "other_distant": {"ICD10CM": ["C78*", "C79*"], "ICD10": ["C78*", "C79*"], "ICD9CM": ["197*", "198*"]},
    "regional": {"ICD10CM": ["C78.1*"], "ICD10": ["C78.1*"], "ICD9CM": ["197.1*"]},
    # "CPT 60240, 60252, 60254, 60270, 60271 total; 60260 completion; 60210 to 60225 lobectomy; 38720, 38724, 38700,
    # 38542 neck dissection; 38510 node excision; ICD-9-CM and ICD-10-PCS of clinical-rules 5.3"
    "total_thyroidectomy": {"CPT4": ["60240", "60252", "60254", "60270", "60271"], "ICD9Proc": ["06.4", "06.52"],
                            "ICD10PCS": ["0GTK0ZZ", "0GTK4ZZ"]},
    "completion_thyroidectomy": {"CPT4": ["60260"]},
    "lobectomy": {"CPT4": ["60210", "60212", "60220", "60225"], "ICD9Proc": ["06.2", "06.31", "06.39"],
                  "ICD10PCS": ["0GTG0ZZ", "0GTH0ZZ"]},
    "neck_dissection": {"CPT4": ["38720", "38724", "38700", "38542"],
                        "ICD9Proc": ["40.40", "40.41", "40.42", "40.3"], "ICD10PCS": ["07T10ZZ", "07T20ZZ"]},
    "node_excision": {"CPT4": ["38510"], "ICD9Proc": ["40.21", "40.29"], "ICD10PCS": ["07B10ZZ", "07B20ZZ"]},
    "radioiodine_therapeutic": {"HCPCS": ["A9517", "A9530"]},
    "radioiodine_diagnostic": {"HCPCS": ["A9528", "A9529"]},
    "radioiodine_procedure": {"CPT4": ["79005", "79030", "79035"], "ICD10PCS": ["CW7GGZZ"]},
    "rhtsh": {"HCPCS": ["J3240"], "ATC": ["H01AB01"]},
    "tg": {"LOINC": ["3013-0"]},
    "tgab": {"LOINC": ["8098-6"]},
    "tsh": {"LOINC": ["3016-3", "11580-8", "11579-0"]},
    "ft4": {"LOINC": ["3024-7"]},
    "tki": {"ATC": ["L01EX02", "L01EX08"]},
    # "CPT 77401 to 77417, 77385, 77386, 77373: ebrt"
    "ebrt": {"CPT4": [str(code) for code in range(77401, 77418)] + ["77385", "77386", "77373"]},
    "us neck": {"CPT4": ["76536"]},
    "wbs whole_body": {"CPT4": ["78015", "78016", "78018"]},
    "ct neck": {"CPT4": ["70490", "70491", "70492"]},
    "mri neck": {"CPT4": ["70540", "70542", "70543"]},
    "ct chest": {"CPT4": ["71250", "71260", "71270"]},
    "spect_ct ": {"CPT4": ["78830", "78831", "78832"]},
    "pet_ct whole_body": {"CPT4": ["78814", "78815", "78816"]},
}
# "operator (4172703 =, 4171756 <, 4172704 >, 4171754 <=, 4171755 >=)"
OPERATORS = {"4172703": "", "4171756": "<", "4172704": ">", "4171754": "<=", "4171755": ">="}


def read_table(folder, name):
    path = os.path.join(folder, name + ".csv")
    if not os.path.isfile(path):
        return []
    with open(path, encoding="utf-8", newline="") as handle:
        rows = [{key.lower(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(handle)]
    key = {"person": "person_id", "death": "person_id"}.get(name, name + "_id")
    if rows and key in rows[0]:
        rows.sort(key=lambda row: int(row[key]))
    return rows


class Vocabulary:
    """"Codes are resolved through the vocabulary, never by a hard-coded id." A meaning's concepts are those with its
    codes (READING: never by what a code maps to, which may be broader), and
    what stands below them."""

    def __init__(self, cdm):
        self.code = {row["concept_id"]: (row["vocabulary_id"], row["concept_code"])
                     for row in read_table(cdm, "concept")}
        self.below = {}
        for row in read_table(cdm, "concept_ancestor"):
            self.below.setdefault(row["ancestor_concept_id"], set()).add(row["descendant_concept_id"])
        self.concepts = {meaning: self.resolve(sets) for meaning, sets in CODES.items()}

    def resolve(self, sets):
        found = {concept for concept, (vocabulary, code) in self.code.items()
                 if any(fnmatch.fnmatchcase(code, pattern) for pattern in sets.get(vocabulary, []))}
        return found.union(*(self.below.get(concept, set()) for concept in found))

    def means(self, row, column, meaning):
        """Whether a row's concepts, or where they are unknown its source value, are of the meaning."""
        concepts = {row.get(column + "_source_concept_id"), row.get(column + "_concept_id")} - {"", "0", None}
        if concepts & self.concepts[meaning]:
            return True
        if concepts & set(self.code):
            return False
        text = row.get(column + "_source_value", "")
        return any(fnmatch.fnmatchcase(text, pattern) for patterns in CODES[meaning].values() for pattern in patterns)


class Hospital:
    def __init__(self, cdm, sidecar):
        self.words = Vocabulary(cdm)
        for name in ["person", "condition_occurrence", "procedure_occurrence", "drug_exposure", "measurement",
                     "visit_occurrence", "death", "note"]:
            setattr(self, name, read_table(cdm, name))
        self.sidecar = {sheet: read_sidecar(sidecar, sheet) for sheet in ["imaging", "lesion", "treatment", "radioiodine"]}

    def conditions(self, meaning):
        return [row for row in self.condition_occurrence if self.words.means(row, "condition", meaning)]

    def procedures(self, meaning):
        return [row for row in self.procedure_occurrence if self.words.means(row, "procedure", meaning)]

    def drugs(self, meaning):
        return [row for row in self.drug_exposure if self.words.means(row, "drug", meaning)]

    def measurements(self, meaning):
        return [row for row in self.measurement if self.words.means(row, "measurement", meaning)]


def read_sidecar(folder, sheet):
    path = os.path.join(folder, sheet + ".csv")
    if not os.path.isfile(path):
        return []
    with open(path, encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def first_staged(rows):
    """READING: the earliest that was assessed; TX, NX, MX only where the person has no other."""
    is_assessed = lambda row: not re.match(r"[A-Za-z0-9]*[Xx](?![A-Za-z0-9])", printed(row))
    rows = [row for row in rows if printed(row)]
    assessed = first_by_person(filter(is_assessed, rows), "measurement_date")
    return first_by_person(rows, "measurement_date") | assessed


def first_by_person(rows, date):
    """READING: of several the earliest; on one day the one with the smallest key."""
    found = {}
    for row in sorted(rows, key=lambda row: row[date]):  # stable: rows come by key
        found.setdefault(row["person_id"], row)
    return found


# ------------------------------------------------------------------------------------------------
# The sheets
# ------------------------------------------------------------------------------------------------
def patients(hospital):
    """"person (8532 F, 8507 M, else U; birth_datetime, else year/month/day, missing month and day = 1 July); diagnosis
    and histology: the earliest condition coded ICD-O-3 `NNNN/B-C73.9`, else a measurement of LOINC 59847-4; death +
    cause (thyroid cancer or its descendants = thyroid_cancer); T, N, M as measurements"; "condition C73/193 alone gives
    the diagnosis date, no histology".
    READING: the diagnosis date is that of the earliest condition of either kind."""
    words = hospital.words
    coded = first_by_person(hospital.conditions("histology"), "condition_start_date")
    measured = first_by_person(hospital.measurements("histology_text"), "measurement_date")
    cancer = first_by_person(hospital.conditions("thyroid_cancer") + hospital.conditions("histology"),
                             "condition_start_date")
    stage = {letter: first_staged(hospital.measurements(letter)) for letter in "tnm"}
    deaths = {row["person_id"]: row for row in hospital.death}
    below_cancer = set()
    for concept in words.concepts["thyroid_cancer"]:
        below_cancer |= {concept} | words.below.get(concept, set())
    # "Malignant tumor of thyroid gland" is what C73 maps to; a death may carry it or anything below it.
    for concept, (vocabulary, code) in words.code.items():
        if (vocabulary, code) == ("SNOMED", "363478007"):
            below_cancer |= {concept} | words.below.get(concept, set())
    for person in hospital.person:
        name = person["person_id"]
        row = {"person_id": name, "sex": {"8532": "F", "8507": "M"}.get(person["gender_concept_id"], "U"),
               "birth_date": birth(person)}
        if name in cancer:
            row["diagnosis_date"] = cancer[name]["condition_start_date"]
        if name in coded:
            row["histology"] = icd_o(hospital, coded[name])
        elif name in measured:
            row["histology"] = printed(measured[name])
        for letter in "tnm":
            if name in stage[letter]:
                row[letter] = printed(stage[letter][name])
        if name in deaths:
            row["death_date"] = deaths[name]["death_date"]
            row["death_cause"] = cause(deaths[name], below_cancer)
        yield row


def birth(person):
    if person.get("birth_datetime"):
        return person["birth_datetime"]
    year, month, day = (person.get(part + "_of_birth", "") for part in ("year", "month", "day"))
    # READING: a missing month is July, a missing day the first.
    return "%04d-%02d-%02d" % (int(year), int(month or 7), int(day or 1)) if year else ""


def icd_o(hospital, row):
    """`8260/3-C73.9` -> `8260/3`."""
    texts = [row.get("condition_source_value", "")]
    texts += [hospital.words.code.get(row.get(column), ("", ""))[1]
              for column in ("condition_source_concept_id", "condition_concept_id")]
    return next(found.group(0) for found in (re.match(r"[0-9]{4}/[0-9]", text) for text in texts) if found)


def printed(row):
    return row.get("value_source_value") or row.get("value_as_number", "")


def cause(death, below_cancer):
    """"thyroid cancer or its descendants = thyroid_cancer".  READING: another recorded cause is `other`, none is
    `unknown`."""
    concepts = {death.get("cause_concept_id"), death.get("cause_source_concept_id")} - {"", "0", None}
    text = death.get("cause_source_value", "")
    if concepts & below_cancer or re.match(r"(C73|193)\b", text):
        return "thyroid_cancer"
    return "other" if concepts or text else "unknown"


SURGERY = ["total_thyroidectomy", "completion_thyroidectomy", "lobectomy", "neck_dissection", "node_excision"]


def surgeries(hospital):
    """"intent empty; a soft-tissue excision has no code and comes from a sidecar sheet"."""
    for kind in SURGERY:
        for row in hospital.procedures(kind):
            yield {"person_id": row["person_id"], "date": row["procedure_date"], "type": kind}


def radioiodine(hospital):
    """"HCPCS A9517, A9530: quantity = mCi, unit mCi; CPT 79005, 79030, 79035, CW7GGZZ: intent treatment; A9528, A9529:
    intent diagnostic. Every drug row is one administration; its intent is treatment if any such procedure falls on that
    day, diagnostic codes keep theirs, A9517 or A9530 alone have an empty intent; a procedure on a day without a drug row
    is an administration of unknown activity"; "preparation rhtsh if thyrotropin alfa (J3240, H01AB01) 1 to 3 d before".
    READING: several such procedures on a day are one administration. A quantity that is not above 0 is none. A product
    in procedure_occurrence counts on a day without a drug row: each row with a quantity, else one of each kind. What has
    no activity but a procedure is not one more where the sidecar sheet has the day."""
    key = lambda row, date: (row["person_id"], row[date])
    therapy = {key(row, "procedure_date") for row in hospital.procedures("radioiodine_procedure")}
    injected = {key(row, "drug_exposure_start_date") for row in hospital.drugs("rhtsh")}
    sidecar = {(row["person_id"].strip(), row["date"].strip()[:10]) for row in hospital.sidecar["radioiodine"]}
    intent = lambda meaning, at: "diagnostic" if meaning == "radioiodine_diagnostic" else \
        "treatment" if at in therapy else ""
    yield from hospital.sidecar["radioiodine"]
    rows, days, billed = [], set(), {}
    for meaning in ("radioiodine_therapeutic", "radioiodine_diagnostic"):
        for row in hospital.drugs(meaning):
            at = key(row, "drug_exposure_start_date")
            days.add(at)
            rows.append((at, quantity(row), intent(meaning, at)))
        for row in hospital.procedures(meaning):
            billed.setdefault((meaning, key(row, "procedure_date")), []).append(quantity(row))
    products = set(days)
    for (meaning, at), quantities in sorted(billed.items()):
        if at not in days:
            stated = [text for text in quantities if text]
            rows += [(at, text, intent(meaning, at)) for text in stated or ([] if at in sidecar else [""])]
            products.add(at)
    rows += [(at, "", "treatment") for at in sorted(therapy - products - sidecar)]
    for (person, date), activity, purpose in rows:
        yield {"person_id": person, "date": date, "activity": activity, "unit": "mCi" if activity else "",
               "intent": purpose, "preparation": "rhtsh" if prepared(person, date, injected) else ""}


def quantity(row):
    text = row.get("quantity", "")
    return "" if text and float(text) <= 0 else text


def prepared(person, date, injected):
    day = read_date(date)
    return day is not None and any((person, (day - datetime.timedelta(days)).isoformat()) in injected
                                   for days in (1, 2, 3))


def labs(hospital):
    """"operator ..., value_as_number, unit, range_high = upper_reference; value_source_value when the number is
    absent".  READING: a bare number in that text takes the operator too."""
    for analyte in ("tg", "tgab", "tsh", "ft4"):
        for row in hospital.measurements(analyte):
            number, text = row.get("value_as_number", ""), row.get("value_source_value", "")
            if number or read_number(text) is not None:
                text = OPERATORS.get(row.get("operator_concept_id", ""), "") + (number or text)
            unit = row.get("unit_source_value") or hospital.words.code.get(row.get("unit_concept_id"), ("", ""))[1]
            yield {"person_id": row["person_id"], "date": row["measurement_date"], "analyte": analyte, "value": text,
                   "unit": unit, "upper_reference": row.get("range_high", "")}


def injections(hospital):
    """"drug_exposure J3240 / thyrotropin alfa, one per day"."""
    days = {(row["person_id"], row["drug_exposure_start_date"]) for row in hospital.drugs("rhtsh")}
    for person, date in sorted(days):
        yield {"person_id": person, "date": date}


IMAGING = ["us neck", "wbs whole_body", "ct neck", "mri neck", "ct chest", "spect_ct ", "pet_ct whole_body"]


def imaging(hospital):
    """"sidecar sheets; an imaging procedure without a sidecar row is a study with adequate = empty; note text kept as
    its report"; "the coded procedure and the sidecar study of one person, day and modality are one study"."""
    known = {(row["person_id"].strip(), row["date"].strip()[:10], row["modality"].strip().lower())
             for row in hospital.sidecar["imaging"]}
    yield from hospital.sidecar["imaging"]
    for kind in IMAGING:
        modality, region = kind.split(" ")
        for row in hospital.procedures(kind):
            key = (row["person_id"], row["procedure_date"], modality)
            if key not in known:
                known.add(key)
                yield {"imaging_id": "procedure_occurrence:" + row["procedure_occurrence_id"],
                       "person_id": row["person_id"], "date": row["procedure_date"], "modality": modality,
                       "region": region}


def distant(hospital):
    """"conditions C78.0x, C78.7, C79.3x, C79.5x, other C78/C79 but not C77 and not C78.1 (ICD-9 197, 198 but not 197.1),
    on their start date", "as a lesion row of that site".  READING: a lesion row needs a study, but a diagnosis is none: the
    study made up for it is of a kind that shows nothing, and is marked, so that it is no day of contact."""
    for row in hospital.conditions("other_distant"):
        if hospital.words.means(row, "condition", "regional"):
            continue
        site = next((site for site in ("lung", "bone") if hospital.words.means(row, "condition", site)), "other_distant")
        name = "condition_occurrence:" + row["condition_occurrence_id"]
        study = {"imaging_id": name, "person_id": row["person_id"], "date": row["condition_start_date"],
                 "modality": "post_therapy_wbs", "region": "other", "origin": "diagnosis"}
        yield study, {"imaging_id": name, "lesion_id": name, "site": site}


def treatments(hospital):
    """"a sidecar sheet in addition; kinase inhibitors L01EX02, L01EX08 and relatives: tki (exposures less than 30 d
    apart are one, dated by the first); CPT 77401 to 77417, 77385, 77386, 77373: ebrt"."""
    yield from hospital.sidecar["treatment"]
    last = {}
    for row in sorted(hospital.drugs("tki"), key=lambda row: (row["person_id"], row["drug_exposure_start_date"])):
        day = read_date(row["drug_exposure_start_date"])
        before = last.get(row["person_id"])
        last[row["person_id"]] = day
        if before is None or (day - before).days >= 30:
            yield {"person_id": row["person_id"], "date": day.isoformat(), "type": "tki"}
    for person, date in sorted({(row["person_id"], row["procedure_date"]) for row in hospital.procedures("ebrt")}):
        yield {"person_id": person, "date": date, "type": "ebrt"}


def visits(hospital):
    for row in hospital.visit_occurrence:
        yield {"person_id": row["person_id"], "date": row["visit_start_date"],
               "type": row.get("visit_source_value", "")}


def write(folder, sheet, rows):
    columns = SHEETS[sheet][0] + SHEETS[sheet][1] + (["origin"] if sheet == "imaging" else [])
    with open(os.path.join(folder, sheet + ".csv"), "w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def convert(cdm, sidecar, out):
    hospital = Hospital(cdm, sidecar)
    os.makedirs(out, exist_ok=True)
    studies, lesions = list(imaging(hospital)), list(hospital.sidecar["lesion"])
    for study, lesion in distant(hospital):
        studies.append(study)
        lesions.append(lesion)
    write(out, "patient", patients(hospital))
    write(out, "surgery", surgeries(hospital))
    write(out, "radioiodine", radioiodine(hospital))
    write(out, "lab", labs(hospital))
    write(out, "rhtsh", injections(hospital))
    write(out, "imaging", studies)
    write(out, "lesion", lesions)
    write(out, "treatment", treatments(hospital))
    write(out, "visit", visits(hospital))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.stderr.write(__doc__)
        sys.exit(2)
    convert(*sys.argv[1:])
