# exp of the paired t test on logarithms; pairs with a value at or below zero are left out.

rows <- list()
for (set in read_pairs()) for (level in c(0.90, 0.95, 0.99)) {
  usable <- set$before > 0 & set$after > 0
  before <- log(set$before[usable])
  after <- log(set$after[usable])
  result <- tryCatch(t.test(after, before, paired = TRUE, conf.level = level), error = function(problem) NULL)
  answer <- function(value) if (is.null(result)) NA_real_ else unname(value)
  rows[[length(rows) + 1]] <- data.frame(
    set = set$name, level = level, n = sum(usable), left_out = sum(!usable),
    ratio = if (any(usable)) fitting(exp(mean(after - before))) else NA_real_,
    sd = if (sum(usable) > 1) sd(after - before) else NA_real_,
    t = answer(result$statistic), p = answer(result$p.value),
    low = answer(exp(result$conf.int[1])), high = answer(exp(result$conf.int[2])))
}
write_answers(rows, "ratio.csv")
