//! The table of clinical rules 2.4, row by row.

use timeline::Rule;

use super::Stage;
use crate::tnm::{Edition, M, N, T};

/// NX under the seventh edition.
pub static UNDEFINED_NX: Rule = Rule {
    id: "2.4.stage.7.nx",
    says: "The seventh edition defines no stage for NX at 45 years or more with M0 and not T4b.",
};
/// T0 or TX.
pub static UNDEFINED_T: Rule =
    Rule { id: "2.4.stage.t0_tx", says: "T0 and TX have no stage at or over the age cut with M0." };

/// Age against the edition's cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Below,
    AtOrOver,
}

/// One row of the table; an empty list is "any".
pub(super) struct Row {
    edition: Edition,
    age: Age,
    t: &'static [T],
    n: &'static [N],
    m: M,
    pub(super) stage: Stage,
    pub(super) rule: Rule,
}

/// The row of a case, or the rule that says why there is none.
pub(super) fn row(edition: Edition, age: Age, t: T, n: N, m: M) -> Result<&'static Row, &'static Rule> {
    let any_or = |empty: bool, contains: bool| empty || contains;
    let found = ROWS.iter().find(|row| {
        row.edition == edition
            && row.age == age
            && row.m == m
            && any_or(row.t.is_empty(), row.t.contains(&t))
            && any_or(row.n.is_empty(), row.n.contains(&n))
    });
    found.ok_or(if t == T::Unassessed { &UNDEFINED_T } else { &UNDEFINED_NX })
}

macro_rules! rows {
    ($($id:literal: $edition:ident $age:ident $t:expr, $n:expr, $m:ident => $stage:ident, $says:literal;)+) => {
        &[$(Row {
            edition: Edition::$edition,
            age: Age::$age,
            t: $t,
            n: $n,
            m: M::$m,
            stage: Stage::$stage,
            rule: Rule { id: $id, says: $says },
        }),+]
    };
}

/// The table of clinical rules 2.4; the first row that fits counts (no two overlap).
#[rustfmt::skip]
static ROWS: &[Row] = rows! {
    "2.4.stage.7.1":  Seventh Below    &[], &[], M0 => One, "7th, under 45, any T, any N, M0: I.";
    "2.4.stage.7.2":  Seventh Below    &[], &[], M1 => Two, "7th, under 45, any T, any N, M1: II.";
    "2.4.stage.7.3":  Seventh AtOrOver &[T::T1], &[N::N0], M0 => One, "7th, 45 or more, T1 N0 M0: I.";
    "2.4.stage.7.4":  Seventh AtOrOver &[T::T2], &[N::N0], M0 => Two, "7th, 45 or more, T2 N0 M0: II.";
    "2.4.stage.7.5":  Seventh AtOrOver &[T::T3], &[N::N0], M0 => Three, "7th, 45 or more, T3 N0 M0: III.";
    "2.4.stage.7.6":  Seventh AtOrOver &[T::T1, T::T2, T::T3], &[N::N1a], M0 => Three, "7th, 45 or more, T1 to T3 N1a M0: III.";
    "2.4.stage.7.7":  Seventh AtOrOver &[T::T1, T::T2, T::T3], &[N::N1b], M0 => FourA, "7th, 45 or more, T1 to T3 N1b M0: IVA.";
    "2.4.stage.7.8":  Seventh AtOrOver &[T::T4a], &[N::N0, N::N1a, N::N1b], M0 => FourA, "7th, 45 or more, T4a, N0 to N1b, M0: IVA.";
    "2.4.stage.7.9":  Seventh AtOrOver &[T::T4b], &[], M0 => FourB, "7th, 45 or more, T4b, any N, M0: IVB.";
    "2.4.stage.7.10": Seventh AtOrOver &[], &[], M1 => FourC, "7th, 45 or more, any T, any N, M1: IVC.";
    "2.4.stage.8.1":  Eighth  Below    &[], &[], M0 => One, "8th, under 55, any T, any N, M0: I.";
    "2.4.stage.8.2":  Eighth  Below    &[], &[], M1 => Two, "8th, under 55, any T, any N, M1: II.";
    "2.4.stage.8.3":  Eighth  AtOrOver &[T::T1, T::T2], &[N::N0, N::X], M0 => One, "8th, 55 or more, T1 or T2, N0 or NX, M0: I.";
    "2.4.stage.8.4":  Eighth  AtOrOver &[T::T1, T::T2], &[N::N1a, N::N1b], M0 => Two, "8th, 55 or more, T1 or T2, N1, M0: II.";
    "2.4.stage.8.5":  Eighth  AtOrOver &[T::T3, T::T3a, T::T3b], &[], M0 => Two, "8th, 55 or more, T3, any N, M0: II.";
    "2.4.stage.8.6":  Eighth  AtOrOver &[T::T4a], &[], M0 => Three, "8th, 55 or more, T4a, any N, M0: III.";
    "2.4.stage.8.7":  Eighth  AtOrOver &[T::T4b], &[], M0 => FourA, "8th, 55 or more, T4b, any N, M0: IVA.";
    "2.4.stage.8.8":  Eighth  AtOrOver &[], &[], M1 => FourB, "8th, 55 or more, any T, any N, M1: IVB.";
};
