//! Second moments of the influences on a cause's incidence F and on the survival S, carried from time to time.
//!
//! The influence of a unit on (F, S) moves, at a time at which a share a of those at risk have the cause and a share
//! A any cause, by F += a S, S *= 1 - A: the same linear map for everybody who takes no part at this time. The sum
//! over units of products of influences therefore moves by three multiplications, however many units there are.

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
