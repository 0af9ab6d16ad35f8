# binom.test for the sign test; the median's interval from qbinom, as DescTools' SignTest does; the interpolated
# interval written out from Hettmansperger & Sheather 1986. Differences are rounded to 1e-9 as the contract's.

in_units <- function(difference) {
  small <- abs(difference) <= 2^52 / 1e9
  difference[small] <- round(difference[small] * 1e9) / 1e9
  difference
}

order_interval <- function(d, level) {
  n <- length(d)
  d <- sort(d)
  k <- max(1, qbinom((1 - level) / 2, n, 0.5))
  # qbinom gives the smallest q with P(B <= q) >= tail: then P(B < q) is below it, or at most equal.
  if (pbinom(k, n, 0.5) <= (1 - level) / 2) k <- k + 1
  k <- min(k, n %/% 2)
  achieved <- 1 - 2 * pbinom(k - 1, n, 0.5)
  share <- 0
  if (achieved > level && 2 * (k + 1) <= n + 1) {
    narrower <- 1 - 2 * pbinom(k, n, 0.5)
    part <- (achieved - level) / (achieved - narrower)
    share <- (n - k) * part / (k + (n - 2 * k) * part)
  }
  mixed <- function(outer, inner) if (outer == inner) outer else (1 - share) * outer + share * inner
  inner <- if (share > 0) c(d[k + 1], d[n - k]) else c(d[k], d[n + 1 - k])
  list(low = d[k], high = d[n + 1 - k], achieved = achieved,
       low_between = mixed(d[k], inner[1]), high_between = mixed(d[n + 1 - k], inner[2]))
}

answer <- function(set, level) {
  d <- in_units(set$after - set$before)
  positive <- sum(d > 0)
  m <- sum(d != 0)
  if (any(abs(d) > 0.5 * .Machine$double.xmax)) return(NULL)
  ends <- if (length(d) > 1) order_interval(d, level) else
    list(low = NA_real_, high = NA_real_, achieved = NA_real_, low_between = NA_real_, high_between = NA_real_)
  z <- function(correction) {
    excess <- positive - m / 2
    sign(excess) * max(0, abs(excess) - correction) / sqrt(m / 4)
  }
  data.frame(set = set$name, level = level, n = length(d), zeros = length(d) - m, positive = positive, of = m,
    p = if (m > 0) binom.test(positive, m)$p.value else NA_real_,
    z = if (m > 0) z(0.5) else NA_real_, z_plain = if (m > 0) z(0) else NA_real_,
    p_normal = if (m > 0) suppressWarnings(prop.test(positive, m, correct = TRUE)$p.value) else NA_real_,
    p_plain = if (m > 0) suppressWarnings(prop.test(positive, m, correct = FALSE)$p.value) else NA_real_,
    value = median(d), as.data.frame(ends))
}

rows <- list()
for (set in read_pairs()) for (level in c(0.90, 0.95, 0.99)) rows[[length(rows) + 1]] <- answer(set, level)
# Huge counts: differences -1 and +1 by count alone.
write_answers(rows, "sign.csv")
counts <- data.frame(positive = c(0, 3, 480, 501, 4900, 49500, 500200, 1000), of = c(40, 900, 1000, 1001, 10000, 100000, 1000000, 3000))
counts$p <- mapply(function(x, n) binom.test(x, n)$p.value, counts$positive, counts$of)
write_answers(list(counts), "sign_counts.csv")
