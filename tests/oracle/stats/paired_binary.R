# McNemar, paired differences, conditional odds ratios. R has no Tango interval: here the restricted maximum
# likelihood estimate is the root of the likelihood's derivative, not of Tango's quadratic, and the ends are
# roots of the score. Newcombe's method 10 is put together from prop.test's intervals.

table <- read.csv("data/paired_binary.csv", colClasses = c("character", rep("numeric", 4)))

# The probability of "only before" that is most likely under this difference.
restricted <- function(up, down, n, difference) {
  least <- max(0, -difference)
  most <- (1 - difference) / 2
  slope <- function(q) {
    part <- function(count, probability) if (count == 0) 0 else count / probability
    part(up, q + difference) + part(down, q) - 2 * part(n - up - down, 1 - 2 * q - difference)
  }
  width <- most - least
  if (slope(least + 1e-300 + 1e-16 * width) <= 0) return(least)
  if (slope(most - 1e-15 * width) >= 0) return(most)
  uniroot(slope, c(least + 1e-300 + 1e-16 * width, most - 1e-15 * width), tol = 1e-300, maxiter = 10000)$root
}

score <- function(up, down, n, difference) {
  q <- restricted(up, down, n, difference)
  (up - down - n * difference) / sqrt(n * (2 * q + difference * (1 - difference)))
}

tango_upper <- function(up, down, n, z) {
  if (up == n) return(1)
  estimate <- (up - down) / n
  high <- 1 - 1e-12
  uniroot(function(difference) score(up, down, n, difference) + z, c(estimate + 1e-13, high), tol = 1e-16,
          maxiter = 10000)$root
}

newcombe <- function(both, down, up, neither, level) {
  n <- both + down + up + neither
  ends <- function(x) suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE))$conf.int
  before <- (both + down) / n
  after <- (both + up) / n
  one <- ends(both + up)
  two <- ends(both + down)
  margins <- (both + down) * (up + neither) * (both + up) * (down + neither)
  excess <- both * neither - down * up
  phi <- if (margins == 0) 0 else (if (excess > 0) max(excess - n / 2, 0) else excess) / sqrt(margins)
  reach <- function(a, b) sqrt(a^2 - 2 * phi * a * b + b^2)
  after - before + c(-reach(after - one[1], two[2] - before), reach(one[2] - after, before - two[1]))
}

answer <- function(set, level) {
  n <- set$both + set$only_before + set$only_after + set$neither
  up <- set$only_after
  down <- set$only_before
  changed <- up + down
  row <- data.frame(
    set = set$set, level = level, value = NA_real_, sd = NA_real_, tango_low = NA_real_, tango_high = NA_real_,
    newcombe_low = NA_real_, newcombe_high = NA_real_, wald_low = NA_real_, wald_high = NA_real_, exact = NA_real_,
    mid_p = NA_real_, x2 = NA_real_, asymptotic = NA_real_, x2_corrected = NA_real_, corrected = NA_real_,
    odds_ratio = NA_real_, odds_low = NA_real_, odds_high = NA_real_, share = NA_real_, share_low = NA_real_,
    share_high = NA_real_)
  if (n == 0) return(row)
  z <- qnorm((1 - level) / 2, lower.tail = FALSE)
  row$value <- (up - down) / n
  if (n > 1) row$sd <- sqrt((changed - (up - down)^2 / n) / (n - 1))
  if (n > 1 && n < 1e4) row$sd <- sd(rep(c(-1, 0, 1), c(down, n - changed, up)))
  row$tango_low <- -tango_upper(down, up, n, z)
  row$tango_high <- tango_upper(up, down, n, z)
  limits <- newcombe(set$both, down, up, set$neither, level)
  row$newcombe_low <- max(limits[1], -1)
  row$newcombe_high <- min(limits[2], 1)
  if (changed == 0) return(row)
  error <- sqrt(changed - (up - down)^2 / n) / n
  if (error > 0) {
    row$wald_low <- max(row$value - z * error, -1)
    row$wald_high <- min(row$value + z * error, 1)
  }
  matrix <- matrix(c(set$both, up, down, set$neither), 2)
  plain <- mcnemar.test(matrix, correct = FALSE)
  corrected <- mcnemar.test(matrix)
  row$x2 <- plain$statistic
  row$asymptotic <- plain$p.value
  row$x2_corrected <- corrected$statistic
  row$corrected <- corrected$p.value
  row$exact <- if (changed < 1e8) binom.test(up, changed)$p.value else 2 * pbinom(min(up, down), changed, 0.5)
  row$mid_p <- row$exact - (if (up == down) 0.5 else 1) * dbinom(up, changed, 0.5)
  row$odds_ratio <- if (down == 0) NA else up / down
  tail <- (1 - level) / 2
  low <- if (up == 0) c(0, 1) else c(qbeta(tail, up, down + 1), qbeta(tail, down + 1, up, lower.tail = FALSE))
  high <- if (down == 0) c(1, 0) else c(qbeta(tail, up + 1, down, lower.tail = FALSE), qbeta(tail, down, up + 1))
  if (changed < 1e8) stopifnot(all.equal(binom.test(up, changed, conf.level = level)$conf.int[1:2],
                                         c(low[1], high[1]), tolerance = 1e-10))
  row$odds_low <- low[1] / low[2]
  row$odds_high <- high[1] / high[2]
  row$share <- up / changed
  row$share_low <- low[1]
  row$share_high <- high[1]
  row
}

rows <- list()
for (i in seq_len(nrow(table))) for (level in c(0.90, 0.95, 0.99))
  rows[[length(rows) + 1]] <- answer(table[i, ], level)
write_answers(rows, "paired_binary.csv")
