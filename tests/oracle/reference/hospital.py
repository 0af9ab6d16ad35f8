#!/usr/bin/env python3
"""Edge-dense synthetic hospitals as study sheets.

    python3 hospital.py --persons N --seed S --out DIR [--unclear] [--stop]

No row describes a real person. Every person starts from a plausible scaffold (thyroidectomy, first course, evidence of
disease, second course, follow-up) and then gets many values exactly on, just below and just above the contract's bounds.
Deterministic for a seed. `--unclear` adds cases on which the contract is silent (differences there are questions, not
mistakes); `--stop` makes a hospital on which the run must stop with exit code 11.
"""
import argparse
import csv
import datetime
import os
import random
from decimal import Decimal

COLUMNS = {
    "patient": "person_id sex birth_date diagnosis_date histology t n m tnm_edition t3_reason ete margins vascular_foci "
               "positive_nodes largest_node_mm extranodal_extension braf tert death_date death_cause".split(),
    "surgery": "person_id date type side level intent".split(),
    "radioiodine": "person_id date activity unit intent preparation post_therapy_scan place".split(),
    "lab": "person_id date analyte value unit assay laboratory detection_limit upper_reference".split(),
    "rhtsh": "person_id date".split(),
    "imaging": "imaging_id person_id date modality region adequate impression report".split(),
    "lesion": "imaging_id lesion_id site level side long_mm short_mm features cytology washout_ng_ml avid suv".split(),
    "treatment": "person_id date type".split(),
    "visit": "person_id date type".split(),
}
WORD_COLUMNS = set("sex histology m ete margins death_cause type intent preparation post_therapy_scan analyte modality "
                   "region adequate impression site features cytology avid".split())
DROPPABLE = {"patient": ["tert", "braf", "t3_reason", "tnm_edition", "largest_node_mm"], "radioiodine": ["place"],
             "surgery": ["side", "level"], "lab": ["laboratory"], "imaging": ["impression", "report"],
             "lesion": ["suv", "level", "side"], "visit": ["type"]}

DTC = ["8260/3", "8050/3", "8340/3", "8341/3", "8342/3", "8343/3", "8344/3", "8350/3", "8330/3", "8331/3", "8332/3",
       "8335/3", "8339/3", "8290/3", "8337/3", "papillary carcinoma", "papillary thyroid carcinoma", "PTC",
       "papillary microcarcinoma", "follicular variant of papillary carcinoma",
       "follicular variant of papillary thyroid carcinoma", "tall cell papillary carcinoma",
       "tall cell papillary thyroid carcinoma", "tall cell variant of papillary carcinoma",
       "tall cell variant of papillary thyroid carcinoma", "follicular carcinoma", "follicular thyroid carcinoma", "FTC",
       "oncocytic carcinoma", "Hurthle cell carcinoma", "poorly differentiated thyroid carcinoma"]
NOT_DTC = ["", "8260", "8260/2", "8260/1", "8260/0", "8337", "8337/1", "8349/1", "8349/3", "8345/3", "8346/3", "8347/3",
           "8430/3", "8510/3", "8512/3", "8513/3", "8020/3", "8021/3", "8030/3", "8032/3", "9680/3", "8333/3", "8336/3",
           "8338/3", "8291/3", "8351/3", "8140/3", "medullary carcinoma", "anaplastic carcinoma", "papillary", "carcinoma",
           "C73", "C73.9", "NIFTP", "thyroid carcinoma", "poorly differentiated carcinoma", "tall cell carcinoma",
           "oncocytic thyroid carcinoma", "Hurthle cell adenoma", "unknown", "8260/33", "82603", "8260-3"]
ST_HIGH = ["10", "10.0", "10.1", ">10", "≥10", "> 10", ">=10", "12.4", "25", ">100", "38.2", "150", "1e1", "64.5", "210",
           "9.9999999999", "11", "17.3", "31", "93.7", "55", "402"]
ST_MID = ["9.9", "<10", "5", "3.2", "1", "1.0", ">5", "2.7", "<2", "<=1.5", "7.4", "9.99", "9.99999", "<12", "≤20", ">1",
          "1.00001", ">9.9", "4.4"]
ST_LOW = ["0.99", "<1", "0.2", "<0.2", "0.5", "<0.1", "0.9", "undetectable", "≤1", "0", "<0.5", "0.9999", "< 0.3", "0.8"]
SU_HIGH = ["1", "1.0", "1.1", ">1", "2", ">=1", "5", "0.9999999999", "3.3", "> 1", "12"]
SU_MID = ["0.99", "<1", "0.2", "0.3", "0.5", "<0.3", ">0.5", "0.9", "0.20001", "<0.4", "0.99999"]
SU_LOW = ["0.19", "<0.2", "<0.1", "0.1", "0", "neg", "Not Detected", "≤0.2", "0.199", "undetectable", "<=0.05"]
UNUSABLE = ["n/a", "pending", "-3", "1,5", "", "<", ">", "> x", "0.5-1", "hemolysed", "<-1", "5 ng/mL", "+5", "10 000", "=5",
            "<0,2", "positive", "trace", "1.2.3", "see note", "low", "--"]
TSH_STIM = ["30", "30.0", "31", "45", ">30", ">100", "≥30", ">=75", "120", "77", "29.9999999999", "> 50", "100"]
TSH_EDGE = ["29.9", "<30", ">20", ">29.9", "<100", "29.99999", "12", "≤40", "8"]
TSH_SUPP = ["0.49", "<0.5", "<0.05", "0.1", "0.02", "≤0.5", "<=0.1", "0.4999", "0", "< 0.01", "undetectable", "0.3"]
TSH_NEITHER = ["0.5", "0.50", "<0.6", ">0.1", "0.51", "1.2", "2.5", "0.5000001", "4", "<4", "0.4999999999"]
# (size before, size after): growth around 3 mm and 20 %, shrinkage around 3 mm and 30 %, 5 mm
SIZES = [("15", "18"), ("15", "17.9"), ("14.9", "17.8"), ("14.9", "17.9"), ("16", "19"), ("15.1", "18.1"), ("10", "13"),
         ("10", "12.9"), ("20", "23"), ("20", "24"), ("20", "23.9"), ("30", "36"), ("30", "35.9"), ("6", "9"), ("6", "8.9"),
         ("5", "8"), ("10", "7"), ("10", "7.1"), ("9", "6"), ("12", "9"), ("20", "14"), ("20", "14.1"), ("11", "8"),
         ("9.9", "6.9"), ("10.1", "7.1"), ("8", "5"), ("8", "4.9"), ("7", "5"), ("7", "4.9"), ("6", "5"), ("6", "4.9"),
         ("12", "12"), ("8", "8"), ("9", "10"), ("11", "11.5"), ("10", "10"), ("18", "19"), ("7.5", "8"), ("13", "11"),
         ("8", ""), ("", "8"), ("", ""), ("4.9", "5"), ("4.9", "7.9"), ("5", "5"), ("9.99", "10"), ("1.3e1", "16"),
         ("8", "8"), ("9", "9.5"), ("14", "13"), ("10", "11"), ("9", "6.1"), ("9.5", "6.6"), ("9", "6"), ("8", "5.1"), ("8", "4.9"),
         ("10", "4.9"), ("9", "4.5"), ("9", "5")]


def plain(x):
    """A decimal number in plain digits."""
    text = format(x.normalize(), "f")
    return text


