//! The codes of the coded formats. Concept ids are the real ones where a published list gives them, else
//! ids above 2,000,000,000 (the range that the CDM leaves to each site) with the real vocabulary and code.
//! Names are in our own words.

/// A code, as a vocabulary lists it.
#[derive(Debug, PartialEq)]
pub(crate) struct Code {
    /// Concept id in the written CDM.
    pub concept: i64,
    /// The vocabulary as the CDM names it.
    pub vocabulary: &'static str,
    pub code: &'static str,
    pub name: &'static str,
    pub domain: &'static str,
    pub class: &'static str,
    pub is_standard: bool,
}

macro_rules! codes {
    ($($(#[$about:meta])* $group:ident: [$(($concept:literal, $vocabulary:literal, $code:literal, $name:literal, $domain:literal, $class:literal, $standard:literal)),+ $(,)?];)+) => {
        $($(#[$about])* pub(crate) static $group: &[Code] = &[$(Code {
            concept: $concept,
            vocabulary: $vocabulary,
            code: $code,
            name: $name,
            domain: $domain,
            class: $class,
            is_standard: $standard,
        }),+];)+

        /// Every code of this file.
        pub(crate) fn all() -> impl Iterator<Item = &'static Code> {
            [$($group),+].into_iter().flatten()
        }
    };
}

