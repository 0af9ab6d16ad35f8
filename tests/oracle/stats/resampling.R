# The bootstrap with indices both sides can draw: a full-period recurrence modulo 2^31, in doubles without rounding.
# Replicate r starts from 1000003 r + 12345. boot.ci computes the intervals from the resampled statistics; where
# resamples equal the estimate (a median), boot counts them as not below, and BCa is written out with half of them.

suppressPackageStartupMessages(library(boot))

# n numbers in [0, 1), each a state over 2^31.
states <- function(replicate, n) {
  state <- (1000003 * replicate + 12345) %% 2^31
  drawn <- numeric(n)
  for (i in seq_len(n)) {
    # 1103515245 * state would need 61 bits: multiply in two halves.
    low <- state %% 65536
    high <- (state - low) / 65536
    state <- (((1103515245 * high) %% 2^31 * 65536) %% 2^31 + 1103515245 * low + 12345) %% 2^31
    drawn[i] <- state / 2^31
  }
  drawn
}
indices <- function(replicate, n) floor(states(replicate, n) * n) + 1

# boot.ci's pieces: norm.inter for quantiles, and BCa after Davison & Hinkley, 5.8.
inter <- function(t, alpha) boot:::norm.inter(t, alpha)[, 2]
fake <- function(t0, t) structure(list(t0 = t0, t = matrix(t), R = length(t), data = 1:3, stype = "i", sim = "ordinary",
  call = quote(boot()), strata = rep(1, 3), weights = rep(1 / 3, 3)), class = "boot")

bca <- function(t0, t, jackknife, level) {
  # Means of decimals that are equal by hand differ in the last binary place; they count as equal here and there.
  noise <- 1e-12 * max(abs(t))
  z0 <- qnorm((mean(t < t0 - noise) + mean(t <= t0 + noise)) / 2)
  L <- lapply(jackknife, function(j) (length(j) - 1) * (mean(j) - j) / length(j))
  # A median that no value moves: 0 / 0, which is no acceleration.
  still <- all(vapply(jackknife, function(j) diff(range(j)) <= 1e-14 * max(abs(j)), TRUE))
  a <- if (still) 0 else sum(unlist(L)^3) / (6 * sum(unlist(L)^2)^1.5)
  z <- qnorm(c(1 - level, 1 + level) / 2)
  alpha <- pnorm(z0 + (z0 + z) / (1 - a * (z0 + z)))
  own <- suppressWarnings(inter(t, alpha))
  if (!any(abs(t - t0) <= noise) && length(jackknife) == 1 && !still) {
    n <- length(jackknife[[1]])
    theirs <- suppressWarnings(boot:::bca.ci(fake(t0, t), level, 1, t = t, t0 = t0, L = n * L[[1]]))
    stopifnot(all.equal(as.vector(theirs[4:5]), own, tolerance = 1e-12))
  }
  c(z0, a, own)
}

answer <- function(name, kind, t0, t, jackknife) {
  # boot refuses resamples that are equal up to 1e-8.
  if (diff(range(t)) < 1e-7) return(NULL)
  level <- 0.95
  intervals <- suppressWarnings(boot.ci(fake(t0, t), conf = level, type = c("norm", "basic", "perc")))
  bc <- bca(t0, t, jackknife, level)
  data.frame(set = name, kind = kind, value = t0, se = sd(t), bias = mean(t) - t0,
    normal_low = intervals$normal[2], normal_high = intervals$normal[3],
    basic_low = intervals$basic[4], basic_high = intervals$basic[5],
    percentile_low = intervals$percent[4], percentile_high = intervals$percent[5],
    z0 = bc[1], a = bc[2], bca_low = bc[3], bca_high = bc[4])
}

trimmed <- function(x) mean(sort(x)[2:(length(x) - 1)])
statistics <- list(mean = mean, median = median, upper_quartile = function(x) unname(quantile(x, 0.75)), trimmed = trimmed)
R <- 999
rows <- list()
chosen <- c("student_sleep", "darwin_maize", "hamilton_depression", "laboratory_8", "laboratory_12", "laboratory_14",
  "laboratory_25", "laboratory_41", "laboratory_50", "laboratory_164", "steps_10", "steps_13_zeros", "steps_40",
  "untied_30", "untied_49", "huge", "minute", "offset", "negative_values", "zeros_among_values", "camis_ttr",
  "camis_blood_pressure_ties")