class Person:
    def __init__(self, hospital, number):
        self.h, self.rng = hospital, hospital.rng
        self.id = "%s%04d" % (self.rng.choice(["P", "P", "P", "q", "Z-"]), number)
        self.lab_seen = set()
        self.day_doses = {}
        self.lesion_no = 0
        self.cap = None

    # ---- small helpers -------------------------------------------------------------------------
    def chance(self, p):
        return self.rng.random() < p

    def pick(self, *things):
        return self.rng.choice(things)

    def day(self, offset):
        return self.t0 + datetime.timedelta(days=offset)

    def add(self, sheet, **cells):
        if "date" in cells and isinstance(cells["date"], datetime.date):
            day = cells["date"]
            if self.cap is not None and day > self.cap and sheet in ("lab", "imaging", "visit"):
                return None
            cells["date"] = day.isoformat()
        if sheet not in ("lesion",):
            cells["person_id"] = self.id
        row = {column: "" for column in COLUMNS[sheet]}
        row.update(cells)
        self.h.rows[sheet].append(row)
        return row

    # ---- laboratory ----------------------------------------------------------------------------
    def lab(self, day, analyte, value, unit, assay="", limit="", upper=""):
        """Adds a row; the same number twice on a day under different assays is left to --unclear."""
        sign = {"<": "<", "≤": "<", ">": ">", "≥": ">"}.get(value[:1], "")
        try:
            text = sign + plain(Decimal(value.strip(" <>=≤≥")))
        except ArithmeticError:
            text = value.lower()
        key = (analyte, day, text)
        if analyte != "tsh" and key in self.lab_seen and not (self.h.unclear and self.chance(0.5)):
            return
        self.lab_seen.add(key)
        self.add("lab", date=day, analyte=analyte, value=value, unit=unit, assay=assay,
                 laboratory=self.pick("", "Central", "Clinic lab"), detection_limit=limit, upper_reference=upper)

    def tg(self, day, value, assay=None):
        """A Tg given in ng/mL, printed in one of the units."""
        rng = self.rng
        assay = self.pick(*self.assays) if assay is None else assay
        unit = rng.choices(["ng/mL", "ug/L", "mcg/L", "µg/L", "μg/L", "ng/dL", "ng/L", "pmol/L", "", "mg/L", "IU/mL"],
                           [55, 8, 4, 4, 4, 8, 8, 3, 1.5, 1, 1])[0]
        limit = ""
        lead = value[:len(value) - len(value.lstrip("<>=≤≥ "))]
        body = value[len(lead):]
        words = ("undetectable", "neg", "not detected", "negative", "not detectable")
        if body.lower() in words:
            limit = self.pick("0.1", "0.2", "0.2", "0.9", "1", "1.0", "")
            body_number = None
        else:
            try:
                body_number = Decimal(body)
            except ArithmeticError:
                body_number = None
            if self.chance(0.10):
                # at, below and above the detection limit
                limit = self.pick("0.1", "0.2", "0.5", "1", "10", "0.19", "0.21", body if body_number else "0.2", "-1", "x")
        scale = {"ng/dL": 100, "ng/L": 1000}.get(unit, 1)
        if body_number is not None:
            if unit == "pmol/L":
                body = plain((body_number / Decimal("0.66")).quantize(Decimal("0.000001")))
            elif scale != 1:
                body = plain(body_number * scale)
        if limit and scale != 1:
            try:
                limit = plain(Decimal(limit) * scale)
            except ArithmeticError:
                pass
        self.lab(day, "tg", lead + body, unit, assay, limit)

    def tsh(self, day, value):
        unit = self.rng.choices(["mIU/L", "mU/L", "uIU/mL", "uU/mL", "", "ng/mL"], [50, 15, 20, 8, 4, 1])[0]
        if self.h.unclear and self.chance(0.05):
            unit = self.pick("µIU/mL", "μU/mL", "mIU/mL")
        limit = self.pick("0.01", "0.05", "0.5", "") if value == "undetectable" else ""
        if self.chance(0.02):
            limit = self.pick("0.5", "0.05", "30")
        self.lab(day, "tsh", value, unit, "", limit)

    def tgab(self, day, value=None, upper=None, assay=None):
        if value is None:
            value, upper = self.rng.choices(
                [("<1", ""), ("0.9", ""), ("<0.9", "4.1"), ("0", ""), ("3.9", ""), ("4.0", ""), ("4", "4"), ("<20", "115"),
                 ("4.1", ""), (">4", ""), (">=4.0", ""), ("60", "60"), ("61", "60"), (">60", "60"), (">59", "60"),
                 ("250", "115"), ("<115", "60"), ("4.05", "4.1"), ("neg", ""), ("undetectable", "4.1"), (">3.9", ""),
                 ("5", "4,1"), ("4.0000000001", ""), ("20", "115")],
                [14, 12, 14, 3, 4, 4, 4, 14, 1.5, 1, 1, 3, 1, 1, 1, 1, 2, 3, 1, 1, 1, 0.5, 1, 8])[0]
        limit = self.pick("0.9", "20", "") if value in ("neg", "undetectable") else ""
        unit = self.rng.choices(["IU/mL", "U/mL", "kIU/L", "kU/L", "", "mIU/L", "%"], [60, 12, 8, 8, 6, 1, 1])[0]
        self.lab(day, "tgab", value, unit, self.pick("", "", "A1", "a1", "B") if assay is None else assay, limit, upper or "")

    def cluster(self, day, how, value=None, antibodies=True):
        """One Tg with the TSH (or injections) and TgAb around it.  how: st su no rh edge."""
        rng = self.rng
        shift = datetime.timedelta
        if how == "edge":
            how = self.pick("st-edge", "su-edge", "st-late", "su-late", "rh-edge", "tie", "tie", "day", "no")
        if value is None:
            pool = {"st": [ST_HIGH, ST_MID, ST_LOW], "rh": [ST_HIGH, ST_MID, ST_LOW],
                    "su": [SU_HIGH, SU_MID, SU_LOW]}.get(how[:2], [ST_HIGH, ST_MID, SU_LOW, SU_HIGH])
            value = self.pick(*self.pick(*pool))
        self.tg(day, value)
        if self.chance(0.10):  # a second Tg of the day
            self.tg(day, self.pick(*self.pick(ST_HIGH, ST_MID, ST_LOW, SU_LOW)))
        if self.chance(0.03):
            self.lab(day, "tg", self.pick(*UNUSABLE), "ng/mL", self.pick(*self.assays))
        near = lambda *days: day + shift(rng.choice(days))
        if how == "st":
            self.tsh(near(0, 0, 0, 0, -1, 1, 2, -2, 3, -3), self.pick(*TSH_STIM))
            if self.chance(0.12):
                self.tsh(near(-4, 4, 5, -5, 3, -3, 20), self.pick(*(TSH_SUPP + TSH_EDGE)))
        elif how == "su":
            self.tsh(near(0, 0, 0, 0, 3, -3, 5, -10, 29, 30, -29, -30), self.pick(*TSH_SUPP))
        elif how == "st-edge":
            self.tsh(near(0, 0, 1, -3), self.pick(*TSH_EDGE))
        elif how == "su-edge":
            self.tsh(near(0, 0, 7, -30), self.pick(*TSH_NEITHER))
        elif how == "st-late":
            self.tsh(near(-4, 4, 3, -3), self.pick(*TSH_STIM))
        elif how == "su-late":
            self.tsh(near(-31, 31, 30, -30), self.pick(*TSH_SUPP))
        elif how == "tie":  # equally distant before and after, or equal numbers of different kinds
            far = self.pick(1, 2, 3, 3, 4, 10, 30, 30, 31)
            one, two = self.pick(("<30", "30"), ("30", ">30"), ("29.9", "30"), ("0.49", "0.5"), ("<0.5", "0.5"), ("0.1", "45"),
                                 ("<0.5", ">0.5"), ("<100", "40"), (">0.3", "0.3"), ("0.4", "<0.5"), ("<30", ">30"),
                                 ("0.2", "0.3"), ("31", "0.1"))
            if self.chance(0.5):
                one, two = two, one
            self.tsh(day - shift(far), one)
            self.tsh(day + shift(far), two)
        elif how == "day":  # two on the nearest day
            at = near(0, 1, -3, 3)
            for text in self.pick(("<30", "30"), ("29", "31"), ("<0.5", "0.5"), ("0.3", "0.6"), (">30", "<30")):
                self.tsh(at, text)
        elif how in ("rh", "rh-edge"):
            gap = self.pick(1, 1, 2) if how == "rh" else self.pick(0, 3, 1, 2, 4)
            wait = self.pick(2, 2, 3, 4) if how == "rh" else self.pick(1, 2, 4, 5, 5)
            self.add("rhtsh", date=day - shift(wait))
            self.add("rhtsh", date=day - shift(wait + gap))
            if self.chance(0.05):
                self.add("rhtsh", date=day - shift(wait + gap + self.pick(1, 2)))
            if self.chance(0.5):
                self.tsh(near(0, -1, 1), self.pick("0.3", "0.05", "29.9", "0.5", ">100", "2"))
        else:
            self.tsh(near(0, 0, 5, -14), self.pick(*(TSH_NEITHER + TSH_EDGE)))
        if antibodies and self.antibodies and self.chance(0.85):
            self.tgab(near(0, 0, 0, 0, 0, 2, -7, 30, -30))
            if self.chance(0.12):  # two on one day, two equally near, one just too far
                kind = self.pick("day", "tie", "far")
                if kind == "day":
                    self.tgab(day)
                elif kind == "tie":
                    far = self.pick(1, 5, 30)
                    self.tgab(day - shift(far), *self.pick(("0.9", ""), ("250", "115"), ("60", "60"), ("4.1", "")))
                    self.tgab(day + shift(far), *self.pick(("<1", ""), ("251", "115"), ("61", "60"), ("4", "")))
                else:
                    self.tgab(near(31, -31), "300", "115")
        elif antibodies and self.chance(0.1):
            self.tgab(near(31, -31, 30, -30), *self.pick(("99", "60"), ("5", ""), ("<1", "")))
        if self.chance(0.05):
            self.lab(day, "ft4", self.pick("14", "1.1", "x", ""), self.pick("pmol/L", "ng/dL", ""))

    def trend(self, first, last, rising):
        """Two TgAb at the ends of a window: days apart around 90, ratio around 1.5, assay equal or not."""
        one, two = self.pick(*([("100", "150"), ("100", "151"), ("20", ">30"), ("<20", "30"), ("4", "6"), ("10", "40")] if rising
                               else [("100", "149"), ("100", "149.9"), ("<100", "<150"), (">100", "200"), ("0", "50"),
                                     ("100", "120"), ("2", "3.5"), ("1", "4"), ("<20", "29.9"), ("20", ">29")]))
        same = self.pick(("A1", "A1"), ("A1", "a1"), ("", ""), ("B", "B")) if rising or self.chance(0.6) else \
            self.pick(("A1", "B"), ("A1", ""), ("", "B"))
        upper = self.pick("", "", "4.1", "4")
        self.tgab(first, one, upper, same[0])
        if self.chance(0.15):
            self.tgab(first, self.pick("3", "0.5", "<2"), upper, same[0])
        self.tgab(last, two, upper, same[1])
        if self.chance(0.15):
            self.tgab(last, self.pick("3", "5", "<2"), upper, self.pick("A1", "B"))
        if (last - first).days > 4 and self.chance(0.4):
            self.tgab(first + datetime.timedelta(days=(last - first).days // 2), self.pick("500", "1", "<1"), upper, "B")

    # ---- imaging -------------------------------------------------------------------------------
    def study(self, day, modality="us", region="neck", adequate="yes"):
        row = self.add("imaging", imaging_id=self.h.new_imaging_id(), date=day, modality=modality, region=region,
                       adequate=adequate,
                       impression=self.pick("", "", "none", "indeterminate", "suspicious", "stable", "progression", "shrinkage",
                                            "resolved"),
                       report=self.pick("", "", "", "Neck: no change.", "Levels II, III and \"VI\" seen",
                                        "first line\nsecond line", "לא נראתה מחלה"))
        return row

    def lesion(self, study, lesion_id, site, mm="", other="", features="", cytology="", washout="", avid=""):
        if study is None:
            return
        if site == "node":
            long_mm, short_mm = other, mm
        else:
            long_mm, short_mm = mm, other
        self.add("lesion", imaging_id=study["imaging_id"], lesion_id=lesion_id, site=site, long_mm=long_mm, short_mm=short_mm,
                 features=features, cytology=cytology, washout_ng_ml=washout, avid=avid,
                 level=self.pick("", "II", "III", "VI"), side=self.pick("", "left", "right"),
                 suv=self.pick("", "", "4.2", "high"))

    def new_lesion_id(self):
        self.lesion_no += 1
        return self.pick("L", "N", "n", "B") + str(self.lesion_no)

    GOOD = ["microcalcification", "cystic", "peripheral_vascularity", "hyperechoic", "round;cystic", "Hyperechoic; no_hilum",
            "microcalcification;spiculated", "no_hilum ; cystic"]
    DULL = ["", "no_hilum", "round", "round;no_hilum", "spiculated", "calcification"]

    def looks(self, evidence):
        """(site, features, cytology, washout, avid) that mostly is, or mostly is not, structural evidence."""
        pick = self.pick
        if evidence:
            return pick(
                (pick("node", "node", "bed", "soft_tissue", "mediastinum"), pick(*self.GOOD), "", "", ""),
                ("node", pick(*self.GOOD), pick("", "nondiagnostic"), pick("", "9.9"), pick("", "no")),
                ("node", pick(*self.DULL), "malignant", "", ""),
                ("node", pick(*self.DULL), pick("", "benign", "nondiagnostic"), pick("10", "10.0", "880", "9.9999999999"), ""),
                (pick("node", "soft_tissue", "mediastinum"), pick(*self.DULL), "", "", "yes"),
                ("bed", pick(*self.DULL), "malignant", pick("", "9.9", "0"), pick("yes", "")))
        return pick(
            ("bed", pick(*self.DULL), "", "", "yes"),
            ("node", pick(*self.DULL), "", "", ""),
            ("node", pick(*self.GOOD), "benign", pick("", "9.9", "1"), pick("", "yes")),
            ("node", pick(*self.DULL), pick("nondiagnostic", "suspicious"), pick("9.9", "9,9", "-20", "<10"), ""),
            (pick("soft_tissue", "mediastinum"), pick(*self.DULL), "", "9.99", pick("no", "maybe")))

    def history(self, lesion_id, day, site):
        """Cytology and washout of the same lesion recorded in other studies, before, on and after the day."""
        for _ in range(self.pick(1, 1, 2)):
            at = day + datetime.timedelta(days=self.pick(-400, -200, -90, -30, -1, 0, 0, 1, 30, 200))
            study = self.study(at, self.pick("us", "us", "ct", "post_therapy_wbs", "mri"), self.pick("neck", "chest", "other"),
                               self.pick("no", "no", "yes", "", "limited"))
            self.lesion(study, lesion_id, self.pick(site, site, site, "bed", "soft_tissue"), self.pick("", "8", "4"), "",
                        "", self.pick("malignant", "benign", "benign", "nondiagnostic", ""),
                        self.pick("", "", "10", "9.9", "25", "0"))

    def modality(self):
        return self.rng.choices(["us", "ct", "mri"], [75, 15, 10])[0]

    def other_studies(self, day):
        """Studies that are no neck study (or the wrong kind), with a lesion that would count."""
        modality, region, adequate = self.pick(
            ("us", "chest", "yes"), ("ct", "chest", "yes"), ("us", "neck", "no"), ("us", "neck", ""), ("ct", "neck", "partly"),
            ("post_therapy_wbs", "whole_body", "yes"), ("post_therapy_wbs", "neck", "yes"), ("wbs", "whole_body", "yes"),
            ("wbs", "neck", "yes"), ("pet_ct", "whole_body", "yes"), ("pet_ct", "neck", "yes"), ("spect_ct", "neck", "yes"),
            ("spect_ct", "chest", "yes"), ("ct", "whole_body", "yes"), ("mri", "whole_body", "yes"), ("us", "whole_body", "yes"),
            ("mri", "other", "yes"), ("wbs", "other", "yes"), ("pet_ct", "whole_body", "no"), ("us", "", "yes"),
            ("ct", "Hals", "yes"))
        study = self.study(day, modality, region, adequate)
        if self.chance(0.7):
            site, features, cytology, washout, avid = self.looks(self.chance(0.6))
            self.lesion(study, self.pick(self.new_lesion_id(), "L1", "N1"), site, self.pick("8", "10", "9.9", "12", "4.9", "5", ""),
                        self.pick("", "10", "12", "9.9"), features, cytology, washout, avid)

    # ---- the person ----------------------------------------------------------------------------
    def build(self):
        rng, pick, chance = self.rng, self.pick, self.chance
        shift = datetime.timedelta
        stratum = rng.choices(["structural", "biochemical", "reoperated"], [36, 36, 28])[0]
        fail = rng.choices(["", "dtc", "thyroidectomy", "one_course", "period", "distant", "bare"],
                           [80, 4, 3, 4, 3, 4, 2])[0]
        self.assays = pick(["Elecsys", "elecsys ", "IRMA"], ["Access", "Access"], ["", "Access"], ["Immulite", "IMMULITE", ""])
        self.antibodies = chance(0.8)
        self.by_m = False
        # a sparse person has few values, so that each edge decides; others have many that compete
        self.sparse = chance(0.35)
        year = pick(1996, 1998, 2000, 2001, 2003, 2004, 2005, 2007, 2008, 2010, 2011, 2013, 2014)
        self.t0 = datetime.date(year, 1, 1) + shift(days=rng.randrange(365))
        if fail == "period" or chance(0.03):
            self.t0 = datetime.date.fromisoformat(pick("1994-12-31", "2016-01-01", "2015-12-31", "1995-01-01", "1994-06-01",
                                                       "2017-03-03", "1995-01-02", "2015-12-30"))
        gap = rng.choices([rng.randrange(400, 2500), pick(181, 182, 200, 270, 365, 360, 545, 544, 546),
                           pick(89, 90, 91, 179, 180)], [80, 14, 6])[0]
        if stratum == "reoperated" and chance(0.12):
            gap = pick(90, 91, 179, 180, 181)
        self.rai1 = self.t0 - shift(days=gap)
        if fail == "bare":
            return self.bare(stratum)
        end = rng.choices([rng.randrange(900, 3500), rng.randrange(366, 900), pick(-1, 0, 1, 14, 364, 365, 730, 731, 1095)],
                          [80, 14, 6])[0]
        # some persons get one special follow-up instead of the ordinary one
        self.special = pick(self.third_course, self.third_course, self.two_near_doses, self.dose_day_pair, self.dose_day_pair,
                            self.short, self.antibody_tie, self.antibody_trend, self.antibody_trend) if chance(0.16) else None
        if self.special == self.short:
            end = pick(88, 89, 90, 91, 92, 100, 200)
        elif self.special is not None:
            end = rng.randrange(760, 2500)
        self.end = self.day(end)
        self.cap = self.end

        self.patient_row(fail)
        reoperations = self.operations(stratum, fail)
        self.doses(fail)
        low = max(self.day(-365), self.rai1 + shift(180), (max(reoperations) + shift(1)) if reoperations else self.rai1)
        width = (self.t0 - low).days
        baseline = [low + shift(k) for k in sorted({0, 1, 2, width // 3, width // 2, width - 30, width - 1, width})
                    if 0 <= k <= width] or [self.t0]
        outside = [self.day(-366), self.rai1 + shift(179), low - shift(1), self.day(1)]
        if reoperations:
            outside.append(max(reoperations))
        self.baseline_labs(stratum, baseline, outside)
        if self.special is None:
            self.after_labs()
            self.late_labs()
        else:
            self.special()
        self.early_labs(low)
        self.imaging(stratum, baseline, outside)
        self.distant(fail)
        if self.special is None:
            self.extra_treatment()
        for _ in range(pick(1, 2, 4)):
            self.add("visit", date=self.day(rng.randrange(-400, max(1, end) + 300)), type=pick("endocrine", "surgery", "", "?"))
        self.add("visit", date=self.end, type=pick("endocrine", ""))
        if chance(0.10):  # what comes after the last visit, or makes it
            self.cap = None
            later = self.end + shift(pick(1, 30, 400, 729, 730, 731))
            kind = pick("analyte", "unusable", "inadequate", "ft4", "surgery")
            if kind == "analyte":
                self.lab(later, pick("calcitonin", "crp", "tg2", "anti-tpo") if not self.h.unclear else "", "5", "pg/mL")
            elif kind == "unusable":
                self.lab(later, pick("tg", "tsh", "tgab"), pick(*UNUSABLE), "")
            elif kind == "inadequate":
                self.study(later, "us", "other", "no")
            elif kind == "ft4":
                self.lab(later, "ft4", "12", "pmol/L")
            else:
                self.add("surgery", date=later, type="other")

    def patient_row(self, fail):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        age = rng.randrange(15, 85)
        birth = self.t0.replace(day=min(self.t0.day, 28), year=self.t0.year - age) + shift(days=rng.randrange(365))
        birth = birth.isoformat()
        if chance(0.25):
            birth = pick("%d" % (self.t0.year - age), "%d-02-29" % (self.t0.year // 4 * 4 - 40),
                         self.t0.replace(day=min(28, self.t0.day), year=self.t0.year - age).isoformat(),
                         (self.t0.replace(day=min(28, self.t0.day), year=self.t0.year - age) + shift(1)).isoformat(),
                         (self.t0.replace(day=min(28, self.t0.day), year=self.t0.year - age) - shift(1)).isoformat(),
                         "", "unknown", "1950-13-01", "1955-06", "03/04/1960", "1948-07-01T10:15:00")
        death = cause = ""
        if chance(0.13):
            death = (self.end + shift(days=pick(0, 1, 200))).isoformat()
            cause = pick("thyroid_cancer", "Thyroid_Cancer", "other", "unknown", "", "accident")
            if chance(0.15):
                death = pick("unknown", "2012", "31.12.2010", "2011-02-30")
        elif chance(0.03):
            cause = pick("thyroid_cancer", "other")
        m = pick("", "M0", "0", "MX", "cM0", "pM0", "M0 ", "X", "cMX") if not chance(0.03) else \
            pick("c1", "M 1", "11", "CM0(i+)", "01", "p1", "M", "xM1", "cpM1")
        if fail == "distant" and chance(0.5):
            self.by_m = True
            m = pick("1", "M1", "M1a", "cM1", "pM1b", "m1", " 1 ", "M10", "cm1", "PM1", "\u00a0M1")
        histology = pick(*DTC)
        if fail == "dtc":
            histology = pick(*NOT_DTC)
        self.add("patient", sex=rng.choices(["F", "M", "U", "", "female", "f"], [60, 28, 3, 3, 2, 4])[0], birth_date=birth,
                 diagnosis_date=pick((self.rai1 - shift(100)).isoformat(), (self.rai1 - shift(70)).isoformat(), "", "1.2.2003"),
                 histology=histology, t=pick("", "T1a", "T2", "T3"), n=pick("", "N0", "N1b", "NX"), m=m,
                 tnm_edition=pick("", "6", "7"), t3_reason=pick("", "size"), ete=pick("", "none", "microscopic", "gross", "big"),
                 margins=pick("", "R0", "R1", "R2", "RX"), vascular_foci=pick("", "0", "4", "many"),
                 positive_nodes=pick("", "3", "-1", "12"), largest_node_mm=pick("", "12", "3,5"),
                 extranodal_extension=pick("", "yes", "no"), braf=pick("", "positive"), tert="", death_date=death,
                 death_cause=cause)

    def operations(self, stratum, fail):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        before = self.rai1 - shift(pick(0, 1, 30, 45, 60, 60, 90, 120))
        kind = pick("total", "total", "total", "total", "near", "both", "both", "completion", "late_lobe")
        if fail == "thyroidectomy":
            kind = pick("none", "late", "lobectomy", "late_completion", "dissection", "type")
        put = lambda day, what, intent="initial": self.add("surgery", date=day, type=what, intent=intent,
                                                           side=pick("", "left", "right", "both"), level=pick("", "VI", "II-IV"))
        if kind == "total":
            put(before, "total_thyroidectomy", pick("initial", "", "reoperation"))
        elif kind == "near":
            put(before, "near_total_thyroidectomy")
        elif kind == "both":
            put(before - shift(pick(0, 10, 60, 4000)), "lobectomy")
            put(before, "completion_thyroidectomy", pick("completion", "", "reoperation"))
        elif kind == "completion":
            put(before, "completion_thyroidectomy", "completion")
            if chance(0.4):
                put(self.rai1 + shift(pick(1, 0)), pick("lobectomy", "total_thyroidectomy", "near_total_thyroidectomy"))
        elif kind == "late_lobe":
            put(before, "completion_thyroidectomy", "completion")
            put(pick(before, self.rai1, self.rai1 + shift(1), self.rai1 + shift(50)), "lobectomy")
        elif kind == "late":
            put(self.rai1 + shift(pick(0, 1, 2, 30)), pick("total_thyroidectomy", "near_total_thyroidectomy"))
        elif kind == "late_completion":
            put(before, "lobectomy")
            put(self.rai1 + shift(pick(0, 1, 60)), "completion_thyroidectomy", "completion")
        elif kind == "lobectomy":
            put(before, "lobectomy")
        elif kind == "dissection":
            put(before, "neck_dissection")
        elif kind == "type":
            put(before, "other")
        if chance(0.3):
            put(pick(before, self.rai1), "neck_dissection", pick("initial", "", "reoperation"))
        neck = lambda: pick("neck_dissection", "neck_dissection", "node_excision", "soft_tissue_excision")
        reoperations = []
        gap = (self.t0 - self.rai1).days
        if stratum == "reoperated" and gap > 2:
            for _ in range(pick(1, 1, 1, 2)):
                at = pick(rng.randrange(1, gap), rng.randrange(1, gap), rng.randrange(1, max(2, gap // 2)), max(1, gap - 200),
                          1, gap - 1, max(1, gap - 100), max(1, gap - 370))
                reoperations.append(self.rai1 + shift(at))
                put(reoperations[-1], neck(), pick("reoperation", "reoperation", "", "revision"))
        elif chance(0.35) and gap > 2:  # neck surgery that is no reoperation
            put(self.rai1 + shift(rng.randrange(1, gap)), neck(), pick("initial", "completion", "diagnostic", "diagnostic"))
        elif chance(0.2):
            put(pick(self.rai1, self.t0), neck(), pick("reoperation", ""))
        elif chance(0.1) and gap > 2:
            put(self.rai1 + shift(rng.randrange(1, gap)), pick("completion_thyroidectomy", "other", "lobectomy"),
                pick("reoperation", ""))
        elif chance(0.04):
            put(pick(self.rai1 + shift(1), self.t0 - shift(1)), neck(), pick("reoperation", ""))
        if chance(0.24):
            put(self.day(pick(0, 1, 13, 14, 15, 16, 300, 365, 366, 400, 546, 547, 548, 600, 730, 731, 900, 1200, 1800)), neck(),
                pick("reoperation", "initial", "completion", "", "diagnostic", "diagnostic"))
        if chance(0.05):
            put(self.day(pick(15, 400)), pick("other", "completion_thyroidectomy", "lobectomy"), pick("", "reoperation"))
        return reoperations

    def activity(self, mci=None):
        """(activity, unit) that surely is therapeutic."""
        mci = mci or self.pick(30, 50, 80, 100, 100, 150, 150, 175, 200)
        return self.pick((str(mci), "mCi"), (str(mci), "MCI"), (str(mci * 37), "MBq"), (plain(Decimal(mci * 37) / 1000), "GBq"),
                         (str(mci), "millicuries"), (str(mci), "Millicurie"), (str(mci * 37), "megabecquerel"), (str(mci), " m Ci "),
                         (plain(Decimal(mci * 37) / 1000), "gigabecquerels"), (str(mci) + ".5", "mCi"), ("1e2", "mCi"),
                         (str(mci * 37), "M Bq"))

    def orderly(self, day, amount, unit):
        """Whether "at most 1 % apart" stays transitive among the doses of the day; if not, the contract leaves open which two
        are one, and the case is left to --unclear."""
        try:
            mci = float(amount)
        except ValueError:
            return True
        word = unit.replace(" ", "").lower()[:1]
        mci = mci / 37 if word == "m" and "b" in unit.lower() or (not word and mci >= 700) else mci
        mci = mci * 1000 / 37 if word == "g" else mci
        values = self.day_doses.setdefault(day, []) + [mci]
        same = lambda a, b: abs(a - b) <= 0.01 * max(a, b) + 1e-9
        for a in values:
            for b in values:
                if any(same(a, b) and same(b, c) and not same(a, c) for c in values):
                    return False
        self.day_doses[day].append(mci)
        return True

    def dose(self, day, activity=None, intent=None, preparation=None, scan=None):
        amount, unit = activity or self.activity()
        if not self.orderly(day, amount, unit) and not self.h.unclear:
            return
        self.add("radioiodine", date=day, activity=amount, unit=unit,
                 intent=self.pick("ablation", "adjuvant", "treatment", "treatment", "", "therapy" if activity is None else "") if
                 intent is None else intent,
                 preparation=self.pick("withdrawal", "withdrawal", "rhtsh", "", "none") if preparation is None else preparation,
                 post_therapy_scan=self.pick("negative", "bed_only", "neck_nodal", "mediastinal", "indeterminate", "", "liver") if
                 scan is None else scan, place=self.pick("", "here", "elsewhere"))

    # without intent: therapeutic from 20 mCi on
    BORDER = [("20", "mCi"), ("19.9", "mCi"), ("19.9999999999", "mCi"), ("740", "MBq"), ("739", "MBq"), ("0.74", "GBq"),
              ("0.739", "GBq"), ("10", "mCi"), ("9.9", "mCi"), ("700", ""), ("740", ""), ("739", ""), ("699", ""), ("699.9", ""),
              ("600", ""), ("601", ""), ("15", ""), ("14.9", ""), ("20", ""), ("19", ""), ("5", ""), ("100", "Ci"), ("3700", "bq"),
              ("5.55", ""), ("", "mCi"), ("-100", "mCi"), ("100,5", "mCi"), ("100 mCi", ""), ("20", "mCi/l"), ("740.0", "MBQ")]

    def doses(self, fail):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        self.dose(self.rai1, pick(None, None, None, ("20", "mCi"), ("740", "MBq"), ("0.74", "GBq"), ("3700", ""), ("100", "")))
        if fail == "one_course":
            kind = pick("none", "border", "diagnostic", "split", "twice", "no_course")
            if kind == "border":
                self.dose(self.t0, pick(*self.BORDER), "")
            elif kind == "diagnostic":
                self.dose(self.t0, ("150", "mCi"), "diagnostic")
            elif kind == "split":
                self.dose(self.rai1 + shift(pick(1, 60, 88, 89)))
            elif kind == "twice":
                self.dose(self.rai1, ("100", "mCi"))
                self.dose(self.rai1, ("100", "mCi"), "treatment", "rhtsh")
            return
        # the second course: its intent is there, or its activity is clear
        preparation = pick("withdrawal", "withdrawal", "rhtsh", "rhtsh", "")
        self.t0_rhtsh = preparation == "rhtsh"
        if chance(0.12):
            self.dose(self.t0, pick(("", ""), ("abc", "mCi"), ("0", "mCi"), ("650", ""), ("100", ""), ("700", ""), ("700.0", "bq"),
                                    ("699.9", ""), ("15", ""), ("14.9", ""), ("600", ""), ("601", "?"), ("15", "Ci"), ("3700", "")),
                      pick("treatment", "adjuvant", "ablation"), preparation)
        elif chance(0.08):  # recorded twice, rhTSH on one of the two; a draw after it
            words = [pick("withdrawal", ""), "rhtsh"]
            rng.shuffle(words)
            self.dose(self.t0, ("100", "mCi"), "treatment", words[0])
            self.dose(self.t0, pick(("3700", "MBq"), ("99", "mCi"), ("100.5", "mCi"), ("98.9", "mCi")), "treatment", words[1])
            self.cluster(self.t0 + shift(pick(1, 2, 3, 3, 4)), "st", pick(*ST_HIGH))
            if chance(0.5):
                return
        else:
            self.dose(self.t0, None, None, preparation)
        if chance(0.20):  # one administration recorded twice, or two on a day
            one, two = pick((("100", "mCi"), ("101", "mCi")), (("100", "mCi"), ("99", "mCi")), (("100", "mCi"), ("98.9", "mCi")),
                            (("100", "mCi"), ("3700", "MBq")), (("150", "mCi"), ("148.5", "mCi")), (("148.4", "mCi"), ("150", "mCi")),
                            (("5.55", "GBq"), ("150", "mCi")), (("100", "mCi"), ("101.1", "mCi")), (("", ""), ("", "mCi")),
                            (("100", "mCi"), ("50", "mCi")), (("200", "mCi"), ("198", "mCi")))
            at = pick(self.rai1, self.t0, self.t0 + shift(pick(1, 3, 5, 89)), self.rai1 + shift(pick(1, 10)))
            words = [pick("withdrawal", ""), pick("rhtsh", "")]
            rng.shuffle(words)
            self.dose(at, one, "treatment", words[0])
            self.dose(at, two, pick("treatment", "adjuvant"), words[1])
            if chance(0.3):  # three on a day
                self.dose(at, pick(one, two, ("100.5", "mCi"), ("150", "mCi")) if self.h.unclear else pick(one, ("37", "mCi")),
                          pick("treatment", "diagnostic"))
        if chance(0.12):  # split doses
            self.dose(pick(self.rai1, self.t0) + shift(pick(1, 2, 45, 88, 89, 89)))
        if chance(0.06):
            self.dose(pick(self.rai1, self.t0) + shift(pick(90, 91, 179, 180, 181)))
        if chance(0.08):  # two rhTSH doses near each other
            self.dose(self.t0 + shift(pick(1, 2, 3, 4, -1, -2)), None, "treatment", "rhtsh")
        if chance(0.20):  # without intent, around 20 mCi
            at = pick(self.day(pick(-1, -5, -200, 0, 500, 700, 800)), self.rai1 + shift(pick(0, 0, 30, 100)))
            self.dose(at, pick(*self.BORDER), pick("", "", "", "scan"))
        if chance(0.15):
            self.dose(self.day(pick(-30, -3, 0, 13, 14, 15, 360, 540, 800)), pick(("4", "mCi"), ("185", "MBq"), ("150", "mCi")),
                      "diagnostic", None, pick("", "negative", "neck_nodal"))
        if chance(0.15):  # a third course
            self.dose(self.day(pick(89, 90, 91, 180, 365, 366, 456, 457, 500, 546, 547, 548, 640, 700, 730, 731, 900, 1200, 2000,
                                    1500)))

    # ---- special follow-up ---------------------------------------------------------------------
    def free_cluster(self, day):
        """A stimulated or suppressed Tg whose value decides a category."""
        if self.chance(0.6):
            self.cluster(day, "st", self.pick(*self.pick(ST_HIGH, ST_LOW)))
        else:
            self.cluster(day, "su", self.pick(*self.pick(SU_HIGH, SU_LOW)))

    def third_course(self):
        """A third course at 1 to 2 y and a Tg around the end of its blackout."""
        day = self.pick(365, 400, 456, 500, 547, 600, 639, 640, 641)
        self.dose(self.day(day), ("150", "mCi"), "treatment")
        self.free_cluster(self.day(day + self.pick(89, 90, 90, 91, 91, 92)))
        if self.chance(0.5):
            self.free_cluster(self.day(day - self.pick(0, 0, 1, 2)))

    def two_near_doses(self):
        """Two doses after rhTSH near each other, and a draw after them."""
        day = self.pick(0, 0, 400, 547, 640)
        if day:
            self.dose(self.day(day), ("100", "mCi"), "treatment", "rhtsh")
        gap = self.pick(1, 2, 2, 3, 4)
        self.dose(self.day(day + gap), ("80", "mCi"), "treatment", self.pick("rhtsh", "rhtsh", "withdrawal"))
        self.cluster(self.day(day + self.pick(1, 2, 3, gap, gap + 1, gap + 2, gap + 3)), "st",
                     self.pick(*self.pick(ST_HIGH, ST_LOW)))
        if self.chance(0.3):
            self.free_cluster(self.day(day - 1))

    def dose_day_pair(self):
        """A suppressed Tg on the dose day and a stimulated one that counts as drawn on it."""
        day = self.pick(400, 547, 600, 700)
        if self.chance(0.5):
            day = (self.end - self.t0).days - self.pick(3, 5, 100)
        dose = self.day(day)
        shift = datetime.timedelta
        self.dose(dose, ("100", "mCi"), "treatment", "rhtsh")
        self.add("rhtsh", date=dose - shift(2))
        self.add("rhtsh", date=dose - shift(1))
        one, two = self.pick((SU_HIGH, ST_LOW), (SU_HIGH, ST_LOW), (SU_HIGH, ST_MID), (SU_LOW, ST_HIGH), (SU_MID, ST_LOW))
        self.tg(dose, self.pick(*one))
        self.tsh(dose, self.pick("0.1", "<0.05", "0.3", "0.5"))
        draw = dose + shift(self.pick(1, 2, 3, 3, 4))
        self.tg(draw, self.pick(*two))
        self.study(dose - shift(self.pick(0, 2)))
        # antibodies are matched to the real day of the draw
        self.tgab(draw + shift(self.pick(0, 30, 31, -30, 29)), *self.pick(("300", "115"), ("0.9", ""), ("4.1", "")))
        if self.chance(0.4):
            self.tgab(dose - shift(self.pick(1, 27, 28, 29)), *self.pick(("300", "115"), ("0.9", "")))

    def antibody_tie(self):
        """One stTg; TgAb equally near before and after, or two on one day."""
        at = self.day(self.pick(400, 547, 600))
        shift = datetime.timedelta
        self.antibodies = False
        self.cluster(at, "st", self.pick(*self.pick(ST_LOW, ST_MID)), False)
        self.study(at)
        far = self.pick(0, 1, 7, 29, 30, 30, 31)
        signs = [1, -1]
        self.rng.shuffle(signs)
        self.tgab(at + shift(far * signs[0]), *self.pick(("300", "115"), (">4", ""), ("61", "60")))
        self.tgab(at + shift(far * signs[1]), *self.pick(("0.9", ""), ("<20", "115"), ("60", "60")))

    def antibody_trend(self):
        """TgAb at the ends of the 1 to 2 y window or of the last window, and a low Tg."""
        shift = datetime.timedelta
        self.antibodies = False
        if self.chance(0.5):
            first = self.day(self.pick(365, 365, 400, 640))
        else:
            self.end = self.cap = self.day(self.pick(820, 900, 1000))
            first = self.end - shift(self.pick(90, 91, 100))
        last = first + shift(self.pick(89, 90, 90, 91))
        self.cluster(last, self.pick("st", "su", "no"), self.pick(*SU_LOW), False)
        self.study(last)
        self.trend(first, last, self.chance(0.7))

    def short(self):
        """A last visit around the end of the blackout of RAI2."""
        self.free_cluster(self.end)
        self.study(self.end - datetime.timedelta(days=self.pick(0, 10)))

    # ---- labs ----------------------------------------------------------------------------------
    def baseline_labs(self, stratum, baseline, outside):
        pick, chance = self.pick, self.chance
        shift = datetime.timedelta
        self.trending = chance(0.19) and (self.t0 - self.rai1).days > 200
        antibodies = not self.trending
        wanted = "high" if stratum == "biochemical" and not (self.trending and chance(0.7)) else pick("high", "mid", "low", "any")
        if self.sparse and chance(0.8):
            wanted = "any" if wanted == "high" and chance(0.3) else wanted
        for _ in range(pick(0, 0, 1) if self.sparse and wanted != "any" else pick(1, 2, 2, 3)):
            how = pick("st", "st", "su", "edge", "no", "rh")
            self.cluster(pick(*(baseline + baseline + outside)), how, None, antibodies)
        if wanted == "high":
            if chance(0.75):
                how = pick("st", "st", "rh")
                self.cluster(baseline[-1] if chance(0.6) else pick(*baseline), how, pick(*ST_HIGH), antibodies)
                if chance(0.15):
                    self.cluster(pick(*baseline[-3:]), "st", pick("9.9", "<10", ">5", "9.99999"), antibodies)
            else:
                self.cluster(pick(*baseline), "su", pick(*SU_HIGH), antibodies)
        elif wanted != "any":
            pools = {"mid": (ST_MID, SU_MID), "low": (ST_LOW, SU_LOW)}[wanted]
            self.cluster(pick(*baseline), pick("st", "rh"), pick(*pools[0]), antibodies)
            self.cluster(pick(*baseline), "su", pick(*pools[1]), antibodies)
        if self.sparse and chance(0.6):
            pass
        elif chance(0.25) or (getattr(self, "t0_rhtsh", False) and chance(0.5)):
            # draws after the dose: 1 to 3 d after an rhTSH dose count, 4 d do not
            day = self.t0 + shift(pick(1, 2, 3, 3, 4, 5))
            self.cluster(day, pick("st", "su", "tie"), pick(*pick(ST_HIGH, ST_MID, SU_HIGH)), antibodies)
            if chance(0.6):
                self.add("rhtsh", date=self.t0 - shift(2))
                self.add("rhtsh", date=self.t0 - shift(1))
        if chance(0.5):  # blackout
            self.cluster(self.t0 + shift(pick(30, 89, 90, 91, 92)), pick("st", "su"), None, antibodies)
        if chance(0.3):
            self.cluster(self.rai1 + shift(pick(89, 90, 91, 179, 180)), pick("st", "su"), None, antibodies)
        if self.trending:
            first = self.rai1 + shift(pick(179, 180, 180, 181, 185))
            last = self.t0 + shift(pick(0, 0, -1, -5))
            if chance(0.4):
                first = last - shift(pick(89, 90, 90, 91))
            if chance(0.15):
                self.tgab(self.t0 + shift(1), "1000", "4.1", "A1")
            if chance(0.15):
                self.tgab(self.rai1 + shift(pick(179, 100)), "1000", "4.1", "A1")
            self.trend(first, last, chance(0.6))

    def after_labs(self):
        pick, chance, rng = self.pick, self.chance, self.rng
        if chance(0.07):
            return
        days = [pick(364, 365, 366, 546, 547, 548, 729, 730, 731, 400, 500, 600, 537, 557)]
        if chance(0.3):
            k = pick(1, 2, 10, 50, 182)
            days += [547 - k, 547 + k]
        if self.sparse:
            for at in days:
                self.cluster(self.day(at), pick("st", "st", "st", "rh", "edge", "edge", "su"))
            return
        if chance(0.5):
            days.append(rng.randrange(360, 735))
        if chance(0.35):
            days.append(pick(456, 457, 500, 540, 545, 549, 560))
        for at in days:
            how = rng.choices(["st", "rh", "su", "edge", "no"], [62, 15, 8, 10, 5])[0]
            value = pick(*pick(ST_HIGH, ST_MID, ST_LOW, ST_LOW)) if how in ("st", "rh") else None
            self.cluster(self.day(at), how, value)
        if chance(0.5):
            self.cluster(self.day(pick(365, 400, 500, 600, 700, 730)), "su", pick(*pick(SU_LOW, SU_MID, SU_HIGH)))
        if chance(0.10):
            first = pick(364, 365, 366, 450)
            self.trend(self.day(first), self.day(pick(first + 89, first + 90, 730, 731)), chance(0.6))

    def late_labs(self):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        if chance(0.08):
            return
        for _ in range(1 if self.sparse else pick(1, 2, 2)):
            at = self.end - shift(pick(0, 0, 1, 30, 200, 365, 400, 729, 730, 731))
            if at < self.day(-30):
                continue
            how = rng.choices(["su", "st", "rh", "edge", "no"], [40, 22, 8, 22, 8])[0]
            value = pick(*pick(SU_LOW, SU_LOW, SU_MID, SU_HIGH)) if how == "su" else \
                pick(*pick(ST_LOW, ST_LOW, ST_MID, ST_HIGH)) if how in ("st", "rh") else None
            self.cluster(at, how, value)
            if chance(0.1):
                self.cluster(at, pick("su", "st"))
        if chance(0.10):
            last = self.end - shift(pick(0, 0, 10))
            self.trend(last - shift(pick(89, 90, 91, 300, 720)), last, chance(0.6))

    def early_labs(self, low):
        """Values before the baseline window, used at most by trends."""
        for _ in range(0 if self.sparse else self.pick(0, 1, 2)):
            day = self.rai1 + datetime.timedelta(days=self.rng.randrange(-60, 400))
            if day < low:
                self.cluster(day, self.pick("st", "su", "no"), None, not self.trending)

    # ---- imaging -------------------------------------------------------------------------------
    def imaging(self, stratum, baseline, outside):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        lesions = []
        sure = stratum == "structural"
        day = pick(*baseline)
        if chance(0.93) or sure:
            modality = self.modality()
            study = self.study(day, modality)
            count = pick(1, 1, 2, 3) if sure else pick(0, 0, 1, 1, 2)
            for k in range(count):
                evidence = sure and (k == 0 or chance(0.6)) or (stratum == "reoperated" and chance(0.5)) or chance(0.03)
                site, features, cytology, washout, avid = self.looks(evidence)
                old, new = pick(*SIZES)
                if not evidence and chance(0.4):
                    old = pick("4.9", "5", "4.9999999999", "3", "9.9", "10")
                item = dict(id=self.new_lesion_id(), site=site, features=features, cytology=cytology, washout=washout, avid=avid,
                            old=old, new=new, evidence=evidence)
                lesions.append(item)
                self.lesion(study, item["id"], site, old, pick("", "10", "9.9", "7", "12"), features, cytology, washout, avid)
                if chance(0.12):
                    self.history(item["id"], day, site)
                if chance(0.05):  # benign and malignant on one day
                    other = self.study(day, pick("ct", "us", "mri"), pick("neck", "other"), pick("no", "yes"))
                    self.lesion(other, item["id"], site, old, "", "", pick("malignant", "benign"), pick("", "10", "9"))
            if chance(0.14):  # a second study of the day
                extra = self.study(day, pick("us", "ct", "mri", modality, modality, modality))
                for item in lesions:
                    if chance(0.5):
                        self.lesion(extra, item["id"], item["site"], pick(item["old"], item["new"], "10"), "",
                                    item["features"], item["cytology"], "", "")
            if chance(0.15):
                blank = self.study(pick(*baseline), self.modality())
                if chance(0.3):
                    site, features, cytology, washout, avid = self.looks(False)
                    self.lesion(blank, self.new_lesion_id(), site, pick("4.9", "5", "8"), "", features, cytology, washout, avid)
        if chance(0.25):
            self.other_studies(pick(*(baseline + outside)))
        if chance(0.18):  # evidence just outside the window
            study = self.study(pick(*outside), self.modality())
            site, features, cytology, washout, avid = self.looks(True)
            self.lesion(study, pick(self.new_lesion_id(), "L1"), site, "8", "", features, cytology, washout, avid)
        self.followup_imaging(lesions, sure, day)

    def again(self, study, lesions, keep, new_chance):
        """The lesions at a later study."""
        pick, chance = self.pick, self.chance
        for item in lesions:
            if not chance(keep):
                continue
            site = item["site"] if chance(0.96) else pick("node", "soft_tissue", "bed")
            features = item["features"] if chance(0.6) else pick(*(self.DULL + [""]))
            cytology = pick("", "", "", item["cytology"]) if chance(0.9) else pick("benign", "malignant", "nondiagnostic")
            washout = "" if chance(0.92) else pick("9.9", "10", "0")
            self.lesion(study, item["id"], site, item["new"], pick("", "10", "4", "6"), features, cytology, washout,
                        item["avid"] if chance(0.8) else "")
        if chance(new_chance):
            site, features, cytology, washout, avid = self.looks(chance(0.75))
            self.lesion(study, self.new_lesion_id(), site, pick("5", "4.9", "8", "", "4.9999999999"), pick("", "5", "12"), features,
                        cytology, washout, avid)
        elif chance(0.08) and study is not None:  # small or unmeasured, malignant by this or another study
            lesion_id, here = self.new_lesion_id(), chance(0.5)
            site = pick("node", "bed", "soft_tissue")
            self.lesion(study, lesion_id, site, pick("", "", "4.9", "5"), pick("", "8"), pick("cystic", "cystic", ""),
                        "malignant" if here else "", pick("", "10"), "")
            if not here:
                day = datetime.date.fromisoformat(study["date"])
                other = self.study(day + datetime.timedelta(days=pick(-300, -20, 0, 1)), pick("us", "ct"), "neck", "no")
                self.lesion(other, lesion_id, site, "", "", "", "malignant")

    def followup_imaging(self, lesions, sure, day):
        pick, chance, rng = self.pick, self.chance, self.rng
        shift = datetime.timedelta
        if chance(0.9):
            days = [pick(364, 365, 366, 546, 547, 548, 729, 730, 731, 400, 500, 540, 554, 600)]
            if chance(0.35):
                k = pick(1, 7, 100, 182)
                days += [547 - k, 547 + k]
            if chance(0.3):
                days.append(pick(365, 366, 370, 380, 400))
            for at in days:
                modality = self.h.last_modality(self.id, day) if chance(0.75) else self.modality()
                study = self.study(self.day(at), modality or "us", "neck", "yes" if chance(0.95) else pick("no", ""))
                self.again(study, lesions if sure or chance(0.3) else [], pick(1, 1, 1, 1, 0.6, 0.3), 0.08)
                if chance(0.08):
                    second = self.study(self.day(at), pick("us", "ct", "mri", modality or "us", modality or "us"))
                    self.again(second, lesions, 0.5, 0.2)
        if chance(0.15):
            self.other_studies(self.day(pick(365, 400, 547, 730)))
        for _ in range(pick(0, 1, 1, 1, 1, 2)):
            at = self.end - shift(pick(0, 0, 1, 60, 400, 729, 730, 731))
            if at <= self.day(-1):
                continue
            study = self.study(at, self.modality(), "neck", "yes" if chance(0.93) else pick("no", ""))
            self.again(study, lesions if chance(0.25) else [], 0.5, 0.1)
        if chance(0.12):
            self.other_studies(self.end - shift(pick(0, 30, 300, 730, 731)))

    def distant(self, fail):
        """Lesions and scans of distant sites around t0 + 14 d, benign later or before."""
        pick, chance = self.pick, self.chance
        sites = ("lung", "bone", "other_distant")
        if self.by_m:
            return
        if fail == "distant" or chance(0.10):
            late = fail != "distant"
            kind = pick("scan", "lesion", "lesion", "benign")
            at = pick(15, 16, 200, 500, 1000, 15) if late else pick(-300, -1, 0, 13, 14, 14, 15)
            if kind == "scan":
                self.dose(self.day(at), pick(("4", "mCi"), ("3", "mCi"), ("111", "MBq")), "diagnostic", "", pick(*sites))
                return
            lesion_id = self.new_lesion_id()
            study = self.study(self.day(at), pick("ct", "pet_ct", "post_therapy_wbs", "us", "wbs"),
                               pick("chest", "whole_body", "neck", "other", ""), pick("yes", "no", ""))
            self.lesion(study, lesion_id, pick(*sites), pick("6", "12", ""), "", "", pick("", "", "malignant", "nondiagnostic"))
            if kind == "benign":
                cyto = self.study(self.day(at + pick(0, 1, 5, 14, 15, 30, 300)), "ct", "chest", pick("yes", "no"))
                self.lesion(cyto, lesion_id, pick(pick(*sites), "node"), "6", "", "", pick("benign", "benign", "nondiagnostic"))
                if chance(0.3):
                    again = self.study(self.day(at + pick(0, 400)), "ct", "chest", "no")
                    self.lesion(again, lesion_id, pick(*sites), "7", "", "", pick("malignant", "nondiagnostic"))
        elif chance(0.10):  # proved benign in time
            at = pick(-200, -30, 0)
            lesion_id = self.new_lesion_id()
            study = self.study(self.day(at), "ct", "chest", pick("yes", "no"))
            self.lesion(study, lesion_id, pick(*sites), "7", "", "", pick("benign", "malignant", "nondiagnostic", ""))
            cyto = self.study(self.day(pick(at, at + 1, 13, 14, 14)), "ct", "chest", "yes")
            self.lesion(cyto, lesion_id, pick(pick(*sites), "mediastinum"), "7", "", "", "benign")

    def extra_treatment(self):
        pick = self.pick
        for _ in range(self.rng.choices([0, 1, 2, 3], [78, 15, 5, 2])[0]):
            self.add("treatment", date=self.day(pick(-200, 0, 0, 1, 13, 14, 15, 16, 365, 366, 400, 401, 500, 546, 547, 548, 549, 600,
                                                     730, 731, 800, 1000, 1500, 2000)),
                     type=pick("ebrt", "percutaneous_ablation", "tki", "systemic"))

    def bare(self, stratum):
        """A person with few records."""
        self.cap, self.end = None, self.day(600)
        self.patient_row("")
        self.operations("reoperated" if self.chance(0.6) else stratum, "")
        if self.chance(0.7):
            self.doses("")
        if self.chance(0.3):
            self.study(self.day(-20), "us")


class Hospital:
    def __init__(self, persons, seed, unclear=False, stop=False):
        self.rng = random.Random("reference-hospital-%s" % seed)
        self.unclear, self.stop = unclear, stop
        self.rows = {sheet: [] for sheet in COLUMNS}
        self.imaging_no = 0
        for number in range(1, persons + 1):
            Person(self, number).build()
        for sheet in COLUMNS:
            if self.rng.random() < 0.6 and sheet != "patient":
                self.rng.shuffle(self.rows[sheet])
        self.spoil()
        self.repeat()
        self.dress()
        self.unusable()

    def new_imaging_id(self):
        self.imaging_no += 1
        return "%s%05d" % (self.rng.choice(["I", "I", "i", "A"]), self.rng.randrange(10) * 10000 + self.imaging_no)

    def last_modality(self, person_id, day):
        for row in reversed(self.rows["imaging"][-40:]):
            if row["person_id"] == person_id and row["date"] == day.isoformat() and row["region"] == "neck":
                return row["modality"]
        return None

    def insert(self, sheet, row, after=0):
        rows = self.rows[sheet]
        rows.insert(self.rng.randrange(after, len(rows) + 1), row)

    def spoil(self):
        """Cells outside the key columns that cannot be read."""
        rng = self.rng
        bad = {"lesion": [("long_mm", ["-8", "8,5", "8 mm", "~9", "1.2.3"]), ("short_mm", ["-8", "8,5", "<5", "+9"]),
                          ("cytology", ["atypical", "Bethesda 3"]), ("avid", ["maybe", "true"]), ("washout_ng_ml", ["-10", ">10", "12,0"])],
               "radioiodine": [("preparation", ["thyrogen"]), ("post_therapy_scan", ["lungs", "bed"]), ("intent", ["cure"])],
               "lab": [("detection_limit", ["-1", "0,1", "<0.2"]), ("upper_reference", ["-4", "4,1", "<60"])],
               "imaging": [("impression", ["better"]), ("adequate", ["true", "1"]), ("region", ["thorax"])],
               "surgery": [("intent", ["palliative"])]}
        for sheet, cells in bad.items():
            for row in self.rows[sheet]:
                if rng.random() < 0.012:
                    column, texts = rng.choice(cells)
                    row[column] = rng.choice(texts)

    def repeat(self):
        """Rows that are equal (also but for case and blanks), and second rows of one id that differ."""
        rng = self.rng
        for sheet in COLUMNS:
            rows = list(self.rows[sheet])
            for row in rows:
                if rng.random() < 0.015:
                    twin = dict(row)
                    kind = rng.choice(["exact", "case", "blank"])
                    for column in COLUMNS[sheet]:
                        if column in ("person_id", "imaging_id", "lesion_id"):
                            if kind == "blank" and rng.random() < 0.3:
                                twin[column] += " "
                        elif kind == "case":
                            twin[column] = rng.choice([twin[column].upper(), twin[column].lower(), twin[column]]) \
                                if all(c < "\x80" for c in twin[column]) else twin[column]
                        elif kind == "blank" and rng.random() < 0.4:
                            twin[column] += rng.choice([" ", "\u00a0", "  "])
                    twin["+plain"] = "1"
                    row["+plain"] = "1"
                    self.insert(sheet, twin)
        other = {"patient": [("sex", ["F", "M", "U"]), ("histology", ["8260/3", "8345/3", "8337/3"]), ("m", ["M1", "M0"]),
                             ("birth_date", ["1940", "1980-01-01"]), ("death_date", ["2013-01-01", ""])],
                 "imaging": [("date", ["2005-05-05", "2010-10-10"]), ("modality", ["ct", "us", "pet_ct"]),
                             ("adequate", ["no", "yes"]), ("region", ["neck", "chest"]), ("report", ["second reading"])],
                 "lesion": [("site", ["lung", "node", "bed"]), ("long_mm", ["30", "3"]), ("short_mm", ["30", "3", ""]),
                            ("cytology", ["benign", "malignant"]), ("features", ["cystic", ""])]}
        for sheet, cells in other.items():
            rows = list(self.rows[sheet])
            for row in rows:
                if rng.random() < 0.012:
                    twin = dict(row)
                    column, texts = rng.choice(cells)
                    twin[column] = rng.choice([text for text in texts if text != row[column]])
                    self.insert(sheet, twin)

    def dress(self):
        """Odd case, blanks, no-break spaces, time parts."""
        rng = self.rng
        for sheet in COLUMNS:
            for row in self.rows[sheet]:
                if row.pop("+plain", ""):
                    continue
                for column in COLUMNS[sheet]:
                    text = row[column]
                    if not text:
                        continue
                    roll = rng.random()
                    if column in WORD_COLUMNS or column in ("unit", "assay"):
                        if roll < 0.03:
                            row[column] = rng.choice([text.upper(), text.lower(), text.title()]) if text.isascii() else text
                        elif roll < 0.045:
                            row[column] = rng.choice([" " + text, text + " ", "\u00a0" + text, text + "\u00a0", "  " + text + " "])
                    elif column in ("date", "birth_date", "death_date", "diagnosis_date"):
                        if roll < 0.04 and len(text) == 10 and text[4] == "-":
                            row[column] = text + rng.choice(["T08:30:00", " 08:30", "T23:59:59Z", " 00:00:00", "T12:00:00.000"])
                        elif roll < 0.05:
                            row[column] = rng.choice([" " + text, text + " ", text + "\u00a0"])
                    elif roll < 0.015:
                        row[column] = rng.choice([" " + text, text + " ", "\u00a0" + text])
                    elif roll < 0.02 and sheet == "lab" and column == "value" and self.unclear and text.isdigit():
                        row[column] = rng.choice([text + ".", text + "e-0", text + "E+0", "0" + text, "." + text])

    def unusable(self):
        """About 2 % of the rows of a sheet cannot be used; at most 5 %."""
        rng = self.rng
        full = rng.choice(["visit", "treatment", "rhtsh", None, None])
        for sheet in COLUMNS:
            size = len(self.rows[sheet])
            count = int(size * 0.02)
            if sheet == full and size >= 19:
                # exactly 5 %: k of n + k, n = 19 k  (rows that are equal are taken out before, so all are counted alike)
                seen, kept = set(), []
                for row in self.rows[sheet]:
                    key = tuple(row[c].strip().lower() for c in COLUMNS[sheet])
                    if key not in seen:
                        seen.add(key)
                        kept.append(row)
                count = len(kept) // 19
                self.rows[sheet] = kept[:19 * count]
            if self.stop and sheet == "visit":
                count = size // 19 + 1
            for _ in range(count):
                row = dict(rng.choice(self.rows[sheet]))
                keys = [c for c in ("person_id", "date", "imaging_id", "lesion_id", "type", "modality", "site")
                        if c in COLUMNS[sheet] and not (sheet == "visit" and c == "type")]
                if "imaging_id" in keys and sheet == "imaging" and not (self.unclear and rng.random() < 0.5):
                    row["imaging_id"] = "X%05d" % rng.randrange(100000)
                column = rng.choice(keys) if sheet != "patient" else "person_id"
                if sheet == "patient":
                    row[column] = rng.choice(["", " ", "\u00a0"])
                elif column == "person_id":
                    row[column] = rng.choice(["", "NOBODY", row[column].strip().lower() + "x", "P9999", row[column].strip().swapcase()
                                              if row[column].strip()[:1] in "PqZ" else "?"])
                elif column == "imaging_id":
                    row[column] = rng.choice(["", "I00000", "?"]) if sheet == "lesion" else ""
                elif column == "lesion_id":
                    row[column] = rng.choice(["", " "])
                elif column == "date":
                    row[column] = rng.choice(["", "unknown", "12/05/2004", "2004-02-30", "2004-13-01", "2004", "2004-1-1", "20040101",
                                              "2004-05", "-", "2004/05/06"])
                else:
                    row[column] = rng.choice(["", "x_ray", "tracheostomy", "liver", "scan", "?"])
                self.insert(sheet, row)

    def write(self, folder):
        rng = self.rng
        os.makedirs(folder, exist_ok=True)
        stop = rng.choice(["rows", "column", "sheet"]) if self.stop else ""
        for sheet, columns in COLUMNS.items():
            columns = list(columns)
            path = os.path.join(folder, sheet + ".csv")
            if (stop == "sheet" and sheet == "surgery") or (sheet in ("treatment", "rhtsh", "visit") and rng.random() < 0.02):
                if os.path.exists(path):
                    os.remove(path)
                continue
            for column in DROPPABLE.get(sheet, []):
                if rng.random() < 0.10:
                    columns.remove(column)
            if stop == "column" and sheet == "lab":
                columns.remove("unit")
            columns += rng.sample(["comment", "source_system", "row_no", "x1"], rng.choice([0, 1, 2]))
            rng.shuffle(columns)
            with open(path, "w", encoding="utf-8", newline="") as handle:
                if self.unclear and rng.random() < 0.2:
                    handle.write("\ufeff")
                writer = csv.writer(handle, lineterminator=rng.choice(["\n", "\n", "\r\n"]))
                loud = self.unclear and rng.random() < 0.2
                writer.writerow([" " + c.upper() for c in columns] if loud else columns)
                for number, row in enumerate(self.rows[sheet], 1):
                    extra = {"comment": rng.choice(["", "see chart", "a, b", "yes"]), "source_system": "HIS", "row_no": str(number),
                             "x1": rng.choice(["", "1", "ü"])}
                    writer.writerow([row[c] if c in row else extra[c] for c in columns])


def main():
    parser = argparse.ArgumentParser(description="Writes an edge-dense synthetic hospital as study sheets.")
    parser.add_argument("--persons", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--unclear", action="store_true", help="add cases on which the contract is silent")
    parser.add_argument("--stop", action="store_true", help="a hospital on which the run must stop")
    arguments = parser.parse_args()
    Hospital(arguments.persons, arguments.seed, arguments.unclear, arguments.stop).write(arguments.out)


if __name__ == "__main__":
    main()