codes! {
    /// Thyroid cancer without histology.
    THYROID_CANCER: [
        (2_000_000_001, "ICD10CM", "C73", "Malignant neoplasm of thyroid gland", "Condition", "3-char nonbill code", false),
    ];
    /// Morphology with the topography of the thyroid gland.
    HISTOLOGY: [
        (2_000_000_002, "ICDO3", "8260/3-C73.9", "ICD-O-3 8260/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_003, "ICDO3", "8340/3-C73.9", "ICD-O-3 8340/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_004, "ICDO3", "8344/3-C73.9", "ICD-O-3 8344/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_005, "ICDO3", "8330/3-C73.9", "ICD-O-3 8330/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_006, "ICDO3", "8050/3-C73.9", "ICD-O-3 8050/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_007, "ICDO3", "8290/3-C73.9", "ICD-O-3 8290/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_008, "ICDO3", "8335/3-C73.9", "ICD-O-3 8335/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_009, "ICDO3", "8343/3-C73.9", "ICD-O-3 8343/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_010, "ICDO3", "8350/3-C73.9", "ICD-O-3 8350/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_011, "ICDO3", "8337/3-C73.9", "ICD-O-3 8337/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_012, "ICDO3", "8341/3-C73.9", "ICD-O-3 8341/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_013, "ICDO3", "8342/3-C73.9", "ICD-O-3 8342/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_014, "ICDO3", "8339/3-C73.9", "ICD-O-3 8339/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_015, "ICDO3", "8331/3-C73.9", "ICD-O-3 8331/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_016, "ICDO3", "8332/3-C73.9", "ICD-O-3 8332/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_017, "ICDO3", "8345/3-C73.9", "ICD-O-3 8345/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_018, "ICDO3", "8510/3-C73.9", "ICD-O-3 8510/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_019, "ICDO3", "8346/3-C73.9", "ICD-O-3 8346/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_020, "ICDO3", "8020/3-C73.9", "ICD-O-3 8020/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_021, "ICDO3", "8021/3-C73.9", "ICD-O-3 8021/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_022, "ICDO3", "9680/3-C73.9", "ICD-O-3 9680/3 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_023, "ICDO3", "8349/1-C73.9", "ICD-O-3 8349/1 of thyroid gland", "Condition", "ICDO Condition", true),
        (2_000_000_024, "ICDO3", "8330/0-C73.9", "ICD-O-3 8330/0 of thyroid gland", "Condition", "ICDO Condition", true),
    ];
    /// T, clinical and pathological.
    CATEGORY_T: [
        (2_000_000_025, "LOINC", "21905-5", "T category, clinical", "Measurement", "Lab Test", true),
        (2_000_000_026, "LOINC", "21899-0", "T category, pathological", "Measurement", "Lab Test", true),
    ];
    /// N, clinical and pathological.
    CATEGORY_N: [
        (2_000_000_027, "LOINC", "21906-3", "N category, clinical", "Measurement", "Lab Test", true),
        (2_000_000_028, "LOINC", "21900-6", "N category, pathological", "Measurement", "Lab Test", true),
    ];
    /// M, clinical and pathological.
    CATEGORY_M: [
        (2_000_000_029, "LOINC", "21907-1", "M category, clinical", "Measurement", "Lab Test", true),
        (2_000_000_030, "LOINC", "21901-4", "M category, pathological", "Measurement", "Lab Test", true),
    ];
    /// Cervical nodes: no distant metastasis.
    NODES: [
        (2_000_000_031, "ICD10CM", "C77.0", "Nodal metastasis of head, face or neck", "Condition", "ICD10CM", false),
    ];
    /// Mediastinum: no distant metastasis.
    MEDIASTINUM: [
        (2_000_000_032, "ICD10CM", "C78.1", "Metastasis of mediastinum", "Condition", "ICD10CM", false),
        (2_000_000_033, "ICD9CM", "197.1", "Metastasis of mediastinum", "Condition", "ICD9CM", false),
    ];
    /// Lung.
    LUNG: [
        (2_000_000_034, "ICD10CM", "C78.00", "Metastasis of unspecified lung", "Condition", "ICD10CM", false),
        (2_000_000_035, "ICD10CM", "C78.02", "Metastasis of left lung", "Condition", "ICD10CM", false),
        (2_000_000_036, "ICD9CM", "197.0", "Metastasis of lung", "Condition", "ICD9CM", false),
    ];
    /// Bone.
    BONE: [
        (2_000_000_037, "ICD10CM", "C79.51", "Metastasis of bone", "Condition", "ICD10CM", false),
        (2_000_000_038, "ICD9CM", "198.5", "Metastasis of bone", "Condition", "ICD9CM", false),
    ];
    /// Other distant sites.
    OTHER_DISTANT: [
        (2_000_000_039, "ICD10CM", "C78.7", "Metastasis of liver", "Condition", "ICD10CM", false),
        (2_000_000_040, "ICD10CM", "C79.31", "Metastasis of brain", "Condition", "ICD10CM", false),
        (2_000_000_041, "ICD10CM", "C79.89", "Metastasis of other sites", "Condition", "ICD10CM", false),
        (2_000_000_042, "ICD9CM", "198.3", "Metastasis of brain", "Condition", "ICD9CM", false),
    ];
    /// Total thyroidectomy; the first also stands for the near-total one.
    TOTAL_THYROIDECTOMY: [
        (2_000_000_043, "CPT4", "60240", "Total thyroidectomy", "Procedure", "CPT4", true),
        (2_000_000_044, "CPT4", "60252", "Total thyroidectomy with limited neck dissection", "Procedure", "CPT4", true),
        (2_000_000_045, "CPT4", "60254", "Total thyroidectomy with radical neck dissection", "Procedure", "CPT4", true),
        (2_000_000_046, "CPT4", "60270", "Substernal thyroidectomy, transthoracic", "Procedure", "CPT4", true),
        (2_000_000_047, "CPT4", "60271", "Substernal thyroidectomy, cervical", "Procedure", "CPT4", true),
        (2_000_000_048, "ICD9Proc", "06.4", "Complete thyroidectomy", "Procedure", "ICD9Proc", true),
        (2_000_000_049, "ICD10PCS", "0GTK0ZZ", "Resection of thyroid gland, open", "Procedure", "ICD10PCS", true),
        (2_000_000_050, "ICD10PCS", "0GTK4ZZ", "Resection of thyroid gland, endoscopic", "Procedure", "ICD10PCS", true),
    ];
    /// Completion thyroidectomy.
    COMPLETION_THYROIDECTOMY: [
        (2_000_000_051, "CPT4", "60260", "Completion thyroidectomy", "Procedure", "CPT4", true),
    ];
    /// Lobectomy.
    LOBECTOMY: [
        (2_000_000_052, "CPT4", "60210", "Partial thyroidectomy or lobectomy", "Procedure", "CPT4", true),
        (2_000_000_053, "CPT4", "60212", "Partial thyroidectomy or lobectomy", "Procedure", "CPT4", true),
        (2_000_000_054, "CPT4", "60220", "Partial thyroidectomy or lobectomy", "Procedure", "CPT4", true),
        (2_000_000_055, "CPT4", "60225", "Partial thyroidectomy or lobectomy", "Procedure", "CPT4", true),
    ];
    /// Neck dissection.
    NECK_DISSECTION: [
        (2_000_000_056, "CPT4", "38720", "Neck dissection", "Procedure", "CPT4", true),
        (2_000_000_057, "CPT4", "38724", "Neck dissection", "Procedure", "CPT4", true),
        (2_000_000_058, "CPT4", "38700", "Neck dissection", "Procedure", "CPT4", true),
        (2_000_000_059, "CPT4", "38542", "Neck dissection", "Procedure", "CPT4", true),
        (2_000_000_060, "ICD9Proc", "40.41", "Radical neck dissection, unilateral", "Procedure", "ICD9Proc", true),
    ];
    /// Excision of a node.
    NODE_EXCISION: [
        (2_000_000_061, "CPT4", "38510", "Excision of deep cervical node", "Procedure", "CPT4", true),
    ];
    /// Excision of soft tissue: a code that means nothing to a study (contract 10).
    SOFT_TISSUE_EXCISION: [
        (2_000_000_062, "CPT4", "21556", "Excision of soft tissue of the neck", "Procedure", "CPT4", true),
    ];
    /// Therapeutic radioiodine, billed per mCi.
    RADIOIODINE: [
        (2_615_338, "HCPCS", "A9517", "Iodine I-131 capsule, therapeutic, per mCi", "Drug", "HCPCS", true),
        (2_615_351, "HCPCS", "A9530", "Iodine I-131 solution, therapeutic, per mCi", "Drug", "HCPCS", true),
    ];
    /// Diagnostic radioiodine, billed per mCi.
    RADIOIODINE_DIAGNOSTIC: [
        (2_615_349, "HCPCS", "A9528", "Iodine I-131 capsule, diagnostic, per mCi", "Drug", "HCPCS", true),
        (2_615_350, "HCPCS", "A9529", "Iodine I-131 solution, diagnostic, per mCi", "Drug", "HCPCS", true),
    ];
    /// Radioiodine therapy as a procedure.
    RADIOIODINE_TREATMENT: [
        (2_212_066, "CPT4", "79005", "Radiopharmaceutical therapy, oral", "Procedure", "CPT4", true),
        (2_000_000_063, "CPT4", "79030", "Radioiodine therapy of thyroid cancer", "Procedure", "CPT4", true),
        (2_000_000_064, "CPT4", "79035", "Radioiodine therapy of thyroid cancer", "Procedure", "CPT4", true),
        (2_791_016, "ICD10PCS", "CW7GGZZ", "Systemic therapy of thyroid using iodine 131", "Procedure", "ICD10PCS", true),
    ];
    /// Thyrotropin alfa.
    RHTSH: [
        (2_000_000_065, "HCPCS", "J3240", "Injection, thyrotropin alfa, 0.9 mg", "Drug", "HCPCS", true),
        (2_000_000_066, "ATC", "H01AB01", "thyrotropin alfa; parenteral", "Drug", "ATC 5th", false),
    ];
    /// Kinase inhibitors: classes, without a standard concept.
    KINASE_INHIBITORS: [
        (2_000_000_067, "ATC", "L01EX02", "sorafenib; oral", "Drug", "ATC 5th", false),
        (2_000_000_068, "ATC", "L01EX08", "lenvatinib; oral", "Drug", "ATC 5th", false),
    ];
    /// External beam radiotherapy.
    EBRT: [
        (2_000_000_069, "CPT4", "77402", "Radiation treatment delivery", "Procedure", "CPT4", true),
        (2_000_000_070, "CPT4", "77412", "Radiation treatment delivery", "Procedure", "CPT4", true),
        (2_000_000_071, "CPT4", "77385", "Radiation treatment delivery", "Procedure", "CPT4", true),
        (2_000_000_072, "CPT4", "77386", "Radiation treatment delivery", "Procedure", "CPT4", true),
        (2_000_000_073, "CPT4", "77373", "Radiation treatment delivery", "Procedure", "CPT4", true),
    ];
    /// Thyroglobulin.
    TG: [
        (3_036_535, "LOINC", "3013-0", "Thyroglobulin [Mass/volume] in Serum or Plasma", "Measurement", "Lab Test", true),
    ];
    /// Thyroglobulin antibodies.
    TGAB: [
        (3_025_547, "LOINC", "8098-6", "Thyroglobulin Ab [Units/volume] in Serum or Plasma", "Measurement", "Lab Test", true),
    ];
    /// Thyrotropin.
    TSH: [
        (3_009_201, "LOINC", "3016-3", "Thyrotropin [Units/volume] in Serum or Plasma", "Measurement", "Lab Test", true),
        (2_000_000_074, "LOINC", "11580-8", "Thyrotropin, detection limit <= 0.005 mIU/L", "Measurement", "Lab Test", true),
        (2_000_000_075, "LOINC", "11579-0", "Thyrotropin, detection limit <= 0.05 mIU/L", "Measurement", "Lab Test", true),
    ];
    /// Free thyroxine: mass, amount of substance.
    FT4: [
        (3_008_598, "LOINC", "3024-7", "Free thyroxine [Mass/volume] in Serum or Plasma", "Measurement", "Lab Test", true),
        (2_000_000_076, "LOINC", "14920-3", "Free thyroxine [Moles/volume] in Serum or Plasma", "Measurement", "Lab Test", true),
    ];
    /// A measurement that the study does not know; its code is invented and says so.
    CALCITONIN: [
        (2_000_000_077, "SYNTHETIC", "SYN-CALCITONIN", "Calcitonin (synthetic code)", "Measurement", "Lab Test", true),
    ];
    /// Ultrasound of the neck.
    US_NECK: [
        (2_000_000_078, "CPT4", "76536", "Ultrasound of head and neck", "Procedure", "CPT4", true),
    ];
    /// CT of the neck.
    CT_NECK: [
        (2_000_000_079, "CPT4", "70490", "CT of the neck", "Procedure", "CPT4", true),
        (2_000_000_080, "CPT4", "70491", "CT of the neck", "Procedure", "CPT4", true),
    ];
    /// CT of the chest.
    CT_CHEST: [
        (2_000_000_081, "CPT4", "71250", "CT of the chest", "Procedure", "CPT4", true),
        (2_000_000_082, "CPT4", "71260", "CT of the chest", "Procedure", "CPT4", true),
    ];
    /// MRI of the neck.
    MRI_NECK: [
        (2_000_000_083, "CPT4", "70540", "MRI of the neck", "Procedure", "CPT4", true),
    ];
    /// Whole-body scan.
    WBS: [
        (2_000_000_084, "CPT4", "78018", "Whole-body scan for thyroid carcinoma", "Procedure", "CPT4", true),
    ];
    /// PET/CT.
    PET_CT: [
        (2_000_000_085, "CPT4", "78815", "PET/CT", "Procedure", "CPT4", true),
        (2_000_000_086, "CPT4", "78816", "PET/CT", "Procedure", "CPT4", true),
    ];
    /// Units of measurement.
    UNITS: [
        (8_842, "UCUM", "ng/mL", "nanogram per milliliter", "Unit", "Unit", true),
        (8_748, "UCUM", "ug/L", "microgram per liter", "Unit", "Unit", true),
        (8_817, "UCUM", "ng/dL", "nanogram per deciliter", "Unit", "Unit", true),
        (9_040, "UCUM", "10*-3.[iU]/L", "milli-international unit per liter", "Unit", "Unit", true),
        (8_763, "UCUM", "[U]/mL", "unit per milliliter", "Unit", "Unit", true),
        (8_845, "UCUM", "pg/mL", "picogram per milliliter", "Unit", "Unit", true),
        (2_000_000_087, "UCUM", "u[iU]/mL", "micro-international unit per milliliter", "Unit", "Unit", true),
        (2_000_000_088, "UCUM", "[iU]/mL", "international unit per milliliter", "Unit", "Unit", true),
        (2_000_000_089, "UCUM", "ng/L", "nanogram per liter", "Unit", "Unit", true),
        (2_000_000_090, "UCUM", "pmol/L", "picomole per liter", "Unit", "Unit", true),
    ];
    /// Standard concepts of thyroid cancer.
    DISORDERS: [
        (4_178_976, "SNOMED", "363478007", "Malignant tumor of thyroid gland", "Condition", "Disorder", true),
        (4_116_228, "SNOMED", "255029007", "Papillary thyroid carcinoma", "Condition", "Disorder", true),
    ];
    /// Sexes and the kind of visit.
    PLAIN: [
        (8_532, "Gender", "F", "FEMALE", "Gender", "Gender", true),
        (8_507, "Gender", "M", "MALE", "Gender", "Gender", true),
        (9_202, "Visit", "OP", "Outpatient Visit", "Visit", "Visit", true),
    ];
}

impl Code {
    /// The standard concept: the code's own, that of thyroid cancer for its diagnosis, else 0.
    pub(crate) fn standard(&self) -> i64 {
        match (self.is_standard, self.code) {
            (true, _) => self.concept,
            (false, "C73") => DISORDERS[0].concept,
            (false, _) => 0,
        }
    }
}

/// The code of a histology `8260/3`; `None` when the list does not have it.
pub(crate) fn histology(morphology: &str) -> Option<&'static Code> {
    HISTOLOGY.iter().find(|code| code.code.strip_suffix("-C73.9") == Some(morphology))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_concept_and_no_code_stands_twice() {
        let concepts: HashSet<i64> = all().map(|code| code.concept).collect();
        let codes: HashSet<_> = all().map(|code| (code.vocabulary, code.code)).collect();
        assert_eq!((concepts.len(), codes.len()), (all().count(), all().count()));
    }
}
