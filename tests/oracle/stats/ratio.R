# exp of the one-sample t test on log ratios; pairs with a value at or below zero are left out. Ratios near 1
# go through log1p: the difference of two logarithms of 1e9 and 1e9 + 1 has five digits left.

log_ratio <- function(before, after) {
  near <- after / before > 0.5 & after / before < 2
  ifelse(near, log1p((after - before) / before), log(after) - log(before))
}

rows <- list()
for (set in read_pairs()) for (level in c(0.90, 0.95, 0.99)) {
  usable <- set$before > 0 & set$after > 0
  logs <- log_ratio(set$before[usable], set$after[usable])
  result <- tryCatch(t.test(logs, conf.level = level), error = function(problem) NULL)
  answer <- function(value) if (is.null(result) || is.nan(result$statistic)) NA_real_ else unname(value)
  rows[[length(rows) + 1]] <- data.frame(
    set = set$name, level = level, n = sum(usable), left_out = sum(!usable),
    ratio = if (any(usable)) fitting(exp(mean(logs))) else NA_real_,
    sd = if (sum(usable) > 1) sd(logs) else NA_real_,
    t = answer(result$statistic), p = answer(result$p.value),
    low = answer(exp(result$conf.int[1])), high = answer(exp(result$conf.int[2])))
}
write_answers(rows, "ratio.csv")
