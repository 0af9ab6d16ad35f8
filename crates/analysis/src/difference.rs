//! How far groups lie apart, in standard deviations.

use stats::describe::{
    StandardUnit, standardized_difference, standardized_difference_of_categories,
    standardized_difference_of_proportions,
};
use stats::{Level, Proportion, Sample};

/// Second mean minus first over the root mean variance; `None` where a group has fewer than two numbers or
/// neither has spread.
pub(crate) fn of_numbers(first: &[f64], second: &[f64]) -> Option<f64> {
    let (first, second) = (Sample::new(first).ok()?, Sample::new(second).ok()?);
    standardized_difference(first, second, StandardUnit::AverageVariance, Level::default()).value.ok()
}

/// Distance between two distributions over the same categories; `None` where one is empty or both lie in one
/// category.
pub(crate) fn of_categories(first: &[usize], second: &[usize]) -> Option<f64> {
    standardized_difference_of_categories(first, second).value.ok()
}

/// Second share minus first; each is a numerator and a denominator.
pub(crate) fn of_shares(first: (usize, usize), second: (usize, usize)) -> Option<f64> {
    let share = |(numerator, denominator)| Proportion::new(numerator, denominator).ok();
    standardized_difference_of_proportions(share(first)?, share(second)?).value.ok()
}

/// The largest absolute difference between any two groups; `None` where no two can be compared.
pub(crate) fn largest<T>(groups: &[Vec<T>], difference: impl Fn(&[T], &[T]) -> Option<f64>) -> Option<f64> {
    let pairs =
        (0..groups.len()).flat_map(|first| (first + 1..groups.len()).map(move |other| (first, other)));
    let found = pairs.filter_map(|(first, other)| difference(&groups[first], &groups[other]));
    found.map(f64::abs).max_by(f64::total_cmp)
}
