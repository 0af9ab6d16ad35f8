# Two one-sided t tests, by t.test with `alternative` and `mu` at each margin.

log_ratio <- function(before, after) {
  near <- after / before > 0.5 & after / before < 2
  ifelse(near, log1p((after - before) / before), log(after) - log(before))
}

one_sided <- function(x, mu, alternative)
  tryCatch(t.test(x, mu = mu, alternative = alternative), error = function(problem) NULL)

rows <- list()
# `x` comes divided by `unit`.
add <- function(name, kind, x, low, high, level, unit = 1) {
  above <- one_sided(x, low / unit, "greater")
  below <- one_sided(x, high / unit, "less")
  # Equal differences: t.test's infinities are no answer.
  if (is.null(above) || !is.finite(above$statistic)) above <- below <- list(statistic = NA_real_, p.value = NA_real_)
  rows[[length(rows) + 1]] <<- data.frame(set = name, kind = kind, level = level, low = low, high = high,
    t_low = unname(above$statistic), p_low = above$p.value, t_high = unname(below$statistic), p_high = below$p.value,
    p = max(above$p.value, below$p.value))
}
for (set in read_pairs()) {
  unit <- unit_of(c(set$before, set$after))
  d <- set$after / unit - set$before / unit
  for (width in c(0.1, 1, 10)) add(set$name, "mean", d, -width, width, 0.90, unit)
  usable <- set$before > 0 & set$after > 0
  for (width in c(0.2, log(1.25))) add(set$name, "ratio", log_ratio(set$before, set$after)[usable], -width, width, 0.90)
}
write_answers(rows, "equivalence.csv")
