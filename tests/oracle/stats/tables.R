# Tables of counts. fisher.test, chisq.test, prop.trend.test and coin's lbl_test answer; small tables are also enumerated
# here in full. Exact trend: the distribution of the score sum by expand.grid over all ways to share the cases.
# fisher.test counts as ties what lies within 3.5e-7 (relative) for larger tables and 1e-7 for two by two.

suppressPackageStartupMessages({
  library(coin)
  library(vcd)
})
set.seed(19340101, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

tables <- list()
add <- function(name, counts, n_columns) tables[[name]] <<- matrix(counts, ncol = n_columns, byrow = TRUE)
drawn <- function(name, n, rows, columns, shift = 0) {
  pr <- rows / sum(rows); pc <- columns / sum(columns)
  cells <- outer(pr, pc)
  cells <- cells * exp(shift * outer(seq_along(pr) - mean(seq_along(pr)), seq_along(pc) - mean(seq_along(pc))))
  add(name, as.vector(t(matrix(rmultinom(1, n, cells), length(pr)))), length(pc))
}

add("tea", c(3, 1, 1, 3), 2)
add("tea_all", c(4, 0, 0, 4), 2)
add("one_unit", c(1, 0, 0, 0), 2)
add("two_units", c(1, 0, 0, 1), 2)
add("three_units", c(1, 1, 0, 1), 2)
add("empty_row", c(3, 4, 0, 0), 2)
add("empty_column_3", c(3, 0, 4, 5, 0, 1), 3)
add("symmetric_ties", c(5, 3, 3, 5), 2)
add("ties_unequal", c(7, 12, 0, 5), 2)
add("thyroid_two", c(15, 149, 9, 39), 2)
add("mi_aspirin", c(189, 10845, 104, 10933), 2)
add("large_two", c(12345, 87655, 12543, 87457), 2)
add("far_two", c(300, 20, 25, 310), 2)
add("tiny_p_two", c(50, 0, 0, 60), 2)
add("two_by_three", c(3, 0, 2, 1, 4, 1), 3)
add("two_by_five", c(3, 0, 2, 1, 4, 1, 5, 2, 0, 6), 5)
add("two_by_five_zeros", c(0, 0, 2, 1, 4, 0, 5, 2, 0, 6), 5)
add("two_by_eight", c(2, 1, 0, 3, 4, 1, 2, 0, 1, 5, 2, 0, 3, 1, 6, 2), 8)
add("five_by_two", c(3, 1, 0, 5, 2, 2, 1, 0, 4, 6), 2)
add("three_ones", c(1, 0, 0, 0, 1, 0, 0, 0, 1), 3)
add("three_twos", c(2, 0, 0, 0, 2, 0, 0, 0, 2), 3)
add("three_balanced", c(2, 2, 2, 2, 2, 2, 2, 2, 2), 3)
add("three_plain", c(3, 1, 2, 0, 4, 2, 1, 1, 5), 3)
add("three_empty_row", c(3, 1, 2, 0, 0, 0, 1, 1, 5), 3)
add("three_empty_both", c(3, 0, 2, 0, 0, 0, 1, 0, 5), 3)
add("three_by_four", c(4, 1, 0, 2, 2, 3, 1, 1, 0, 2, 6, 3), 4)
add("job_satisfaction", c(1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11), 4)
add("four_small", c(1, 0, 2, 0, 0, 3, 0, 1, 2, 0, 1, 0, 0, 1, 0, 2), 4)
add("four_diagonal", c(5, 0, 1, 0, 0, 6, 0, 1, 1, 0, 4, 0, 0, 1, 0, 7), 4)
add("five_ones", diag(5), 5)
add("five_mehta_patel", c(2, 0, 1, 2, 6, 1, 3, 1, 1, 1, 1, 0, 3, 1, 0, 1, 2, 1, 2, 0, 1, 1, 0, 0, 0), 5)
add("five_diagonal", c(6, 1, 0, 0, 0, 1, 5, 1, 0, 0, 0, 1, 4, 1, 0, 0, 0, 1, 5, 1, 0, 0, 0, 1, 6), 5)
for (k in 1:4) drawn(paste0("three_drawn_", k), 12 * k, c(3, 2, 1), c(2, 2, 1), 0.2 * (k - 2))
for (k in 1:4) drawn(paste0("four_drawn_", k), 15 * k, c(3, 2, 2, 1), c(2, 2, 1, 1), 0.15 * (k - 1))
for (k in 1:5) drawn(paste0("five_drawn_", k), 10 + 10 * k, c(3, 2, 2, 2, 1), c(3, 3, 2, 1, 1), 0.1 * (k - 1))
drawn("two_by_ten", 60, c(2, 1), rep(1, 10))
drawn("three_by_six", 40, c(3, 2, 2), c(2, 2, 1, 1, 1, 1), 0.1)
drawn("three_by_seven", 45, c(3, 2, 2), c(2, 2, 1, 1, 1, 1, 1), 0.1)
drawn("four_by_six", 30, c(3, 2, 2, 2), c(2, 2, 1, 1, 1, 1), 0.1)
drawn("five_by_six", 30, c(3, 2, 2, 2, 1), c(2, 2, 1, 1, 1, 1), 0.1)
drawn("six_by_six", 24, c(2, 2, 2, 1, 1, 1), c(2, 2, 1, 1, 1, 1), 0.05)
drawn("seven_by_four", 30, c(2, 2, 1, 1, 1, 1, 1), c(3, 2, 1, 1), 0.1)
drawn("three_large", 300, c(3, 2, 1), c(2, 2, 1), 0.2)
drawn("two_by_four_large", 900, c(1, 1), c(4, 3, 2, 1), 0.1)

write_answers(lapply(names(tables), function(name) {
  m <- tables[[name]]
  data.frame(set = name, n_columns = ncol(m), counts = paste(as.vector(t(m)), collapse = " "))
}), "../data/tables.csv")

# All tables with these totals: a list of vectors ln(product of x!), by column recursion over compositions.
ways <- function(rows, total) {
  if (length(rows) == 1) return(if (total <= rows) matrix(total) else matrix(0, 0, 1))
  do.call(rbind, lapply(0:min(rows[1], total), function(x) {
    rest <- ways(rows[-1], total - x)
    cbind(rep(x, nrow(rest)), rest)
  }))
}
ln_products <- function(rows, columns) {
  if (length(columns) == 1) return(sum(lfactorial(rows)))
  filled <- ways(rows, columns[1])
  unlist(lapply(seq_len(nrow(filled)), function(k)
    sum(lfactorial(filled[k, ])) + ln_products(rows - filled[k, ], columns[-1])))
}
n_tables_bound <- function(m) prod(choose(colSums(m) + nrow(m) - 1, nrow(m) - 1))
enumerated <- function(m) {
  m <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  if (nrow(m) < 2 || ncol(m) < 2) return(1)
  if (nrow(m) > ncol(m)) m <- t(m)
  if (n_tables_bound(m) > 3e6) return(NA)
  ln <- ln_products(rowSums(m), colSums(m))
  constant <- sum(lfactorial(rowSums(m))) + sum(lfactorial(colSums(m))) - lfactorial(sum(m))
  sum(exp(constant - ln[ln >= sum(lfactorial(m)) - 1e-7]))
}

# V's interval: pchisq's noncentrality by uniroot.
v_limit <- function(x2, df, p) {
  f <- function(lambda) suppressWarnings(pchisq(x2, df, lambda, lower.tail = FALSE)) - p
  if (x2 <= 0 || f(0) >= 0) return(0)
  uniroot(f, c(0, 10 * x2 + 100), tol = 1e-12, maxiter = 10000)$root
}

rows <- list(); trends <- list()
for (name in names(tables)) {
  m <- tables[[name]]
  used <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  row <- data.frame(set = name, p_enumerated = enumerated(m), p_fisher = NA_real_, x2 = NA_real_, p_x2 = NA_real_,
                    x2_yates = NA_real_, p_yates = NA_real_, g = NA_real_, p_g = NA_real_, df = NA_real_, v = NA_real_, v_low = NA_real_,
                    v_high = NA_real_, below_five = NA_real_, cautioned = NA_real_, r = NA_real_, p_lbl = NA_real_, ln_probability = NA_real_)
  row$ln_probability <- sum(lfactorial(rowSums(m))) + sum(lfactorial(colSums(m))) - lfactorial(sum(m)) - sum(lfactorial(m))
  row$p_fisher <- if (min(dim(used)) < 2) 1 else fisher.test(used, workspace = 2e7)$p.value
  if (min(dim(used)) > 1) {
    plain <- suppressWarnings(chisq.test(used, correct = FALSE))
    row$x2 <- unname(plain$statistic); row$p_x2 <- plain$p.value; row$df <- unname(plain$parameter)
    if (all(dim(used) == 2)) {
      yates <- suppressWarnings(chisq.test(used, correct = TRUE))
      row$x2_yates <- unname(yates$statistic); row$p_yates <- yates$p.value
    }
    row$g <- 2 * sum(ifelse(used == 0, 0, used * log(used / plain$expected)))
    row$p_g <- pchisq(row$g, row$df, lower.tail = FALSE)
    row$below_five <- sum(plain$expected < 5)
    row$cautioned <- as.numeric(any(plain$expected < 1) || mean(plain$expected < 5) > 0.2)
    row$v <- sqrt(row$x2 / (sum(m) * (min(dim(used)) - 1)))
    if (row$x2 > 0) stopifnot(all.equal(row$v, suppressWarnings(assocstats(used))$cramer, tolerance = 1e-9))
    largest <- sum(m) * (min(dim(used)) - 1)
    row$v_low <- min(1, sqrt(v_limit(row$x2, row$df, 0.025) / largest))
    row$v_high <- max(row$v, min(1, sqrt(v_limit(row$x2, row$df, 0.975) / largest)))
    long <- as.data.frame(as.table(m)); long <- long[rep(seq_len(nrow(long)), long$Freq), ]
    row$r <- cor(as.numeric(long$Var1), as.numeric(long$Var2))
    # coin's own p is 1 - pchisq, 0 in the far tail.
    coin_p <- as.numeric(pvalue(lbl_test(as.table(used), scores = list(Var1 = which(rowSums(m) > 0), Var2 = which(colSums(m) > 0)))))
    row$p_lbl <- pchisq((sum(m) - 1) * row$r^2, 1, lower.tail = FALSE)
    stopifnot(abs(coin_p - row$p_lbl) < 1e-9)
  }
  rows[[length(rows) + 1]] <- row
}
write_answers(rows, "tables.csv")

# Trend: groups x of n with scores.
groups <- list(
  list(x = c(83, 90, 129, 70), n = c(86, 93, 136, 82), s = 1:4), list(x = c(1, 2, 5), n = c(10, 10, 10), s = 1:3),
  list(x = c(0, 1, 4), n = c(5, 5, 5), s = c(0, 1, 2)), list(x = c(3, 3, 3), n = c(9, 9, 9), s = 1:3),
  list(x = c(0, 0, 0), n = c(4, 5, 6), s = 1:3), list(x = c(4, 5, 6), n = c(4, 5, 6), s = 1:3), list(x = c(2, 5), n = c(9, 8), s = c(0, 1)),
  list(x = c(10, 10, 10, 16, 24), n = c(100, 100, 100, 100, 100), s = c(0, 1, 2, 3, 4)),
  list(x = c(48, 38, 5, 1, 1), n = c(17114, 14502, 793, 127, 38), s = c(0, 0.5, 1.5, 4, 7)),
  list(x = c(1, 0, 3, 2), n = c(4, 3, 5, 4), s = c(0, 0.3, 1.1, 2.75)), list(x = c(1, 0, 3, 2), n = c(4, 3, 5, 4), s = c(-3, pi, sqrt(2), 1e3)),
  list(x = c(2, 0, 1, 4, 3), n = c(5, 1, 6, 7, 4), s = c(1, 2, 4, 8, 16)), list(x = c(5, 4, 2), n = c(8, 8, 8), s = c(3, 2, 1)),
  list(x = c(1, 1, 2, 0), n = c(2, 2, 2, 0), s = 1:4), list(x = c(1, 0, 0), n = c(1, 1, 1), s = 1:3), list(x = 1, n = 3, s = 1),
  list(x = c(2, 3, 1), n = c(4, 4, 4), s = c(2, 2, 2)), list(x = c(1, 3, 6, 5), n = c(12, 12, 12, 8), s = c(1e300, 2e300, 3e300, 4e300)),
  list(x = c(1, 3, 6, 5), n = c(12, 12, 12, 8), s = c(1, 2, 3, 4) * 1e-300), list(x = c(7, 12, 9, 20), n = c(30, 41, 22, 38), s = 1:4),
  list(x = c(0, 2, 2, 5, 7), n = c(10, 9, 8, 9, 10), s = 1:5), list(x = c(0, 2, 2, 5, 7), n = c(10, 9, 8, 9, 10), s = c(10, 20, 35, 60, 100)))
exact_trend <- function(x, n, s) {
  total <- sum(x)
  grid <- as.matrix(expand.grid(lapply(n, function(k) 0:min(k, total))))
  grid <- grid[rowSums(grid) == total, , drop = FALSE]
  ln <- Reduce(`+`, lapply(seq_along(n), function(j) lchoose(n[j], grid[, j]))) - lchoose(sum(n), total)
  sums <- as.vector(grid %*% s); mean <- total * sum(n * s) / sum(n)
  sum(exp(ln[abs(sums - mean) >= abs(sum(x * s) - mean) * (1 - 1e-9)]))
}
for (k in seq_along(groups)) {
  g <- groups[[k]]
  unit <- if (max(abs(g$s)) > 1e100) 1e300 else if (max(abs(g$s)) < 1e-100) 1e-300 else 1
  s <- g$s / unit; keep <- g$n > 0; x <- g$x[keep]; n <- g$n[keep]; s <- s[keep]
  row <- data.frame(set = paste0("groups_", k), x = paste(g$x, collapse = " "), n = paste(g$n, collapse = " "), scores = paste(digits(g$s), collapse = " "),
                    slope = NA_real_, z2 = NA_real_, p = NA_real_, p_conditional = NA_real_, p_exact = NA_real_)
  spread <- length(unique(s)) > 1; mixed <- sum(x) > 0 && sum(x) < sum(n)
  if (spread) row$slope <- if (mixed) unname(coef(lm(I(x / n) ~ s, weights = n))[2]) / unit else 0
  if (spread && mixed) {
    test <- suppressWarnings(prop.trend.test(x, n, s))
    row$z2 <- unname(test$statistic); row$p <- test$p.value
    row$p_conditional <- pchisq(row$z2 * (sum(n) - 1) / sum(n), 1, lower.tail = FALSE)
    if (prod(pmin(n, sum(x)) + 1) < 3e6) row$p_exact <- exact_trend(x, n, s)
  }
  trends[[k]] <- row
}
write_answers(trends, "trend.csv")
