# prop.test(correct = FALSE) gives the Wilson score interval.

counts <- rbind(
  c(0, 1), c(1, 1), c(0, 2), c(1, 2), c(1, 3), c(0, 10), c(1, 10), c(10, 10), c(5, 10), c(29, 53), c(12, 53),
  c(41, 53), c(63, 164), c(101, 164), c(111, 164), c(164, 164), c(0, 164), c(1, 164), c(163, 164), c(3, 7),
  c(81, 263), c(15, 148), c(0, 20), c(1, 29), c(1, 1000), c(999, 1000), c(1, 1000000), c(500000, 1000000),
  c(999999, 1000000), c(7, 1000000000))
rows <- list()
for (i in seq_len(nrow(counts))) for (level in c(0.90, 0.95, 0.99)) {
  x <- counts[i, 1]
  n <- counts[i, 2]
  ci <- suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
  rows[[length(rows) + 1]] <- data.frame(numerator = x, denominator = n, level = level, value = x / n,
                                         low = ci[1], high = ci[2])
}
write_answers(rows, "wilson.csv")
