# Coefficients of agreement. Kappa's standard errors are derived anew: the delta method with the gradient by
# complex steps (exact to the last digits), at the table for the interval and at independence for the test.
# vcd::Kappa and psych::cohen.kappa have the first of them and must agree.

suppressPackageStartupMessages({
  library(vcd)
  library(psych)
})

kappa_of <- function(p, w) {
  rows <- rowSums(p)
  columns <- colSums(p)
  (sum(w * p) - sum(w * outer(rows, columns))) / (1 - sum(w * outer(rows, columns)))
}

# Standard error of f(p) times sqrt(n), p multinomial.
delta <- function(f, p) {
  gradient <- vapply(seq_along(p), function(i) {
    moved <- p + 0i
    moved[i] <- moved[i] + 1e-30i
    Im(f(moved)) / 1e-30
  }, 0)
  centred <- gradient - sum(p * gradient)
  sqrt(sum(p * centred^2))
}

# Like the others, and as by a committee that finds neighbours three quarters agreed.
weights_of <- function(kind, k) {
  apart <- abs(outer(1:k, 1:k, "-"))
  switch(kind, unweighted = diag(k), linear = 1 - apart / (k - 1), quadratic = 1 - (apart / (k - 1))^2,
         custom = ifelse(apart == 0, 1, ifelse(apart == 1, 0.75, 0)))
}

# Both readers' units in order, met one by one: n up to 1e5.
greatest <- function(m, w, kind) {
  k <- nrow(m)
  if (kind == "custom") return(NA_real_)
  expected <- sum(w * outer(rowSums(m), colSums(m))) / sum(m)^2
  if (kind == "unweighted") return((sum(pmin(rowSums(m), colSums(m))) / sum(m) - expected) / (1 - expected))
  if (sum(m) > 1e5) return(NA_real_)
  met <- mean(w[cbind(rep(1:k, rowSums(m)), rep(1:k, colSums(m)))])
  (met - expected) / (1 - expected)
}

answer <- function(set, kind, level) {
  m <- matrix(as.numeric(strsplit(set$counts, " ")[[1]]), set$k, byrow = TRUE)
  w <- weights_of(kind, set$k)
  n <- sum(m)
  row <- data.frame(set = set$set, kind = kind, level = level, kappa = NA_real_, low = NA_real_, high = NA_real_,
                    z_low = NA_real_, z_high = NA_real_, observed = NA_real_, expected = NA_real_, se = NA_real_, se_null = NA_real_, z = NA_real_,
                    p = NA_real_, greatest = NA_real_, agreement = NA_real_, agreement_low = NA_real_,
                    agreement_high = NA_real_, pabak = NA_real_, pabak_low = NA_real_, pabak_high = NA_real_)
  if (n == 0) return(row)
  p <- m / n
  row$agreement <- sum(diag(p))
  row[c("agreement_low", "agreement_high")] <-
    as.list(suppressWarnings(prop.test(sum(diag(m)), n, conf.level = level, correct = FALSE))$conf.int)
  k <- set$k
  if (kind == "unweighted")
    row[c("pabak", "pabak_low", "pabak_high")] <-
      (k * row[c("agreement", "agreement_low", "agreement_high")] - 1) / (k - 1)
  row$observed <- sum(w * p)
  chance <- outer(rowSums(p), colSums(p))
  row$expected <- sum(w * chance)
  if (1 - row$expected < 1e-12) return(row)
  row$kappa <- kappa_of(p, w)
  row$greatest <- greatest(m, w, kind)
  f <- function(p) kappa_of(p, w)
  se <- delta(f, p) / sqrt(n)
  if (se * sqrt(n) > 1e-9) {
    row$se <- se
    reach <- qnorm((1 - level) / 2, lower.tail = FALSE) * se
    row$low <- max(row$kappa - reach, if (kind == "custom") -Inf else -1)
    row$high <- min(row$kappa + reach, 1)
    if (row$kappa > -1 && row$kappa < 1) {
      reach <- qt((1 - level) / 2, n - 1, lower.tail = FALSE) * se / (1 - row$kappa^2)
      row$z_low <- tanh(atanh(row$kappa) - reach)
      row$z_high <- tanh(atanh(row$kappa) + reach)
    }
  }
  se_null <- delta(f, chance) / sqrt(n)
  if (se_null * sqrt(n) > 1e-9) {
    row$se_null <- se_null
    row$z <- row$kappa / se_null
    row$p <- 2 * pnorm(-abs(row$z))
  }
  if (kind != "custom" && !is.na(row$se)) {
    own <- Kappa(m, weights = if (kind == "quadratic") "Fleiss-Cohen" else "Equal-Spacing")
    own <- if (kind == "unweighted") own$Unweighted else own$Weighted
    stopifnot(all.equal(unname(own), c(row$kappa, row$se), tolerance = 1e-5))
    if (n < 1e5 && all(rowSums(m) > 0, colSums(m) > 0) && kind != "linear") {
      named <- m
      dimnames(named) <- list(1:k, 1:k)
      own <- suppressWarnings(cohen.kappa(named, n.obs = n))
      stopifnot(all.equal(if (kind == "quadratic") own$weighted.kappa else own$kappa, row$kappa, tolerance = 1e-8))
    }
  }
  row
}

