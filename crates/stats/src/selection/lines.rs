//! Parallel lines by least squares: one slope for all groups, a level for each.

use crate::numeric::{largest_magnitude, sum_by};

/// x and y of one group.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Points {
    pub(super) x: Vec<f64>,
    pub(super) y: Vec<f64>,
}

/// A mean as the nearest number and what that leaves out, so that two of 1e9 subtract without loss.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mean {
    near: f64,
    rest: f64,
}

impl Mean {
    /// This mean less another.
    pub(super) fn beyond(self, other: Self) -> f64 {
        (self.near - other.near) + (self.rest - other.rest)
    }

    /// This mean less a number.
    pub(super) fn above(self, number: f64) -> f64 {
        (self.near - number) + self.rest
    }
}

/// One group about its own means.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Group {
    pub(super) n: usize,
    pub(super) mean_x: Mean,
    pub(super) mean_y: Mean,
    /// Σ(x - mean)², exactly 0 where all x are equal.
    pub(super) sxx: f64,
    sxy: f64,
    dx: Vec<f64>,
    dy: Vec<f64>,
}

impl Group {
    /// At least one point.
    fn of(points: &Points) -> Self {
        let (mean_x, dx) = centred(&points.x);
        let (mean_y, dy) = centred(&points.y);
        let products: Vec<f64> = dx.iter().zip(&dy).map(|(x, y)| x * y).collect();
        let sxx = sum_by(&dx, |x| x * x);
        Self { n: dx.len(), mean_x, mean_y, sxx, sxy: sum_by(&products, |product| product), dx, dy }
    }

    fn squares_about(&self, slope: f64) -> f64 {
        let residuals: Vec<f64> = self.dx.iter().zip(&self.dy).map(|(x, y)| y - slope * x).collect();
        sum_by(&residuals, |residual| residual * residual)
    }
}

/// Mean, and deviations from it; exactly 0 where all values are equal.
fn centred(values: &[f64]) -> (Mean, Vec<f64>) {
    let n = values.len() as f64;
    if values.iter().all(|value| *value == values[0]) {
        return (Mean { near: values[0], rest: 0.0 }, vec![0.0; values.len()]);
    }
    let near = sum_by(values, |value| value) / n;
    let rest = sum_by(values, |value| value - near) / n;
    (Mean { near, rest }, values.iter().map(|value| (value - near) - rest).collect())
}

/// The fit of all groups. Fields named after their sums of squares are about the fitted lines.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lines {
    /// `None` for a group without points.
    pub(super) groups: Vec<Option<Group>>,
    pub(super) n: usize,
    /// Groups with points.
    pub(super) n_groups: usize,
    /// Groups whose x vary, and Σ(x - mean)² over all.
    pub(super) n_sloped: usize,
    pub(super) sxx: f64,
    pub(super) slope: f64,
    /// Squares about the parallel lines, exactly 0 where rounding explains them.
    pub(super) residual: f64,
    /// Squares about a line of its own for each group.
    pub(super) separate: f64,
    /// What the parallel lines explain beyond one line for all.
    pub(super) between: f64,
    /// What lines of their own explain beyond the parallel ones.
    pub(super) slopes: f64,
}

impl Lines {
    /// O(n). `None` if the x of no group vary.
    pub(super) fn fit(points: &[Points]) -> Option<Self> {
        let groups: Vec<Option<Group>> =
            points.iter().map(|points| (!points.x.is_empty()).then(|| Group::of(points))).collect();
        let present = || groups.iter().flatten();
        let sloped = || present().filter(|group| group.sxx > 0.0);
        let sxx: f64 = present().map(|group| group.sxx).sum();
        if sxx == 0.0 {
            return None;
        }
        let slope = present().map(|group| group.sxy).sum::<f64>() / sxx;
        let n: usize = present().map(|group| group.n).sum();
        let residual: f64 = present().map(|group| group.squares_about(slope)).sum();
        let noise = noise(points, slope);
        let perfect = |squares: f64| if squares <= n as f64 * noise * noise { 0.0 } else { squares };
        let own = |group: &Group| if group.sxx > 0.0 { group.sxy / group.sxx } else { slope };
        let separate: f64 = present().map(|group| group.squares_about(own(group))).sum();
        Some(Self {
            n,
            n_groups: present().count(),
            n_sloped: sloped().count(),
            sxx,
            slope,
            residual: perfect(residual),
            separate: perfect(separate),
            between: between(points, present(), slope),
            slopes: sloped().map(|group| group.sxx * (own(group) - slope).powi(2)).sum(),
            groups,
        })
    }
}

/// What rounding of x and y can move a residual by.
fn noise(points: &[Points], slope: f64) -> f64 {
    let largest = |of: fn(&Points) -> &Vec<f64>| {
        points.iter().map(|points| largest_magnitude(of(points))).fold(0.0, f64::max)
    };
    4.0 * f64::EPSILON * (largest(|points| &points.y) + slope.abs() * largest(|points| &points.x))
}

/// Σ over points of (parallel line - common line)².
fn between<'a>(points: &[Points], groups: impl Iterator<Item = &'a Group>, slope: f64) -> f64 {
    let all = Points {
        x: points.iter().flat_map(|points| points.x.iter().copied()).collect(),
        y: points.iter().flat_map(|points| points.y.iter().copied()).collect(),
    };
    let common = Group::of(&all);
    // sxx of all points is at least that within the groups, which is above 0.
    let common_slope = common.sxy / common.sxx;
    let squares = |group: &Group| {
        let level = group.mean_y.beyond(common.mean_y) - common_slope * group.mean_x.beyond(common.mean_x);
        let tilt = slope - common_slope;
        group.n as f64 * level * level + tilt * tilt * group.sxx
    };
    groups.map(squares).sum()
}
