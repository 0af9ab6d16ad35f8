# The signed-rank test as section 8 of the study contract defines it, put together from R's pieces.
# R's own wilcox.test leaves the exact distribution at the first tie; exactRankTests and coin do not.

suppressPackageStartupMessages({
  library(exactRankTests)
  library(coin)
})

# Whole multiples of 1e-9 where those are exact, else the differences themselves; `unit` leads back.
in_units <- function(difference) {
  small <- abs(difference) <= 2^52 / 1e9
  difference[small] <- round(difference[small] * 1e9) / 1e9
  if (all(small)) list(values = round(difference * 1e9), unit = 1e9) else list(values = difference, unit = 1)
}

# Sizes of the groups of equal absolute differences. Not table(), which compares 15 digits only.
group_sizes <- function(d) tabulate(match(abs(d), unique(abs(d))))

# Every one of the 2^n sign patterns.
p_by_enumeration <- function(ranks, v) {
  sums <- 0
  for (rank in ranks) sums <- c(sums, sums + rank)
  min(1, 2 * min(mean(sums <= v), mean(sums >= v)))
}

p_by_coin <- function(d) {
  zero <- rep(0, length(d))
  as.numeric(pvalue(wilcoxsign_test(d ~ zero, distribution = "exact", zero.method = "Wilcoxon")))
}

# The index k of the interval W(k), W(m + 1 - k).
index <- function(d, level) {
  n <- length(d)
  if (n <= 200) return(max(1, qsignrank((1 - level) / 2, n)))
  ties <- group_sizes(d)
  variance <- n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48
  z <- if (level == 0.95) 1.959964 else qnorm(1 - (1 - level) / 2)
  max(1, floor(n * (n + 1) / 4 - z * sqrt(variance)))
}

answer <- function(set, level) {
  scaled <- in_units(set$after - set$before)
  d <- scaled$values[scaled$values != 0]
  n <- length(d)
  row <- data.frame(
    set = set$name, level = level, n = length(set$before), zeros = length(set$before) - n,
    ties = sum(group_sizes(d)[group_sizes(d) > 1]), v = NA_real_, z = NA_real_, value = NA_real_, k = NA_real_,
    low = NA_real_, high = NA_real_, p_enumerated = NA_real_, p_exact_rank_tests = NA_real_, p_coin = NA_real_,
    p_base = NA_real_)
  if (n == 0 || any(!is.finite(d))) return(row)
  walsh <- outer(d, d, "+")
  walsh <- sort(walsh[upper.tri(walsh, diag = TRUE)])
  row$value <- median(walsh) / 2 / scaled$unit
  if (n < 2) return(row)
  row$k <- index(d, level)
  row$low <- walsh[row$k] / 2 / scaled$unit
  row$high <- walsh[length(walsh) + 1 - row$k] / 2 / scaled$unit
  ranks <- rank(abs(d))
  row$v <- sum(ranks[d > 0])
  if (n <= 18) row$p_enumerated <- p_by_enumeration(ranks, row$v)
  if (n <= 200) {
    row$p_exact_rank_tests <- suppressWarnings(wilcox.exact(d, exact = TRUE))$p.value
    row$p_coin <- p_by_coin(d)
  }
  untied <- !anyDuplicated(abs(d))
  if (n <= 200 && untied) row$p_base <- wilcox.test(d, exact = TRUE)$p.value
  if (n > 200) {
    row$p_base <- wilcox.test(d, exact = FALSE, correct = TRUE)$p.value
    ties <- group_sizes(d)
    excess <- row$v - n * (n + 1) / 4
    row$z <- (excess - sign(excess) * 0.5) / sqrt(n * (n + 1) * (2 * n + 1) / 24 - sum(ties^3 - ties) / 48)
  }
  # Without ties and zeros R's own estimate and interval are the same thing.
  if (untied && n > 5 && n <= 200) {
    own <- wilcox.test(d, exact = TRUE, conf.int = TRUE, conf.level = level)
    stopifnot(all.equal(own$conf.int[1:2] / scaled$unit, c(row$low, row$high), tolerance = 1e-12),
              all.equal(unname(own$estimate) / scaled$unit, row$value, tolerance = 1e-12))
  }
  row
}

rows <- list()
for (set in read_pairs()) for (level in c(0.90, 0.95, 0.99)) rows[[length(rows) + 1]] <- answer(set, level)
write_answers(rows, "signed_rank.csv")
