# t.test(paired = TRUE). Data of extreme scale are divided by a power of two first, and the answers taken back.

rows <- list()
for (set in read_pairs()) for (level in c(0.90, 0.95, 0.99)) {
  unit <- unit_of(c(set$before, set$after))
  before <- set$before / unit
  after <- set$after / unit
  difference <- after - before
  result <- tryCatch(t.test(after, before, paired = TRUE, conf.level = level), error = function(problem) NULL)
  # R refuses constant differences, except zeros: those it answers with NaN.
  answer <- function(value) if (is.null(result) || is.nan(result$statistic)) NA_real_ else unname(value)
  rows[[length(rows) + 1]] <- data.frame(
    set = set$name, level = level, n = length(difference), mean = fitting(mean(difference) * unit),
    sd = fitting(sd(difference) * unit), t = answer(result$statistic), df = answer(result$parameter),
    p = answer(result$p.value), low = fitting(answer(result$conf.int[1]) * unit),
    high = fitting(answer(result$conf.int[2]) * unit))
}
write_answers(rows, "paired_t.csv")
