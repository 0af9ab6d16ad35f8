# Independent groups: t tests, rank sum test, Kruskal-Wallis, Jonckheere-Terpstra, analysis of variance.
# With the word `data` the sets are drawn again. What base R lacks is counted here: every division of small sets into
# groups, J without ties as a convolution of dwilcox, and Newcombe's limits as roots.

suppressPackageStartupMessages({
  library(exactRankTests)
  library(coin)
  library(pROC)
})

draw_groups <- function() {
  set.seed(20261124, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  sets <- list()
  add <- function(name, ...) {
    groups <- list(...)
    if (is.list(groups[[1]])) groups <- groups[[1]]
    for (position in seq_along(groups)) sets[[length(sets) + 1]] <<-
      data.frame(set = name, group = position, value = digits(as.numeric(groups[[position]])))
  }
  laboratory <- function(n, shift = 0, places = 1) round(exp(rnorm(n, 2.5 + shift, 1.2)), places)

  # Two groups: tiny and degenerate.
  add("one_each", 3, 5)
  add("one_each_equal", 3, 3)
  add("one_and_two", 4, c(1, 9))
  add("one_and_three_tied", 2, c(2, 2, 7))
  add("two_each", c(1, 4), c(3, 8))
  add("two_each_constant", c(2, 2), c(3, 3))
  add("three_each_separated", c(1, 2, 3), c(4, 5, 6))
  add("three_each_tied", c(1, 2, 2), c(2, 2, 3))
  add("all_equal", rep(4.2, 4), rep(4.2, 3))
  add("one_constant", rep(5, 6), c(3, 5, 6, 7, 9))
  add("one_and_forty", 61, 1:40 + 0.5)
  add("three_and_197", c(0.5, 3, 9), round(rnorm(197, 4, 3), 1))
  # Textbook.
  add("permeability", c(0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46), c(1.15, 0.88, 0.90, 0.74, 1.21))
  add("student_sleep", datasets::sleep$extra[1:10], datasets::sleep$extra[11:20])
  add("darwin_maize", c(23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12),
      c(17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18))
  tooth <- datasets::ToothGrowth
  add("tooth_low_dose", split(tooth$len[tooth$dose == 0.5], tooth$supp[tooth$dose == 0.5]))
  add("tooth_all", split(tooth$len, tooth$supp))
  add("air_may_august", with(na.omit(datasets::airquality), list(Ozone[Month == 5], Ozone[Month == 8])))
  # Ties, and sizes around the switch to the normal approximation.
  add("laboratory_8_12", laboratory(8), laboratory(12, 0.5))
  add("laboratory_whole_25_15", laboratory(25, 0, 0), laboratory(15, -0.4, 0))
  add("laboratory_60_40", laboratory(60), laboratory(40, 0.3))
  add("steps_30_50", sample(-2:2, 30, TRUE), sample(-2:2, 50, TRUE, c(1, 2, 3, 3, 2)))
  add("steps_100_100", sample(1:6, 100, TRUE), sample(1:6, 100, TRUE, c(2, 2, 2, 3, 3, 3)))
  add("binary_30_20", rep(0:1, c(20, 10)), rep(0:1, c(6, 14)))
  add("untied_20_31", round(rnorm(20, 1), 4) + 1e-5, round(rnorm(31, 1.4, 2), 4) + 2e-5)
  add("untied_100_100", round(rnorm(100), 5) + 1e-6, round(rnorm(100, 0.35), 5) + 2e-6)
  add("laboratory_120_80", laboratory(120), laboratory(80, 0.4))
  add("laboratory_121_80", laboratory(121), laboratory(80, 0.4))
  add("whole_150_60", laboratory(150, 0, 0), laboratory(60, 0.2, 0))
  add("laboratory_500_300", laboratory(500, 0, 2), laboratory(300, 0.1, 2))
  # Scale, sign, offset.
  add("huge", c(1.5, 2, 4, 8, 3, 7) * 1e300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e300)
  add("minute", c(1.5, 2, 4, 8, 3, 7) * 1e-300, c(2.5, 1, 6, 7, 5, 9.5, 4, 8) * 1e-300)
  add("huge_and_minute", c(1e-300, 2e-300, 3e300, 5e300, 1), c(2e-300, 1e-300, 6e300, 4e300))
  add("near_the_largest", c(1.1e308, -1.2e308, 1.3e308), c(-1.4e308, 1.2e308, 1e308))
  add("offset", 1e9 + (1:12) / 4, 1e9 + (1:9) / 8 + 1)
  add("negative_values", c(-3, -2.5, 0, 1, 2, -1), c(-2, -3, 1, 1, 4, 0.5, 2))
  add("zeros_among_values", c(0, 1.5, 2, 0, 3, 4), c(1, 0, 3, 5, 2, 8, 4, 2))

  # Three groups and more.
  add("mucociliary", c(2.9, 3.0, 2.5, 2.6, 3.2), c(3.8, 2.7, 4.0, 2.4), c(2.8, 3.4, 3.7, 2.2, 2.0))
  add("insect_sprays", split(datasets::InsectSprays$count, datasets::InsectSprays$spray))
  add("plant_growth", split(datasets::PlantGrowth$weight, datasets::PlantGrowth$group))
  add("chick_weights", split(datasets::chickwts$weight, datasets::chickwts$feed))
  add("air_by_month", with(na.omit(datasets::airquality), split(Ozone, Month)))
  add("iris_sepal_width", split(datasets::iris$Sepal.Width, datasets::iris$Species))
  add("warpbreaks_tension", split(datasets::warpbreaks$breaks, datasets::warpbreaks$tension))
  add("tooth_by_dose", split(tooth$len, tooth$dose))
  add("three_of_one", 1, 3, 2)
  add("three_of_two", c(1, 2), c(3, 4), c(5, 6))
  add("three_of_two_tied", c(1, 2), c(2, 2), c(3, 1))
  add("three_equal", c(2, 2), c(2, 2), 2)
  add("three_constant", c(1, 1), c(2, 2), c(3, 3, 3))
  add("two_three_four", c(5, 1), c(2, 7, 8), c(9, 3, 6, 4))
  add("three_of_three_steps", c(1, 1, 2), c(1, 2, 2), c(2, 3, 3))
  add("four_of_three_steps", sample(1:4, 3, TRUE), sample(1:4, 3, TRUE), sample(2:5, 3, TRUE), sample(2:5, 3, TRUE))
  add("three_of_five", c(40, 35, 38, 43, 44), c(38, 40, 47, 44, 40), c(48, 40, 45, 43, 46))
  add("three_of_five_untied", round(rnorm(5), 3), round(rnorm(5, 0.5), 3) + 1e-4, round(rnorm(5, 1), 3) + 2e-4)
  add("five_of_two", 1:2, 2:3, c(1, 5), c(4, 4), c(6, 3))
  add("three_laboratory", laboratory(15), laboratory(22, 0.3), laboratory(18, 0.6))
  add("four_steps", sample(1:5, 30, TRUE), sample(1:5, 25, TRUE), sample(1:6, 35, TRUE), sample(2:6, 20, TRUE))
  add("three_untied_50", round(rnorm(50), 5), round(rnorm(60, 0.2), 5) + 1e-6, round(rnorm(40, 0.1), 5) + 2e-6)
  add("five_large", laboratory(80), laboratory(70, 0.1), laboratory(90), laboratory(60, 0.2), laboratory(75, 0.1))
  add("three_huge", c(1, 2, 4) * 1e300, c(3, 5, 2, 4) * 1e300, c(5, 6, 9) * 1e300)
  add("three_minute", c(1, 2, 4) * 1e-300, c(3, 5, 2, 4) * 1e-300, c(5, 6, 9) * 1e-300)
  add("three_offset", 1e9 + 1:5 / 4, 1e9 + 1:6 / 8, 1e9 + 1:4 / 2)
  write.csv(do.call(rbind, sets), "data/groups.csv", row.names = FALSE, quote = FALSE)
}

read_groups <- function() {
  table <- read.csv("data/groups.csv", colClasses = c("character", "numeric", "numeric"))
  sets <- lapply(unique(table$set), function(name) {
    rows <- table[table$set == name, ]
    list(name = name, groups = unname(split(rows$value, rows$group)))
  })
  dose <- read.csv("data/camis/jonck.csv")
  c(sets, list(list(name = "camis_jonck", groups = unname(split(dose$value, dose$DOSE)))))
}

# In a unit in which squares keep in range.
scaled <- function(set) {
  unit <- unit_of(unlist(set$groups))
  list(unit = unit, groups = lapply(set$groups, function(values) values / unit))
}

or_na <- function(expression) {
  value <- tryCatch(suppressWarnings(expression), error = function(problem) NA_real_)
  if (length(value) != 1 || !is.finite(value)) NA_real_ else unname(value)
}
constant <- function(values) all(values == values[1])

# --- two means ---------------------------------------------------------------------------------------------------

t_row <- function(name, level, x, y, pooled, back, scale = 1) {
  result <- if (constant(x) && constant(y)) NULL else
    tryCatch(t.test(y, x, var.equal = pooled, conf.level = level), error = function(problem) NULL)
  part <- function(value) if (is.null(result)) NA_real_ else fitting(unname(value))
  # An interval with an end beyond the largest number is none.
  ends <- if (is.null(result)) c(NA_real_, NA_real_) else back(result$conf.int[1:2] * scale)
  if (any(!is.finite(ends))) ends <- c(NA_real_, NA_real_)
  data.frame(set = name, level = level, method = if (pooled) "pooled" else "welch", n = length(x) + length(y),
             value = fitting(back((mean(y) - mean(x)) * scale)), t = part(result$statistic), df = part(result$parameter),
             p = part(result$p.value), low = ends[1], high = ends[2])
}

means <- function(set, level) {
  inner <- scaled(set)
  lapply(c(FALSE, TRUE), function(pooled)
    t_row(set$name, level, inner$groups[[1]], inner$groups[[2]], pooled, identity, inner$unit))
}

# Logarithms relative to the least value, by log1p where the quotient is near 1.
ratio <- function(set, level) {
  x <- set$groups[[1]][set$groups[[1]] > 0]
  y <- set$groups[[2]][set$groups[[2]] > 0]
  if (length(x) == 0 || length(y) == 0) return(NULL)
  log_ratio <- function(values) ifelse(values / min(x) > 0.5 & values / min(x) < 2,
                                       log1p((values - min(x)) / min(x)), log(values) - log(min(x)))
  row <- t_row(set$name, level, log_ratio(x), log_ratio(y), FALSE, exp)
  row$left_out <- length(unlist(set$groups)) - row$n
  row
}

# --- every division of N values into groups ------------------------------------------------------------------------

# One row a division, one column a value, entries are groups.
divisions <- function(sizes) {
  n <- sum(sizes)
  if (length(sizes) == 1) return(matrix(1L, 1, n))
  first <- combn(n, sizes[1])
  rest <- divisions(sizes[-1]) + 1L
  blocks <- lapply(seq_len(ncol(first)), function(column) {
    block <- matrix(1L, nrow(rest), n)
    block[, -first[, column]] <- rest
    block
  })
  do.call(rbind, blocks)
}
n_divisions <- function(sizes) exp(lfactorial(sum(sizes)) - sum(lfactorial(sizes)))
j_of <- function(labels, values) {
  total <- 0
  for (a in seq_along(values)) for (b in seq_along(values))
    if (a != b) total <- total + (labels[, a] < labels[, b]) * ((values[b] > values[a]) + (values[b] == values[a]) / 2)
  total
}
far <- function(statistics, observed, expected) mean(abs(statistics - expected) >= abs(observed - expected) - 1e-9)

# --- rank sums -----------------------------------------------------------------------------------------------------

newcombe <- function(theta, m, n, level) {
  z <- qnorm(1 - (1 - level) / 2)
  c <- (m + n) / 2 - 1
  # At an estimate of 0 or 1 that end is a root as well; it is divided out.
  gap <- function(t) {
    spread <- z^2 * (1 + c * (1 - t) / (2 - t) + c * t / (1 + t)) / (m * n)
    if (theta == 0) t - spread * (1 - t) else if (theta == 1) (1 - t) - spread * t else (theta - t)^2 - spread * t * (1 - t)
  }
  root <- function(lower, upper) uniroot(gap, c(lower, upper), tol = 1e-15, maxiter = 10000)$root
  c(if (theta == 0) 0 else root(0, theta), if (theta == 1) 1 else root(theta, 1))
}

rank_sum <- function(set, level) {
  x <- set$groups[[1]]
  y <- set$groups[[2]]
  m <- length(x)
  n <- length(y)
  ranks <- rank(c(x, y))
  w <- sum(ranks[-seq_len(m)])
  u <- w - n * (n + 1) / 2
  sizes <- tabulate(match(c(x, y), unique(c(x, y))))
  variance <- m * n / 12 * (m + n + 1 - sum(sizes^3 - sizes) / ((m + n) * (m + n - 1)))
  differences <- sort(outer(y, x, "-"))
  fits <- all(is.finite(differences))
  exact <- m + n <= 200
  k <- max(1, if (exact) qwilcox((1 - level) / 2, m, n) else floor(m * n / 2 - qnorm(1 - (1 - level) / 2) * sqrt(variance)))
  interval <- newcombe(u / m / n, m, n, level)
  untied <- all(sizes == 1)
  spread <- length(sizes) > 1
  # The p values do not depend on the level: answered once.
  once <- level == 0.95
  labels <- if (once && n_divisions(c(m, n)) <= 5e4) divisions(c(m, n))
  g <- factor(rep(1:2, c(m, n)))
  row <- data.frame(
    set = set$name, level = level, n = m + n, ties = sum(sizes[sizes > 1]), u = u, w = w,
    superiority = u / m / n, superiority_low = interval[1], superiority_high = interval[2],
    shift = if (fits) median(differences) else NA_real_,
    low = if (fits && m + n > 2) differences[k] else NA_real_,
    high = if (fits && m + n > 2) differences[m * n + 1 - k] else NA_real_,
    achieved = if (exact) 1 - 2 * pwilcox(k - 1, m, n) else NA_real_,
    p_enumerated = if (spread && !is.null(labels)) far(j_of(labels, c(x, y)), u, m * n / 2) else NA_real_,
    # exactRankTests loses one tail's boundary where this product is rounded (31 of 51 values).
    p_exact_rank_tests = if (once && spread && exact && n / (m + n) * sum(ranks) == n * (m + n + 1) / 2) or_na(wilcox.exact(y, x, exact = TRUE)$p.value) else NA_real_,
    p_coin = if (once && spread && m + n <= 60) or_na(as.numeric(pvalue(wilcox_test(c(x, y) ~ g, distribution = "exact")))) else NA_real_,
    p_base = if (once && untied && exact) wilcox.test(y, x, exact = TRUE)$p.value else NA_real_,
    z_corrected = or_na((u - m * n / 2 - sign(u - m * n / 2) * 0.5) / sqrt(variance)),
    p_corrected = or_na(wilcox.test(y, x, exact = FALSE, correct = TRUE)$p.value),
    p_uncorrected = or_na(wilcox.test(y, x, exact = FALSE, correct = FALSE)$p.value))
  # Without ties R's own estimate and interval are the same thing.
  if (untied && exact && row$achieved >= level && m + n > 3) {
    own <- wilcox.test(y, x, exact = TRUE, conf.int = TRUE, conf.level = level)
    if (fits) stopifnot(all.equal(own$conf.int[1:2], c(row$low, row$high), tolerance = 1e-12),
                        all.equal(unname(own$estimate), row$shift, tolerance = 1e-12))
  }
  row
}

# NA where a group has one value, or where the groups show no variance.
delong <- function(set, level) {
  x <- set$groups[[1]]
  y <- set$groups[[2]]
  ends <- tryCatch(suppressWarnings(as.numeric(ci.auc(
    roc(rep(0:1, c(length(x), length(y))), rank(c(x, y)), direction = "<", levels = 0:1, quiet = TRUE), conf.level = level,
    method = "delong"))), error = function(problem) rep(NA_real_, 3))
  if (min(length(x), length(y)) < 2 || anyNA(ends) || ends[1] == ends[3]) ends <- rep(NA_real_, 3)
  data.frame(set = set$name, level = level, low = ends[1], high = ends[3])
}

# --- several groups --------------------------------------------------------------------------------------------------

# J without ties: each group against all groups before it, convolved.
j_distribution <- function(sizes) {
  counts <- 1
  for (position in seq_along(sizes)[-1]) {
    before <- sum(sizes[seq_len(position - 1)])
    step <- dwilcox(0:(before * sizes[position]), before, sizes[position])
    wider <- numeric(length(counts) + length(step) - 1)
    for (at in seq_along(step)) {
      place <- at - 1 + seq_along(counts)
      wider[place] <- wider[place] + step[at] * counts
    }
    counts <- wider
  }
  counts
}

several <- function(set) {
  values <- unlist(set$groups)
  sizes <- lengths(set$groups)
  labels <- rep(seq_along(sizes), sizes)
  ranks <- rank(values)
  n <- length(values)
  ties <- tabulate(match(values, unique(values)))
  spread <- length(ties) > 1
  pairs <- (n^2 - sum(sizes^2)) / 2
  j <- j_of(matrix(labels, 1), values)
  all <- if (n_divisions(sizes) <= 1e5) divisions(sizes)
  h_of <- function(labels) Reduce(`+`, lapply(seq_along(sizes), function(g)
    (((labels == g) %*% ranks) / sizes[g] - (n + 1) / 2)^2 * sizes[g]))
  small <- spread && !is.null(all)
  js <- if (small) j_of(all, values)
  hs <- if (small) h_of(all)
  untied <- if (all(ties == 1)) j_distribution(sizes)
  at <- seq_along(untied) - 1
  kendall <- function(alternative) if (n < 3) NA_real_ else or_na(cor.test(labels, values, method = "kendall", exact = FALSE,
                                                   alternative = alternative)$p.value)
  h <- kruskal.test(values, labels)
  data.frame(
    set = set$name, n = n, ties = sum(ties[ties > 1]), h = or_na(h$statistic), df = h$parameter, p = or_na(h$p.value),
    p_enumerated = if (small) mean(hs >= c(h_of(matrix(labels, 1))) - 1e-9) else NA_real_,
    rank_first = mean(ranks[labels == 1]), j = j, share = j / pairs,
    j_p_enumerated = if (small) far(js, j, pairs / 2) else NA_real_,
    j_increasing_enumerated = if (small) mean(js >= j) else NA_real_,
    j_decreasing_enumerated = if (small) mean(js <= j) else NA_real_,
    j_p_untied = if (is.null(untied)) NA_real_ else sum(untied[abs(at - pairs / 2) >= abs(j - pairs / 2)]),
    j_increasing_untied = if (is.null(untied)) NA_real_ else sum(untied[at >= j]),
    j_z = if (n < 3) NA_real_ else or_na(cor.test(labels, values, method = "kendall", exact = FALSE)$statistic),
    j_p = kendall("two.sided"), j_increasing = kendall("greater"), j_decreasing = kendall("less"))
}

variances <- function(set) {
  inner <- scaled(set)
  # An offset common to all values costs lm its digits, and changes nothing.
  groups <- lapply(inner$groups, function(values) values - inner$groups[[1]][1])
  values <- unlist(groups)
  labels <- factor(rep(seq_along(groups), lengths(groups)))
  table <- suppressWarnings(anova(lm(values ~ labels)))
  between <- table$`Sum Sq`[1]
  within <- if (all(vapply(groups, constant, logical(1)))) 0 else table$`Sum Sq`[2]
  f <- if (within > 0) table$`F value`[1] else NA_real_
  welch <- tryCatch(oneway.test(values ~ labels), error = function(problem) NULL)
  if (any(lengths(groups) < 2) || any(vapply(groups, constant, logical(1)))) welch <- NULL
  part <- function(value) if (is.null(welch)) NA_real_ else unname(value)
  data.frame(
    set = set$name, n = length(values), between = fitting(between * inner$unit * inner$unit),
    within = fitting(within * inner$unit * inner$unit), df_between = table$Df[1], df_within = length(values) - length(groups),
    f = f, p = if (is.na(f)) NA_real_ else table$`Pr(>F)`[1],
    eta = or_na(between / (between + within)),
    welch_f = part(welch$statistic), welch_df = part(welch$parameter[2]), welch_p = part(welch$p.value))
}

if ("data" %in% commandArgs(trailingOnly = TRUE)) draw_groups()
sets <- read_groups()
two <- Filter(function(set) length(set$groups) == 2, sets)
levels <- c(0.90, 0.95, 0.99)
write_answers(do.call(c, lapply(two, function(set) do.call(c, lapply(levels, function(level) means(set, level))))),
              "groups_means.csv")
write_answers(do.call(c, lapply(two, function(set) lapply(levels, function(level) ratio(set, level)))), "groups_ratio.csv")
write_answers(do.call(c, lapply(two, function(set) lapply(levels, function(level) rank_sum(set, level)))), "rank_sum.csv")
write_answers(do.call(c, lapply(two, function(set) lapply(levels, function(level) delong(set, level)))), "delong.csv")
write_answers(lapply(sets, several), "several_groups.csv")
write_answers(lapply(sets, variances), "anova.csv")
