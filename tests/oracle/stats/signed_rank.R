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

# --- Pratt's zero rule, and both rules by the normal approximation with and without continuity correction.

# Ranks of the non-zero differences above those of the zeros.
pratt_ranks <- function(d) rank(abs(d))[d != 0]

# z from the variance as a sum of squared ranks: sum(r^2) / 4 needs no formula for ties and zeros.
z_of <- function(ranks, v, correction) {
  excess <- v - sum(ranks) / 2
  (excess - sign(excess) * min(correction, abs(excess))) / sqrt(sum(ranks^2) / 4)
}

coin_p <- function(d, method, distribution) {
  zero <- rep(0, length(d))
  as.numeric(pvalue(wilcoxsign_test(d ~ zero, distribution = distribution, zero.method = method)))
}

# Zeros kept: all Walsh averages, with R's k up to 200, above from the variance with the zeros as a tied group.
pratt_interval <- function(d, level, unit) {
  walsh <- outer(d, d, "+")
  walsh <- sort(walsh[upper.tri(walsh, diag = TRUE)]) / 2 / unit
  k <- index(d, level)
  c(median(walsh), walsh[k], walsh[length(walsh) + 1 - k])
}

zeros_inflated <- function() {
  set.seed(20261124, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  sets <- list()
  for (n in c(4, 7, 11, 15, 30, 60, 120, 250)) {
    after <- sample(-3:4, n, TRUE, c(1, 1, 2, 5, 2, 2, 1, 1))
    sets[[length(sets) + 1]] <- data.frame(set = paste0("zeros_", n), before = 0, after = after)
    after <- round(rnorm(n, 0.2), 3) * sample(0:1, n, TRUE)
    sets[[length(sets) + 1]] <- data.frame(set = paste0("zeros_fine_", n), before = 0, after = after)
  }
  do.call(rbind, sets)
}

rules_answer <- function(set, rule) {
  scaled <- in_units(set$after - set$before)
  all <- scaled$values
  d <- all[all != 0]
  n <- length(d)
  if (n < 2 || any(!is.finite(all))) return(NULL)
  ranks <- if (rule == "Pratt") pratt_ranks(all) else rank(abs(d))
  v <- sum(ranks[d > 0])
  z <- z_of(ranks, v, 0.5)
  plain <- z_of(ranks, v, 0)
  row <- data.frame(set = set$name, rule = rule, n = length(all), zeros = length(all) - n, v = v,
    z = z, z_plain = plain, p = 2 * pnorm(-abs(z)), p_plain = 2 * pnorm(-abs(plain)),
    p_enumerated = if (n <= 16) p_by_enumeration(ranks, v) else NA_real_,
    p_coin = if (n <= 200) coin_p(all, rule, "exact") else NA_real_,
    p_plain_coin = coin_p(all, rule, "asymptotic"), value = NA_real_, low = NA_real_, high = NA_real_)
  if (rule == "Pratt") row[c("value", "low", "high")] <- pratt_interval(all, 0.95, scaled$unit)
  if (rule == "Wilcoxon") stopifnot(
    all.equal(row$p_plain, wilcox.test(d, exact = FALSE, correct = FALSE)$p.value, tolerance = 1e-12))
  row
}

write.csv(zeros_inflated(), "data/zeros.csv", row.names = FALSE, quote = FALSE)
zeros <- read.csv("data/zeros.csv")
zeros <- lapply(unique(zeros$set), function(name) {
  rows <- zeros[zeros$set == name, ]
  list(name = name, before = rows$before, after = rows$after)
})
rows <- list()
for (set in c(read_pairs(), zeros)) for (rule in c("Wilcoxon", "Pratt"))
  rows[[length(rows) + 1]] <- rules_answer(set, rule)
write_answers(rows, "signed_rank_rules.csv")
