//! The number of inversions of a random order.

/// P(inversions of a random order of n <= `at`), `at` at most half of n (n - 1)/2.
///
/// The m-th element, put into an order of the m - 1 before it, adds 0 to m - 1 inversions, each equally
/// likely: p_m(k) = (p_{m-1}(k) + ... + p_{m-1}(k - m + 1))/m (Kendall 1938). The sum slides along; below the
/// middle its terms ascend, so that what leaves it is never larger than what stays. O(n · at).
pub(super) fn lower_tail(n: usize, at: usize) -> f64 {
    let mut probabilities = vec![0.0; at + 1];
    probabilities[0] = 1.0;
    let mut next = vec![0.0; at + 1];
    for m in 2..=n {
        let mut window = 0.0;
        for k in 0..=at.min(m * (m - 1) / 2) {
            window += probabilities[k];
            if k >= m {
                window -= probabilities[k - m];
            }
            next[k] = f64::max(window, 0.0) / m as f64;
        }
        std::mem::swap(&mut probabilities, &mut next);
    }
    probabilities.iter().sum::<f64>().min(1.0)
}