table <- read.csv("data/square_tables.csv")
rows <- list()
for (i in seq_len(nrow(table))) for (kind in c("unweighted", "linear", "quadratic", "custom")) {
  levels <- if (kind == "unweighted") c(0.90, 0.95, 0.99) else 0.95
  for (level in levels) rows[[length(rows) + 1]] <- answer(table[i, ], kind, level)
}
write_answers(rows, "kappa.csv")

# Several readers. A coefficient is a function of the units' weights; its derivatives by complex steps are the
# units' influences.
coefficient <- function(shares, agreements, weights, chance) {
  weights <- weights / sum(weights)
  pooled <- colSums(weights * shares)
  expected <- chance(pooled)
  (sum(weights * agreements) - expected) / (1 - expected)
}
chances <- list(fleiss = function(pooled) sum(pooled^2),
                gwet = function(pooled) sum(pooled * (1 - pooled)) / (length(pooled) - 1))

several <- function(set, name, level) {
  counts <- matrix(as.numeric(strsplit(set$counts, " ")[[1]]), ncol = set$k, byrow = TRUE)
  n <- nrow(counts)
  m <- sum(counts[1, ])
  agreements <- rowSums(counts * (counts - 1)) / (m * (m - 1))
  f <- function(weights) coefficient(counts / m, agreements, weights, chances[[name]])
  row <- data.frame(set = set$set, name = name, level = level, value = NA_real_, low = NA_real_, high = NA_real_,
                    z = NA_real_, p = NA_real_)
  pooled <- colSums(counts) / (n * m)
  if (1 - chances[[name]](pooled) < 1e-12) return(row)
  row$value <- f(rep(1, n))
  influence <- vapply(seq_len(n), function(i) {
    weights <- rep(1 + 0i, n)
    weights[i] <- 1 + 1e-30i
    n * Im(f(weights)) / 1e-30
  }, 0)
  se <- sqrt(sum(influence^2) / (n * (n - 1)))
  if (n > 1 && se > 1e-9) {
    reach <- qt((1 - level) / 2, n - 1, lower.tail = FALSE) * se
    row$low <- max(row$value - reach, -1)
    row$high <- min(row$value + reach, 1)
  }
  if (name == "fleiss") {
    pq <- sum(pooled * (1 - pooled))
    variance <- 2 / (n * m * (m - 1) * pq^2) * (pq^2 - sum(pooled * (1 - pooled) * (1 - 2 * pooled)))
    row$z <- row$value / sqrt(variance)
    row$p <- 2 * pnorm(-abs(row$z))
  }
  row
}

table <- read.csv("data/category_ratings.csv")
rows <- list()
for (i in seq_len(nrow(table))) for (name in c("fleiss", "gwet")) for (level in c(0.90, 0.95))
  rows[[length(rows) + 1]] <- several(table[i, ], name, level)
write_answers(rows, "category_ratings.csv")
