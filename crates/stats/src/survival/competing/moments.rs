//! Second moments of the influences on a cause's incidence F and on the survival S, carried from time to time.
//!
//! The influence of a unit on (F, S) moves, at a time at which a share a of those at risk have the cause and a share
//! A any cause, by F += a S, S *= 1 - A: the same linear map for everybody who takes no part at this time. The sum
//! over units of products of influences therefore moves by three multiplications, however many units there are.

use super::late::LateWalk;

/// Sums over units of influence products, for one cause.
#[derive(Clone, Copy, Default)]
pub(super) struct Moments {
    /// F with F.
    pub(super) incidence: f64,
    /// F with S.
    cross: f64,
    /// S with S.
    pub(super) survival: f64,
}

/// What a unit's influence on (F, S) jumps by.
pub(super) type Jump = (f64, f64);

impl Moments {
    /// Everybody's influence through one time.
    pub(super) fn carry(&mut self, share: f64, share_of_all: f64) {
        let Self { incidence, cross, survival } = *self;
        let stay = 1.0 - share_of_all;
        self.incidence = incidence + share * (2.0 * cross + share * survival);
        self.cross = stay * (cross + share * survival);
        self.survival = stay * stay * survival;
    }

    /// Adds `factor` times the square of a jump.
    pub(super) fn add(&mut self, factor: f64, jump: Jump) {
        self.incidence += factor * jump.0 * jump.0;
        self.cross += factor * jump.0 * jump.1;
        self.survival += factor * jump.1 * jump.1;
    }

    /// Adds `factor` times a jump on top of an influence: the mixed products.
    pub(super) fn add_mixed(&mut self, factor: f64, influence: Jump, jump: Jump) {
        self.incidence += 2.0 * factor * influence.0 * jump.0;
        self.cross += factor * (influence.0 * jump.1 + influence.1 * jump.0);
        self.survival += 2.0 * factor * influence.1 * jump.1;
    }
}

/// One time, for one cause.
pub(super) struct Passing {
    pub(super) place: usize,
    /// Shares of those at risk that have the cause, and any.
    pub(super) share: f64,
    pub(super) share_of_all: f64,
    /// S(t-) over the number at risk, in units of the largest weight.
    pub(super) step: f64,
    /// S before and after, and F after the time.
    pub(super) before: f64,
    pub(super) after: f64,
    pub(super) incidence: f64,
    /// Squared weights of those at risk, with the cause, and with another one.
    pub(super) squares: (f64, f64, f64),
    pub(super) weighted: bool,
}

impl Passing {
    /// What a unit at risk without an event adds to its influence.
    pub(super) fn drift(&self) -> Jump {
        (-self.step * self.share, self.step * self.share_of_all)
    }

    /// Anybody's influence through the time.
    pub(super) fn carried(&self, influence: Jump) -> Jump {
        (influence.0 + self.share * influence.1, (1.0 - self.share_of_all) * influence.1)
    }
}

/// The squared influences of all units so far.
pub(super) struct Influence<'a> {
    pub(super) moments: Moments,
    /// Of each who is still at risk, where nobody enters late: they have one history.
    common: Jump,
    late: Option<LateWalk<'a>>,
}

impl<'a> Influence<'a> {
    pub(super) fn new(late: Option<LateWalk<'a>>) -> Self {
        Self { moments: Moments::default(), common: (0.0, 0.0), late }
    }

    pub(super) fn pass(&mut self, time: &Passing) {
        self.moments.carry(time.share, time.share_of_all);
        if let Some(late) = &mut self.late {
            late.pass(time, &mut self.moments);
        } else if time.weighted {
            self.pass_weighted(time);
        } else {
            // Products with earlier influences cancel: the drifts and jumps of those at risk add up to 0.
            let (_, d, other) = time.squares;
            self.moments.add(d, (time.step, -time.step));
            self.moments.add(other, (0.0, -time.step));
            self.moments.add(-time.squares.0, time.drift());
        }
    }

    fn pass_weighted(&mut self, time: &Passing) {
        let (drift, (at_risk, d, other)) = (time.drift(), time.squares);
        self.common = time.carried(self.common);
        self.moments.add_mixed(at_risk, self.common, drift);
        self.moments.add(at_risk, drift);
        self.common = (self.common.0 + drift.0, self.common.1 + drift.1);
        for (factor, jump) in [(d, (time.step, -time.step)), (other, (0.0, -time.step))] {
            self.moments.add_mixed(factor, self.common, jump);
            self.moments.add(factor, jump);
        }
    }
}
