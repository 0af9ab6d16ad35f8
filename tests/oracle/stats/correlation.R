# Pearson, Spearman, Kendall against cor and cor.test; exact p by enumeration of all orders in correlation.py, which
# reads the same data (`python3 correlation.py` in this folder writes answers/correlation_exact.csv; needs numpy).
# `run.R data` draws data/correlation.csv again.
#
# What is done to R: sides of 1e±300 are divided by a power of two; a correlation within 1e-24 of 1 is perfect and has
# no t, no interval and no approximate p; the t of a correlation near 1 is computed from the distance of the
# standardised sides, since 1 - r^2 loses its digits there.

draw <- function() {
  set.seed(20261125, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  sets <- list()
  add <- function(name, x, y) sets[[length(sets) + 1]] <<- data.frame(set = name, x = digits(x), y = digits(y))
  for (n in 3:12) {
    add(paste0("untied_", n), round(rnorm(n), 6), round(rnorm(n), 6))
    add(paste0("ties_in_both_", n), sample(ceiling(n / 2), n, TRUE) + c(0, n, rep(0, n - 2)),
        sample(ceiling(n / 2), n, TRUE) + c(n, rep(0, n - 1)))
    add(paste0("ties_in_one_", n), sample(100, n), c(1, 2, sample(2, n - 2, TRUE)))
  }
  for (n in c(4, 6, 9, 12)) {
    x <- sample(4, n, TRUE) + c(0, 4, rep(0, n - 2))
    add(paste0("strong_ties_", n), x, pmin(4, x) + sample(0:1, n, TRUE))
    add(paste0("one_tie_", n), c(1, 1, 3:n), sample(n))
  }
  add("perfect_up", 1:9, (1:9)^2)
  add("perfect_down", 1:7, -exp(1:7))
  add("perfect_with_ties", c(1, 1, 2, 3, 3, 4), c(5, 5, 6, 8, 8, 9))
  add("perfect_20", 1:20, (1:20)^3)
  add("line", 1:6, 3 * (1:6) - 2)
  add("nearly_a_line", 1:12, 1:12 + 1e-7 * c(1, -1, 2, 0, -3, 1, 1, 0, 2, -2, 1, -1))
  add("constant_x", c(2, 2, 2, 2), 1:4)
  add("constant_y", 1:5, rep(0.1, 5))
  add("zero_correlation", c(-2, -1, 0, 1, 2), c(4, 1, 0, 1, 4))
  add("anscombe_1", anscombe$x1, anscombe$y1)
  add("anscombe_4", anscombe$x4, anscombe$y4)
  add("hollander_wolfe_tuna", c(44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1), c(2.6, 3.1, 2.5, 5, 3.6, 4, 5.2, 2.8, 3.8))
  add("mtcars_mpg_cyl", mtcars$mpg, mtcars$cyl)
  add("iris_widths", iris$Sepal.Width, iris$Petal.Width)
  add("offset", 1e9 + (1:15) / 8, rnorm(15))
  for (n in c(15, 30, 60, 150)) add(paste0("untied_", n), round(rnorm(n), 6), round(rnorm(n), 6))
  for (n in c(13, 40, 300)) add(paste0("grades_", n), sample(5, n, TRUE), sample(3, n, TRUE))
  x <- round(rnorm(250), 6)
  add("untied_250", x, round(0.3 * x + rnorm(250), 6))
  write.csv(do.call(rbind, sets), "data/correlation.csv", row.names = FALSE, quote = FALSE)
}
if ("data" %in% commandArgs(trailingOnly = TRUE)) draw()

own <- read.csv("data/correlation.csv", colClasses = c("character", "numeric", "numeric"))
sets <- c(lapply(read_pairs(), function(set) list(name = set$name, x = set$before, y = set$after)),
          lapply(unique(own$set), function(name)
            list(name = paste0("xy_", name), x = own$x[own$set == name], y = own$y[own$set == name])))

# The first to 100000th of an integer recurrence that the test draws as well: many ties in y.
i <- as.numeric(1:100000)
sets[[length(sets) + 1]] <- list(name = "recurrence_100000", x = (i * i * 31 + 17 * i) %% 100003,
                                 y = floor(((i * i * 31 + 17 * i) %% 100003) / 5000) + (i * 7919) %% 13)

standard <- function(v) {
  v <- v / unit_of(v)
  v <- v - mean(v)
  v <- v / max(abs(v))
  v <- v - mean(v)
  v / sqrt(sum(v^2))
}
moments <- function(x, y) {
  u <- standard(x)
  v <- standard(y)
  r <- sum(u * v)
  short <- if (abs(r) > 0.5) sum((u - sign(r) * v)^2) / 2 else 1 - abs(r)
  list(r = if (short < 1e-24) sign(r) else r, short = if (short < 1e-24) 0 else short)
}
t_of <- function(m, n) if (m$short == 0) NA_real_ else m$r * sqrt((n - 2) / (m$short * (1 + abs(m$r))))
fisher <- function(m, n, factor, less, level) {
  if (m$short == 0 || n < 4) return(c(NA_real_, NA_real_))
  z <- sign(m$r) * log((1 + abs(m$r)) / m$short) / 2
  tanh(z + c(-1, 1) * qnorm(1 - (1 - level) / 2) * sqrt(factor / (n - less)))
}
group_sizes <- function(x) tabulate(match(x, unique(x)))

# SAS FREQ's ASE1 squared, from the table of counts.
variance_of_tau <- function(x, y) {
  counts <- unclass(table(match(x, sort(unique(x))), match(y, sort(unique(y)))))
  counts <- counts[order(as.numeric(rownames(counts))), order(as.numeric(colnames(counts))), drop = FALSE]
  n <- sum(counts)
  rows <- nrow(counts)
  columns <- ncol(counts)
  block <- function(i, j) if (length(i) && length(j)) sum(counts[i, j]) else 0
  d <- matrix(0, rows, columns)
  for (i in 1:rows) for (j in 1:columns) if (counts[i, j] > 0) {
    above <- seq_len(i - 1); below <- seq_len(rows - i) + i
    left <- seq_len(j - 1); right <- seq_len(columns - j) + j
    d[i, j] <- block(above, left) + block(below, right) - block(above, right) - block(below, left)
  }
  wr <- n^2 - sum(rowSums(counts)^2)
  wc <- n^2 - sum(colSums(counts)^2)
  w <- sqrt(wr * wc)
  tau <- sum(counts * d) / w
  v <- outer(rowSums(counts) * wc, colSums(counts) * wr, "+")
  (sum(counts * (2 * w * d + tau * v)^2) - n^3 * tau^2 * (wr + wc)^2) / w^4
}

kendalls <- list()
answer <- function(set, level) {
  x <- set$x
  y <- set$y
  n <- length(x)
  na <- NA_real_
  row <- data.frame(set = set$name, level = level, n = n, ties = NA_integer_, r = na, t = na, p = na, low = na, high = na,
                    rho = na, rho_t = na, rho_p = na, rho_low = na, rho_high = na, rho_exact_p = na,
                    tau = na, tau_z = na, tau_p = na, tau_low = na, tau_high = na, tau_exact_p = na)
  rank_x <- rank(x)
  rank_y <- rank(y)
  tied <- duplicated(x) | duplicated(x, fromLast = TRUE) | duplicated(y) | duplicated(y, fromLast = TRUE)
  row$ties <- sum(tied)
  if (n < 3 || length(unique(x)) == 1 || length(unique(y)) == 1) return(row)
  quiet <- function(...) suppressWarnings(cor.test(...))
  m <- moments(x, y)
  row$r <- m$r
  row$t <- t_of(m, n)
  row$p <- 2 * pt(-abs(row$t), n - 2)
  limits <- fisher(m, n, 1, 3, level)
  row$low <- limits[1]
  row$high <- limits[2]
  if (m$short > 1e-6) {
    check <- quiet(x / unit_of(x), y / unit_of(y), conf.level = level)
    stopifnot(all.equal(unname(check$estimate), row$r, tolerance = 1e-9),
              all.equal(check$p.value, row$p, tolerance = 1e-6), n < 4 || all.equal(check$conf.int[1:2], limits, tolerance = 1e-8))
  }
  m <- moments(rank_x, rank_y)
  row$rho <- m$r
  row$rho_t <- t_of(m, n)
  row$rho_p <- 2 * pt(-abs(row$rho_t), n - 2)
  limits <- fisher(m, n, 1 + m$r^2 / 2, 3, level)
  row$rho_low <- limits[1]
  row$rho_high <- limits[2]
  if (m$short > 1e-6) {
    check <- quiet(x, y, method = "spearman", exact = FALSE)
    stopifnot(all.equal(unname(check$estimate), row$rho), all.equal(check$p.value, row$rho_p, tolerance = 1e-8))
  }
  if (!any(tied) && n <= 9) row$rho_exact_p <- quiet(x, y, method = "spearman", exact = TRUE)$p.value
  if (n <= 3000) {
    known <- kendalls[[set$name]]
    if (is.null(known)) {
      check <- quiet(x, y, method = "kendall", exact = FALSE)
      exact <- if (!any(tied) && n <= 200) quiet(x, y, method = "kendall", exact = TRUE)$p.value else na
      known <- list(tau = cor(rank_x, rank_y, method = "kendall"), z = unname(check$statistic), p = check$p.value,
                    exact = exact, variance = if (n >= 5) variance_of_tau(x, y))
      kendalls[[set$name]] <<- known
    }
    row$tau <- known$tau
    row$tau_z <- known$z
    row$tau_p <- known$p
    row$tau_exact_p <- known$exact
    if (n >= 5 && abs(row$tau) < 1 - 1e-12) {
      variance <- max(known$variance * n * (n - 1) / (n - 2)^2, 2 * (1 - row$tau^2) / (n * (n - 1)))
      deviation <- sqrt(variance) / (1 - row$tau^2)
      limits <- tanh(atanh(row$tau) + c(-1, 1) * qnorm(1 - (1 - level) / 2) * deviation)
      row$tau_low <- limits[1]
      row$tau_high <- limits[2]
    }
  }
  row
}
rows <- list()
for (set in sets) for (level in if (length(set$x) > 300) 0.95 else c(0.9, 0.95, 0.99)) rows[[length(rows) + 1]] <- answer(set, level)
write_answers(rows, "correlation.csv")