for (set in read_pairs()) if (set$name %in% chosen) {
  n <- length(set$before)
  d <- set$after - set$before
  unit <- unit_of(d)
  d <- d / unit
  drawn <- lapply(seq_len(R) - 1, indices, n = n)
  for (kind in names(statistics)) {
    f <- statistics[[kind]]
    # Quantiles draw indices into the sorted sample.
    x <- if (kind %in% c("median", "upper_quartile")) sort(d) else d
    t <- vapply(drawn, function(i) f(x[i]), 1)
    row <- answer(set$name, kind, f(x), t, list(vapply(seq_len(n), function(i) f(x[-i]), 1)))
    if (is.null(row)) next
    scaled <- setdiff(names(row), c("set", "kind", "z0", "a"))
    row[scaled] <- row[scaled] * unit
    rows[[length(rows) + 1]] <- row
  }
  if (set$name %in% c("huge", "minute")) next
  # Pairs: a ratio of means kept from 0; groups: the difference of means of before and after as if independent.
  f <- function(i) mean(set$after[i]) / (1 + mean(abs(set$before[i])))
  rows[[length(rows) + 1]] <- answer(set$name, "pairs_ratio", f(1:n), vapply(drawn, f, 1),
    list(vapply(1:n, function(i) f(setdiff(1:n, i)), 1)))
  # One sequence serves both groups, the first one first.
  sequences <- lapply(seq_len(R) - 1, function(r) states(r, 2 * n))
  t <- vapply(sequences, function(u) mean(set$after[floor(u[n + 1:n] * n) + 1]) - mean(set$before[floor(u[1:n] * n) + 1]), 1)
  rows[[length(rows) + 1]] <- answer(set$name, "groups_difference", mean(set$after) - mean(set$before), t,
    list(vapply(1:n, function(i) mean(set$after) - mean(set$before[-i]), 1),
         vapply(1:n, function(i) mean(set$after[-i]) - mean(set$before), 1)))
}
write_answers(rows, "bootstrap.csv")

# --- Permutation tests by full enumeration in R, and coin's exact tests where the statistic is a mean.

suppressPackageStartupMessages(library(coin))
rows <- list()
for (set in read_pairs()) {
  d <- set$after - set$before
  n <- length(d)
  if (n > 14 || n == 0 || set$name %in% c("near_the_largest", "huge_and_minute")) next
  signs <- as.matrix(expand.grid(rep(list(c(1, -1)), n)))
  flipped <- sweep(signs, 2, d, "*")
  far <- function(t, observed) mean(abs(t) >= abs(observed) * (1 - 1e-9))
  p_groups <- p_groups_median <- p_coin <- NA_real_
  if (n <= 8) {
    all <- c(set$before, set$after)
    divisions <- combn(2 * n, n)
    by <- function(f) apply(divisions, 2, function(first) f(all[-first]) - f(all[first]))
    p_groups <- far(by(mean), mean(set$after) - mean(set$before))
    p_groups_median <- far(by(median), median(set$after) - median(set$before))
    if (length(unique(all)) > 1 && unit_of(all) == 1) {
      scaled <- round(all * 1e6)
      label <- factor(rep(1:2, each = n))
      p_coin <- as.numeric(pvalue(oneway_test(scaled ~ label, distribution = exact(algorithm = "split-up"))))
    }
  }
  rows[[length(rows) + 1]] <- data.frame(set = set$name, n = n, p_mean = far(rowMeans(flipped), mean(d)),
    p_median = far(apply(flipped, 1, median), median(d)), p_groups = p_groups, p_groups_median = p_groups_median,
    p_coin = p_coin)
}
write_answers(rows, "permutation.csv")

# --- All n^n resamples of tiny samples.

rows <- list()
tiny <- list(two = c(1, 4), three = c(2, 3, 7), three_tied = c(5, 5, 1), four = c(0.5, 2, 2, 9), five = c(1, 2, 4, 8, 16),
  six = c(3, 1, 4, 1, 5, 9), one = 7, negative = c(-2, 0, 3), equal = c(4, 4, 4))
for (name in names(tiny)) for (kind in c("mean", "median")) {
  x <- tiny[[name]]
  n <- length(x)
  t <- apply(expand.grid(rep(list(x), n)), 1, get(kind))
  t <- round(t * 240) / 240
  for (value in sort(unique(t))) rows[[length(rows) + 1]] <- data.frame(set = name, kind = kind, value = value,
    probability = mean(t == value))
}
write_answers(rows, "exact_bootstrap.csv")
