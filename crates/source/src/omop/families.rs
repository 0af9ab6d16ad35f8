//! Sets that answer one question, so that one code may speak for all of them.

use timeline::Meaning::{self, *};

/// Sets of which one row belongs to as many as one of its codes says: where a metastasis is, which product was
/// given, how much of the thyroid or of the nodes was taken, what was imaged.
const FAMILIES: [&[Meaning]; 5] = [
    &[DistantLung, DistantBone, DistantOther],
    &[RadioiodineActivity, RadioiodineDiagnostic],
    &[TotalThyroidectomy, CompletionThyroidectomy, Lobectomy],
    &[NeckDissection, NodeExcision],
    &[UsNeck, CtNeck, CtChest, MriNeck, Wbs, SpectCt, PetCt],
];

/// The family of a set, named by its first; any other set is a family of its own.
pub(super) fn family(meaning: Meaning) -> Meaning {
    FAMILIES.iter().find(|family| family.contains(&meaning)).map_or(meaning, |family| family[0])
}
