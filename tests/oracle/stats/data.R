# Draws the data sets. Run by `run.R data`; the drawn numbers are stored, so that nobody needs to.

set.seed(20240518, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
pairs <- list()
add <- function(name, before, after)
  pairs[[length(pairs) + 1]] <<- data.frame(set = name, before = digits(before), after = digits(after))
from_differences <- function(name, difference, before = round(runif(length(difference), 5, 60), 1))
  add(name, before, before + difference)

# Skewed concentrations to one decimal, as a laboratory reports them: many ties, some zeros.
concentrations <- function(n, factor, places = 1) {
  before <- round(exp(rnorm(n, 2.5, 1.2)), places)
  list(before = before, after = round(before * exp(rnorm(n, log(factor), 0.8)), places))
}
laboratory <- function(name, n, factor = 0.8, places = 1) {
  drawn <- concentrations(n, factor, places)
  add(name, drawn$before, drawn$after)
}

# Tiny and degenerate.
add("one_pair", 12.5, 10)
add("one_pair_equal", 7, 7)
add("two_pairs", c(3.1, 8.4), c(2.5, 9.9))
add("two_pairs_same_difference", c(1, 2), c(4, 5))
add("three_pairs", c(10, 20, 30), c(12, 19, 37))
add("three_pairs_one_zero", c(10, 20, 30), c(12, 20, 25))
add("three_pairs_binary_rounding", c(0.1, 0.2, 0.3), c(0.2, 0.3, 0.4))
add("all_values_equal", rep(4.2, 6), rep(4.2, 6))
add("all_differences_zero", c(1, 5, 2, 8, 3), c(1, 5, 2, 8, 3))
add("all_differences_equal", c(1, 5, 2, 8, 3, 6, 9), c(3, 7, 4, 10, 5, 8, 11))
add("all_ratios_equal", c(1, 5, 2, 8, 3, 6, 0.1), c(3, 15, 6, 24, 9, 18, 0.3))
add("one_difference_among_zeros", c(1, 2, 3, 4, 5), c(1, 2, 3, 4, 7.5))
add("two_differences_among_zeros", 1:12, c(1:10, 12.5, 10.25))
add("opposite_pair", c(5, 5), c(6, 4))
add("five_pairs_all_up", c(2, 4, 6, 8, 10), c(3, 6, 9, 12, 15))
add("six_pairs_all_up", c(2, 4, 6, 8, 10, 12), c(3, 6, 9, 12, 15, 18))

# Textbook.
add("student_sleep", datasets::sleep$extra[1:10], datasets::sleep$extra[11:20])
add("darwin_maize", c(23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12),
    c(17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18))
add("hamilton_depression", c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30),
    c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29))

# Ties, zeros, sizes around the switch to the normal approximation.
laboratory("laboratory_8", 8)
laboratory("laboratory_12", 12, 1.1, 0)
laboratory("laboratory_14", 14, 0.6, 0)
laboratory("laboratory_25", 25, 1)
laboratory("laboratory_41", 41, 0.7)
laboratory("laboratory_50", 50, 0.9, 0)
laboratory("laboratory_164", 164, 0.8)
from_differences("steps_10", c(-2, -1, -1, 1, 1, 1, 2, 2, 3, 3))
from_differences("steps_13_zeros", c(-1, -1, 0, 0, 0, 1, 1, 1, 1, 2, 2, -2, 1))
from_differences("steps_40", sample(c(-2, -1, 0, 1, 2), 40, TRUE, c(1, 2, 3, 3, 2)))
from_differences("steps_90", sample(-3:3, 90, TRUE))
from_differences("untied_30", round(rnorm(30, 1, 3), 4) + 0.00005)
from_differences("untied_49", round(rnorm(49, 0, 3), 4) + 0.00005)
from_differences("nonzero_199", sample(setdiff(-12:14, 0), 199, TRUE) / 10)
from_differences("nonzero_200", round(rnorm(200, 0.15, 1), 3) + 0.0005)
from_differences("nonzero_200_and_zeros", c(sample(setdiff(-5:6, 0), 200, TRUE), rep(0, 30)))
from_differences("nonzero_201", sample(setdiff(-12:14, 0), 201, TRUE) / 10)
from_differences("nonzero_201_untied", round(rnorm(201, 0.1, 1), 4) + 0.00005)
from_differences("nonzero_201_two_sizes", sample(c(-1, 1, 2), 201, TRUE))
from_differences("nonzero_202_balanced", rep(c(-1.5, 1.5), 101))
laboratory("laboratory_500", 500, 0.95)
laboratory("laboratory_2000", 2000, 0.97, 2)

# Scale, sign, offset.
add("huge", c(1.5, 2, 4, 8, 3, 7, 5, 6.5) * 1e300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e300)
add("minute", c(1.5, 2, 4, 8, 3, 7, 5, 6.5) * 1e-300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e-300)
add("huge_and_minute", c(1e-300, 2e-300, 3e300, 5e300, 1, 2), c(2e-300, 1e-300, 5e300, 4e300, 3, 1))
add("near_the_largest", c(1.1e308, -1.2e308, 1.3e308), c(-1.4e308, 1.2e308, 1e308))
add("offset", 1e9 + (1:20) / 4, 1e9 + (1:20) / 4 + sample(-3:4, 20, TRUE) / 8)
add("millions", c(5e6, 7e6, 9e6, 6e6, 8e6, 4e6, 7.5e6), c(5.5e6, 6e6, 9.25e6, 9e6, 8.125e6, 3e6, 0))
add("negative_values", c(-3, -2.5, 0, 1, 2, -1), c(-2, -3, 1, 1, 4, 0.5))
add("zeros_among_values", c(0, 1.5, 2, 0, 3, 4, 5, 2.5), c(1, 0, 3, 0, 2, 8, 4, 2))
add("log_ratio_spread", 10^seq(-20, 20, 4), 10^c(20, -16, 11, -8, 4, 1, -4, 8, -13, 16, -19))
write.csv(do.call(rbind, pairs), "data/pairs.csv", row.names = FALSE, quote = FALSE)

samples <- list()
sample_of <- function(name, values) samples[[length(samples) + 1]] <<- data.frame(set = name, value = digits(values))
# The four NumAcc sets of NIST StRD, univariate summary statistics; the mean is the first value of each.
sample_of("nist_numacc1", c(10000001, 10000003, 10000002))
sample_of("nist_numacc2", c(1.2, rep(c(1.1, 1.3), 500)))
sample_of("nist_numacc3", c(1000000.2, rep(c(1000000.1, 1000000.3), 500)))
sample_of("nist_numacc4", c(10000000.2, rep(c(10000000.1, 10000000.3), 500)))
sample_of("one_to_ten", 1:10)
sample_of("skewed", round(exp(rnorm(101, 1, 1.5)), 3))
sample_of("alternating", rep(c(-1, 1), 50) + 1e-8 * (1:100))
write.csv(do.call(rbind, samples), "data/samples.csv", row.names = FALSE, quote = FALSE)
