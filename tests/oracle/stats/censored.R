# Censored values: survival's survfit and survreg, and where there is no package in Debian (NADA is not), the
# published algorithms written out here another way than in the crate.
#
# A value is a pair (low, high), infinite where there is no bound, equal if exact. It holds low and not high, so that
# R's interval2, which holds high and not low, is given the negated values.
# `run.R data` draws the data again.

suppressPackageStartupMessages(library(survival))

draw_censored <- function() {
  set.seed(20261124, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
  rows <- list()
  add <- function(set, low, high, x = 0, g = 0)
    rows[[length(rows) + 1]] <<- data.frame(set = set, low = digits(low), high = digits(high), x = digits(x), g = g)
  # Left-censored at one of the limits, decimals as a laboratory prints them.
  left <- function(set, n, limits, places = 1, meanlog = 1, sdlog = 1.2, unit = 1) {
    x <- round(runif(n, 20, 70)); g <- rbinom(n, 1, 0.4)
    y <- signif(round(exp(meanlog + 0.01 * (x - 45) + 0.3 * g + rnorm(n, 0, sdlog)), places), 6)
    limit <- sample(limits, n, TRUE)
    below <- y < limit
    add(set, ifelse(below, -Inf, y * unit), ifelse(below, limit * unit, y * unit), x, g)
  }
  # Some exact, some within a random interval, some one-sided.
  mixed <- function(set, n, places = 2, exact = 0.3, scale = 1, round_to = 1) {
    x <- round(rnorm(n), 2); g <- rbinom(n, 1, 0.5)
    y <- round(scale * exp(1 + 0.4 * x - 0.2 * g + rnorm(n, 0, 0.7)), places)
    kind <- sample(c("exact", "below", "above", "between"), n, TRUE, c(exact, rep((1 - exact) / 3, 3)))
    down <- pmax(round(y * runif(n, 0.3, 1), round_to), 0); up <- round(y * runif(n, 1, 2), round_to) + 10^-round_to
    add(set, ifelse(kind == "exact", y, ifelse(kind == "below", -Inf, down)),
        ifelse(kind == "exact", y, ifelse(kind == "above", Inf, up)), x, g)
  }
  add("one_exact", 2, 2)
  add("one_below", -Inf, 2)
  add("two_exact", c(1, 3), c(1, 3))
  add("two_one_below", c(-Inf, 3), c(1, 3))
  add("three_limit_equals_value", c(-Inf, 2, 5), c(2, 2, 5))
  add("three_least_exact", c(1, -Inf, 5), c(1, 2, 5))
  add("all_below", rep(-Inf, 4), c(1, 1, 2, 3))
  add("all_equal", rep(3, 5), rep(3, 5))
  add("flat_at_the_median", c(1, 2, 3, 4), c(1, 2, 3, 4))
  add("gehan_mirrored", c(-6, -6, -6, -Inf, -7, -Inf, -10, -Inf, -13, -16, rep(-Inf, 3), -22, -23, rep(-Inf, 6)),
      c(-6, -6, -6, -6, -7, -9, -10, -10, -13, -16, -17, -19, -20, -22, -23, -25, -32, -32, -34, -35, -35))
  left("left_12", 12, c(0.5, 1))
  left("left_25_ties", 25, c(1, 2, 5), 0)
  left("left_30_one_limit", 30, 1.5)
  left("left_40", 40, c(0.2, 1, 2))
  left("left_60_heavy", 60, c(4, 8), 0)
  left("left_80", 80, c(0.1, 0.5, 1, 5))
  left("left_120_ties", 120, c(1, 2, 3), 0, 1, 0.8)
  left("left_200", 200, c(0.5, 2), 2)
  left("left_300", 300, c(0.1, 0.9, 3), 1, 0.5)
  left("left_no_limits", 50, 0)
  left("left_minute", 40, c(0.2, 1, 2), unit = 1e-300)
  left("left_huge", 40, c(0.2, 1, 2), unit = 1e300)
  left("left_heavy_ties_400", 400, 1:6, 0, 1, 1)
  mixed("mixed_10", 10)
  mixed("mixed_20", 20)
  mixed("mixed_35_ties", 35, 0, 0.3, 2, 0)
  mixed("mixed_50", 50)
  mixed("mixed_60_ties", 60, 0, 0.5, 2, 0)
  mixed("mixed_80_no_exact", 80, 2, 0)
  mixed("mixed_100", 100)
  mixed("mixed_150_ties", 150, 0, 0.2, 3, 0)
  mixed("mixed_250", 250)
  mixed("mixed_400_ties", 400, 0, 0.2, 4, 0)
  # One examination each: below or at or above.
  y <- rexp(90, 0.2); limit <- round(runif(90, 0.5, 12))
  add("current_status_90", ifelse(y < limit, -Inf, limit), ifelse(y < limit, limit, Inf), round(rnorm(90), 1), 0)
  # Narrow intervals of rounding, and one 30 SD away.
  y <- rnorm(40, 10, 2)
  add("rounded_40", floor(y * 10) / 10, floor(y * 10) / 10 + 0.1, round(rnorm(40), 2), rep(0:1, 20))
  add("very_narrow_30", 5 + (1:30) / 7, 5 + (1:30) / 7 + 1e-7, rep(c(1, 5, 2), 10), rep(0:1, 15))
  add("far_limit", c(10 + c(-1.2, -0.7, -0.3, -0.1, 0, 0.2, 0.4, 0.9, 1.3) , 45, -Inf),
      c(10 + c(-1.2, -0.7, -0.3, -0.1, 0, 0.2, 0.4, 0.9, 1.3), Inf, 4))
  add("offset_40", 1e6 + c(-Inf, (1:39) / 8), 1e6 + c(2, (1:39) / 8), rep(c(0, 1, 3, 2), 10), rep(0:1, 20))
  tobin <- survival::tobin
  add("tobin", ifelse(tobin$durable == 0, -Inf, tobin$durable), ifelse(tobin$durable == 0, 0, tobin$durable),
      tobin$age, tobin$quant)
  write.csv(do.call(rbind, rows), "data/censored.csv", row.names = FALSE, quote = FALSE)

  pairs <- list()
  pair <- function(set, before, after, limits, unit = 1) {
    cut <- function(y) {
      limit <- sample(limits, length(y), TRUE)
      list(low = ifelse(y < limit, -Inf, y * unit), high = ifelse(y < limit, limit * unit, y * unit))
    }
    b <- cut(before); a <- cut(after)
    pairs[[length(pairs) + 1]] <<- data.frame(set = set, before_low = digits(b$low), before_high = digits(b$high),
                                              after_low = digits(a$low), after_high = digits(a$high))
  }
  # Both sides, and between.
  general <- function(set, n, places = 1) {
    side <- function(y) {
      kind <- sample(1:4, n, TRUE, c(5, 2, 1, 2))
      list(low = c(y, rep(-Inf, n), y, pmax(y - 1, 0))[n * (kind - 1) + 1:n],
           high = c(y, y + 0.5, rep(Inf, n), y + 1)[n * (kind - 1) + 1:n])
    }
    y <- exp(rnorm(n, 1.5, 1))
    b <- side(round(y, places) + 0.5); a <- side(round(y * exp(rnorm(n, -0.4, 0.6)), places) + 0.5)
    pairs[[length(pairs) + 1]] <<- data.frame(set = set, before_low = digits(b$low), before_high = digits(b$high),
                                              after_low = digits(a$low), after_high = digits(a$high))
  }
  both <- function(n, factor, sd = 0.8, places = 1) {
    before <- exp(rnorm(n, 2, 1.2))
    list(before = round(before, places) + 0.1, after = round(before * factor * exp(rnorm(n, 0, sd)), places) + 0.1)
  }
  for (n in c(1, 2, 3, 5, 8, 10, 12, 15, 18, 20)) { d <- both(n, 0.6); pair(paste0("left_", n), d$before, d$after, c(0.5, 3)) }
  for (n in c(21, 30, 53, 80, 150, 300)) { d <- both(n, 0.7); pair(paste0("left_", n), d$before, d$after, c(1, 5)) }
  d <- both(16, 1, 0.8, 0); pair("ties_16", d$before, d$after, c(2, 5))
  d <- both(60, 0.8, 0.8, 0); pair("ties_60", d$before, d$after, c(2, 5, 10))
  d <- both(40, 0.5); pair("heavy_40", d$before, d$after, c(5, 20))
  d <- both(30, 0.9); pair("no_limits_30", d$before, d$after, 0)
  d <- both(25, 0.9); pair("minute_25", d$before, d$after, c(0.5, 3), 1e-300)
  d <- both(25, 0.9); pair("huge_25", d$before, d$after, c(0.5, 3), 1e300)
  for (n in c(6, 10, 14, 25, 40, 70, 120)) general(paste0("general_", n), n)
  general("general_ties_50", 50, 0)
  pair("all_below", c(1, 1, 1), c(1, 1, 1), 2)
  pair("equal", c(4, 5, 6), c(4, 5, 6), 0)
  write.csv(do.call(rbind, pairs), "data/censored_pairs.csv", row.names = FALSE, quote = FALSE)
}
if ("data" %in% commandArgs(trailingOnly = TRUE) || !file.exists("data/censored.csv")) draw_censored()

read_censored <- function() {
  table <- read.csv("data/censored.csv", colClasses = c("character", rep("numeric", 4)))
  sets <- lapply(unique(table$set), function(name) {
    rows <- table[table$set == name, ]
    list(name = name, low = rows$low, high = rows$high, x = rows$x, g = rows$g)
  })
  diabetes <- read.csv("data/lifelines/interval_diabetes.csv")
  cuzn <- read.csv("data/lifelines/CuZn-LeftCensoredDataset.csv")
  nh4 <- read.csv("data/lifelines/nh4.csv")
  left <- function(name, value, censored, x, g)
    list(name = name, low = ifelse(censored, -Inf, value), high = value, x = x, g = g)
  fan <- cuzn$group == "alluvial_fan"
  c(sets, list(
    list(name = "diabetes", low = diabetes$left, high = diabetes$right, x = as.numeric(diabetes$gender == "male"), g = 0),
    left("cuzn", cuzn$T, cuzn$E == 0, as.numeric(fan), 0),
    left("cuzn_fan", cuzn$T[fan], cuzn$E[fan] == 0, 0, 0),
    left("cuzn_basin", cuzn$T[!fan], cuzn$E[!fan] == 0, 0, 0),
    left("nh4", nh4$NH4.mg.per.L, nh4$Censored, nh4$Week, 0)))
}

is_left <- function(set) all(set$low == set$high | set$low == -Inf)
exact <- function(set) set$low == set$high
# Divided by a power of two where squares would overflow.
unit_for <- function(set) { v <- c(set$low, set$high); unit_of(v[is.finite(v)]) }

# ---- Kaplan-Meier, turned round -----------------------------------------------------------------------------------
km_rows <- function(set) {
  if (!is_left(set) || !any(exact(set))) return(NULL)
  unit <- unit_for(set)
  y <- set$high / unit
  rows <- list()
  for (band in c("plain", "log-log")) for (level in c(0.9, 0.95)) {
    fit <- survfit(Surv(-y, exact(set)) ~ 1, conf.type = band, conf.int = level)
    at <- fit$n.event > 0
    table <- summary(fit, rmean = max(-y))$table
    fractions <- c(0.1, 0.25, 1/3, 0.5, 0.75, 0.9)
    q <- quantile(fit, probs = 1 - fractions)
    z <- qnorm(1 - (1 - level) / 2)
    mean <- -unname(table["rmean"]); se <- unname(table["se(rmean)"])
    if (length(y) < 2 || se == 0) se <- NA
    rows[[length(rows) + 1]] <- data.frame(
      set = set$name, band = band, level = level, fraction = fractions, steps = sum(at),
      sum_below = sum(fit$surv[at]), sum_squares = sum(fit$surv[at]^2), sum_risk = sum(fit$n.risk[at]),
      mean = mean * unit, mean_low = (mean - z * se) * unit, mean_high = (mean + z * se) * unit,
      value = -unname(q$quantile) * unit, low = -unname(q$upper) * unit, high = -unname(q$lower) * unit)
  }
  do.call(rbind, rows)
}

# ---- Turnbull -----------------------------------------------------------------------------------------------------
# Elementary cells between all ends, points and gaps apart; a value holds cells by definition of its ends. Cells held
# by a subset of another cell's holders carry nothing. Then EM, and Newton's method on the support, until KKT holds.
npmle <- function(low, high, ends) {
  points <- sort(unique(c(low, high)[is.finite(c(low, high))]))
  # Cell 2k is point k, cell 2k + 1 the gap after it, cell 1 the gap before all.
  place <- function(v) ifelse(v == -Inf, 0, ifelse(v == Inf, length(points) + 1, match(v, points)))
  single <- low == high
  first <- ifelse(low == -Inf, 1, 2 * place(low) + ifelse(!single & ends == "high", 1, 0))
  last <- ifelse(high == Inf, 2 * length(points) + 1, 2 * place(high) - ifelse(!single & ends == "low", 1, 0))
  cells <- 2 * length(points) + 1
  held <- outer(first, seq_len(cells), "<=") & outer(last, seq_len(cells), ">=")
  signature <- apply(held, 2, function(column) paste(which(column), collapse = " "))
  held <- held[, !duplicated(signature), drop = FALSE]
  held <- held[, colSums(held) > 0, drop = FALSE]
  within <- crossprod(held)  # shared holders
  size <- diag(within)
  dominated <- sapply(seq_len(ncol(held)), function(j) any(within[j, -j] == size[j]))
  if (ncol(held) > 1) held <- held[, !dominated, drop = FALSE]
  rows <- apply(held, 1, function(row) paste(which(row), collapse = " "))
  keep <- !duplicated(rows)
  weight <- as.vector(table(factor(rows, levels = rows[keep])))
  a <- held[keep, , drop = FALSE] * 1
  n <- sum(weight); m <- ncol(a)
  p <- rep(1 / m, m)
  slopes <- function(p) as.vector(crossprod(a, weight / as.vector(a %*% p)))
  for (i in 1:3000) p <- p * slopes(p) / n
  ll <- function(p) sum(weight * log(as.vector(a %*% p)))
  for (round in 1:200) {
    p[p < 1e-9] <- 0
    d <- slopes(p)
    p[d > n * (1 + 1e-12) & p == 0] <- 1e-6
    p <- p / sum(p)
    for (i in 1:100) {
      s <- which(p > 0)
      if (length(s) == 1) break
      f <- as.vector(a %*% p)
      b <- a[, s[-1], drop = FALSE] - a[, s[1]]
      gradient <- as.vector(crossprod(b, weight / f))
      hessian <- crossprod(b * (weight / f^2), b)
      change <- tryCatch(solve(hessian, gradient, tol = 0), error = function(e) NULL)
      if (is.null(change)) break
      step <- c(-sum(change), change)
      room <- min(1, ifelse(step < 0, -p[s] / step, Inf))
      new <- p; new[s] <- pmax(p[s] + room * step, 0)
      if (room < 1) new[s[which.min(ifelse(step < 0, -p[s] / step, Inf))]] <- 0
      while (!(ll(new) >= ll(p) - 1e-12 * abs(ll(p)))) new <- (new + p) / 2
      p <- new / sum(new)
      if (room == 1 && sum(step * c(0, gradient)) < 1e-18) break
    }
    if (max(slopes(p)) <= n * (1 + 1e-11)) break
  }
  stopifnot(max(slopes(p)) <= n * (1 + 1e-9))
  list(log_likelihood = ll(p), probability = as.vector(a %*% p)[match(rows, rows[keep])], support = sum(p > 1e-9))
}

# The log-likelihood of survfit's curve: jumps at times, (low, high] holds those above low up to high.
survfit_log_likelihood <- function(low, high) {
  # Without a finite limit on one side survfit takes NA.
  na <- function(v) ifelse(is.finite(v), v, NA)
  fit <- survfit(Surv(na(low), na(high), type = "interval2") ~ 1)
  jump <- -diff(c(1, fit$surv))
  rest <- tail(fit$surv, 1)
  p <- mapply(function(l, h) {
    held <- if (l == h) fit$time == l else fit$time > l & fit$time <= h
    sum(jump[held]) + if (h == Inf) rest else 0
  }, low, high)
  sum(log(p))
}

npmle_rows <- function(set) {
  unit <- unit_for(set); low <- set$low / unit; high <- set$high / unit
  do.call(rbind, lapply(c("low", "high", "both"), function(ends) {
    best <- npmle(low, high, ends)
    own <- if (ends == "both") NA else tryCatch(
      if (ends == "high") survfit_log_likelihood(low, high) else survfit_log_likelihood(-high, -low), error = function(e) NA)
    if (!is.finite(own)) own <- NA
    shown <- best$probability[seq_len(min(40, length(low)))]
    data.frame(set = set$name, ends = ends, log_likelihood = best$log_likelihood, survfit = own, support = best$support,
               row = seq_along(shown) - 1, probability = shown)
  }))
}

# ---- Normal and log-normal models ---------------------------------------------------------------------------------
surv2 <- function(low, high) Surv(ifelse(is.finite(low), low, NA), ifelse(is.finite(high), high, NA), type = "interval2")
normal_rows <- function(set, dist, model) {
  unit <- if (dist == "lognormal") 1 else unit_for(set)
  low <- set$low / unit; high <- set$high / unit
  if (dist == "lognormal") {
    if (any(high <= 0) ) return(NULL)
    low[low <= 0] <- -Inf
    # survreg's own Jacobian overflows nowhere, but 1e300 is out of its starting values' range.
    scaled <- unit_for(set)
    low <- low / scaled; high <- high / scaled
    keep <- is.finite(low) | is.finite(high)
  } else { keep <- rep(TRUE, length(low)); scaled <- 1 }
  frame <- data.frame(low = low, high = high, x = set$x, g = set$g)[keep, ]
  formula <- if (model == "mean") surv2(low, high) ~ 1 else surv2(low, high) ~ x + g
  # survreg 3.5 writes outside its memory where exact values do not vary; nothing is lost, there is no maximum.
  if (all(frame$low == frame$high) && length(unique(frame$low)) == 1) return(NULL)
  fit <- tryCatch(survreg(formula, data = frame, dist = dist,
                          control = survreg.control(maxiter = 500, rel.tolerance = 1e-13)),
                  error = function(e) NULL, warning = function(w) NULL)
  if (is.null(fit)) return(NULL)
  beta <- coef(fit); v <- vcov(fit)
  if (any(is.na(beta)) || any(!is.finite(v)) || any(diag(v) <= 0) || any(diag(v) > 1e6 * max(1, max(abs(beta)))) ||
      fit$scale < 1e-6 || nrow(v) != length(beta) + 1) return(NULL)
  se <- sqrt(diag(v)); z <- qnorm(0.975)
  shift <- c(log(scaled), rep(0, length(beta) - 1))
  ll <- fit$loglik[2] - sum(exact(frame)) * log(unit * scaled)
  rows <- data.frame(set = set$name, dist = dist, model = model, what = c(names(beta), "scale"),
    value = c((beta + if (dist == "lognormal") shift else 0) * unit, fit$scale * unit),
    low = c((beta - z * se[-length(se)] + if (dist == "lognormal") shift else 0) * unit, exp(log(fit$scale) - z * se[length(se)]) * unit),
    high = c((beta + z * se[-length(se)] + if (dist == "lognormal") shift else 0) * unit, exp(log(fit$scale) + z * se[length(se)]) * unit),
    log_likelihood = ll)
  if (model == "mean" && dist == "lognormal") {
    s2 <- fit$scale^2
    slope <- c(1, s2); error <- sqrt(as.numeric(slope %*% v %*% slope)); middle <- beta + s2 / 2
    rows <- rbind(rows, data.frame(set = set$name, dist = dist, model = model, what = "lognormal_mean",
      value = exp(middle) * scaled, low = exp(middle - z * error) * scaled, high = exp(middle + z * error) * scaled,
      log_likelihood = ll))
  }
  rows$what[rows$what == "(Intercept)"] <- "intercept"
  rows
}

# ---- Regression on order statistics -------------------------------------------------------------------------------
# Hirsch & Stedinger's plotting positions as in Helsel & Cohn (1988), one value at a time.
ros_row <- function(set, scale) {
  if (!is_left(set)) return(NULL)
  value <- set$high; cens <- !exact(set)
  if (scale == "lognormal" && any(value <= 0)) return(NULL)
  unit <- if (scale == "normal") unit_for(set) else 1
  value <- value / unit
  if (sum(!cens) < 2) return(NULL)
  keep <- !(cens & value > max(value[!cens])); value <- value[keep]; cens <- cens[keep]
  limits <- sort(unique(value[cens])); k <- length(limits)
  exceed <- c(rep(NA, k), 0)
  upper <- c(limits[-1], Inf)
  for (j in rev(seq_len(k))) {
    a <- sum(!cens & value >= limits[j] & value < upper[j])
    b <- sum(!cens & value < limits[j]) + sum(cens & value <= limits[j])
    exceed[j] <- exceed[j + 1] + a / (a + b) * (1 - exceed[j + 1])
  }
  position <- numeric(length(value))
  band <- findInterval(value, limits)
  for (j in 0:k) {
    inside <- which(!cens & band == j); inside <- inside[order(value[inside])]
    top <- if (j == 0) 1 else exceed[j]
    position[inside] <- (1 - top) + (top - exceed[j + 1]) * seq_along(inside) / (length(inside) + 1)
    if (j > 0) {
      under <- which(cens & value == limits[j])
      position[under] <- (1 - exceed[j]) * seq_along(under) / (length(under) + 1)
    }
  }
  y <- if (scale == "lognormal") log(value) else value
  fit <- lm(y[!cens] ~ qnorm(position[!cens]))
  filled <- value
  placed <- coef(fit)[1] + coef(fit)[2] * qnorm(position[cens])
  filled[cens] <- if (scale == "lognormal") exp(placed) else placed
  u <- unit_of(filled)
  data.frame(set = set$name, scale = scale, n = length(filled), intercept = coef(fit)[1] * unit, slope = coef(fit)[2] * unit,
             mean = mean(filled / u) * u * unit, sd = sd(filled / u) * u * unit, q1 = quantile(filled / u, 0.25) * u * unit,
             median = median(filled / u) * u * unit, q9 = quantile(filled / u, 0.9) * u * unit)
}

# ---- Pairs --------------------------------------------------------------------------------------------------------
read_censored_pairs <- function() {
  table <- read.csv("data/censored_pairs.csv", colClasses = c("character", rep("numeric", 4)))
  lapply(unique(table$set), function(name) c(list(name = name), as.list(table[table$set == name, -1])))
}

# Scores from the pooled distribution as weights of its places: F below plus F up to, minus 1.
scores <- function(low, high) {
  if (all(low == high | low == -Inf) && any(low == high)) {
    fit <- survfit(Surv(-high, low == high) ~ 1)
    # P(X < v) is S at -v, P(X <= v) is S just before.
    below <- function(v) sapply(v, function(v) { before <- fit$time <= -v; if (any(before)) min(fit$surv[before]) else 1 })
    up_to <- function(v) sapply(v, function(v) { before <- fit$time < -v; if (any(before)) min(fit$surv[before]) else 1 })
    return(ifelse(low == high, below(high) + up_to(high) - 1, below(high) - 1))
  }
  distribution(low, high)
}
distribution <- function(low, high) {
  points <- sort(unique(c(low, high)[is.finite(c(low, high))]))
  # P(X < v) = 1 - P(X >= v): the probabilities of added hypothetical values of weight nothing are found by hand:
  # jumps at all points and gaps, from EM on the cells as in npmle(), all of them kept.
  k <- length(points)
  single <- low == high
  first <- ifelse(low == -Inf, 1, 2 * match(low, points))
  last <- ifelse(high == Inf, 2 * k + 1, 2 * match(high, points) - ifelse(single, 0, 1))
  held <- outer(first, seq_len(2 * k + 1), "<=") & outer(last, seq_len(2 * k + 1), ">=")
  signature <- apply(held, 2, function(column) paste(which(column), collapse = " "))
  size <- colSums(held); within <- crossprod(held)
  use <- sapply(seq_along(size), function(j) size[j] > 0 && !any(within[j, ] == size[j] & size > size[j])) & !duplicated(signature)
  a <- held[, use, drop = FALSE] * 1
  p <- rep(1 / ncol(a), ncol(a))
  n <- nrow(a)
  for (i in 1:200000) {
    new <- p * as.vector(crossprod(a, 1 / as.vector(a %*% p))) / n
    done <- max(abs(new - p)) < 1e-15
    p <- new
    if (done) break
  }
  full <- numeric(2 * k + 1); full[use] <- p
  before <- cumsum(full) - full; up_to <- cumsum(full)
  cell <- which(use)
  f <- sapply(seq_len(n), function(i) cell[cell >= first[i] & cell <= last[i]])
  sapply(seq_len(n), function(i) before[min(f[[i]])] + up_to[max(f[[i]])] - 1)
}

pair_row <- function(set) {
  bl <- set$before_low; bh <- set$before_high; al <- set$after_low; ah <- set$after_high
  n <- length(bl)
  row <- data.frame(set = set$name, n = n, ppw_value = NA_real_, ppw_z = NA_real_, ppw_p = NA_real_, ppw_exact = NA_real_,
    up = NA_real_, down = NA_real_, equal = NA_real_, unknown = NA_real_, sign_p = NA_real_,
    n_informative = NA_real_, ratio = NA_real_, sigma = NA_real_, wald_low = NA_real_, wald_high = NA_real_,
    wald_p = NA_real_, low = NA_real_, high = NA_real_, p = NA_real_)
  # survfit takes values within 1e-8 of each other for one, whatever their unit.
  unit <- unit_of(c(bl, al, bh, ah)[is.finite(c(bl, al, bh, ah))])
  s <- scores(c(bl, al) / unit, c(bh, ah) / unit)
  d <- s[n + 1:n] - s[1:n]
  d[abs(d) < 1e-12] <- 0
  moved <- d[d != 0]
  if (length(moved)) {
    row$ppw_value <- mean(d) / 2
    row$ppw_z <- sum(moved) / sqrt(sum(moved^2))
    row$ppw_p <- 2 * pnorm(-abs(row$ppw_z))
    if (length(moved) <= 20) {
      sums <- 0
      for (one in moved) sums <- c(sums - one, sums + one)
      row$ppw_exact <- mean(abs(sums) >= abs(sum(moved)) - 1e-9 * sum(abs(moved)))
    }
  }
  exact_b <- bl == bh; exact_a <- al == ah
  up <- bh < al | (bh == al & !exact_b); down <- ah < bl | (ah == bl & !exact_a)
  equal <- exact_b & exact_a & bl == al
  row$up <- sum(up & !equal); row$down <- sum(down & !equal); row$equal <- sum(equal)
  row$unknown <- n - row$up - row$down - row$equal
  if (row$up + row$down > 0) row$sign_p <- binom.test(row$up, row$up + row$down)$p.value
  ln <- function(v) ifelse(v > 0, log(pmax(v, 1e-320)), -Inf)
  low <- ln(al) - ln(bh); high <- ln(ah) - ln(bl)
  both <- exact_b & exact_a; low[both] <- high[both] <- (ln(ah) - ln(bh))[both]
  keep <- is.finite(low) | is.finite(high)
  low <- low[keep]; high <- high[keep]
  row$n_informative <- length(low)
  fit <- if (length(low) < 2 || (all(low == high) && length(unique(low)) == 1)) NULL else tryCatch(
    survreg(surv2(low, high) ~ 1, dist = "gaussian", control = survreg.control(maxiter = 500, rel.tolerance = 1e-13)),
    error = function(e) NULL, warning = function(w) NULL)
  if (is.null(fit) || fit$scale < 1e-6 || !all(is.finite(vcov(fit))) || max(diag(vcov(fit))) > 1e4) return(row)
  mu <- unname(coef(fit)); se <- sqrt(vcov(fit)[1, 1]); z <- qnorm(0.975)
  row$ratio <- exp(mu); row$sigma <- fit$scale
  row$wald_low <- exp(mu - z * se); row$wald_high <- exp(mu + z * se); row$wald_p <- 2 * pnorm(-abs(mu / se))
  one <- low == high
  lik <- function(mu, ls) {
    s <- exp(ls)
    a <- (low - mu) / s; b <- (high - mu) / s
    flip <- a > 0; t <- a; a[flip] <- -b[flip]; b[flip] <- -t[flip]
    la <- pnorm(a, log.p = TRUE); lb <- pnorm(b, log.p = TRUE)
    sum(ifelse(one, dnorm(low, mu, s, log = TRUE), lb + log1p(-exp(la - lb))))
  }
  best <- function(mu) {
    f <- optimize(function(ls) lik(mu, ls), log(fit$scale) + c(-2, 4), maximum = TRUE, tol = 1e-10)
    f$objective
  }
  top <- lik(mu, log(fit$scale))
  stopifnot(abs(top - fit$loglik[2]) < 1e-7 * (1 + abs(top)))
  row$p <- pchisq(max(0, 2 * (top - best(0))), 1, lower.tail = FALSE)
  end <- function(sign) tryCatch(exp(uniroot(function(m) 2 * (top - best(m)) - qchisq(0.95, 1), sort(mu + sign * se * c(0.5, 12)),
                                             tol = 1e-12)$root), error = function(e) NA)
  row$low <- end(-1); row$high <- end(1)
  row
}

sets <- read_censored()
write_answers(Filter(Negate(is.null), lapply(sets, km_rows)), "censored_km.csv")
write_answers(lapply(sets, npmle_rows), "censored_npmle.csv")
normal <- list()
for (set in sets) for (dist in c("gaussian", "lognormal")) for (model in c("mean", "covariates"))
  normal[[length(normal) + 1]] <- normal_rows(set, dist, model)
write_answers(Filter(Negate(is.null), normal), "censored_normal.csv")
write_answers(Filter(Negate(is.null), c(lapply(sets, ros_row, "lognormal"), lapply(sets, ros_row, "normal"))), "censored_ros.csv")
write_answers(lapply(read_censored_pairs(), pair_row), "censored_pairs.csv")

# ---- 100,000 values by Park and Miller's recurrence ----------------------------------------------------------------
huge <- local({
  n <- 100000
  state <- 1; draws <- numeric(6 * n)
  for (i in seq_along(draws)) { state <- (state * 16807) %% 2147483647; draws[i] <- state %% 1000 }
  draws <- matrix(draws, 6)
  x <- draws[6, ] %% 10
  value <- colSums(draws[1:4, ]) + 20 * x
  limit <- 500 * (1 + draws[5, ] %% 4)
  below <- value < limit
  y <- ifelse(below, limit, value)
  fit <- survfit(Surv(-y, !below) ~ 1, conf.type = "log-log")
  q <- quantile(fit, probs = 0.5)
  up_to <- c(1, fit$surv)[findInterval(-y, fit$time, left.open = TRUE) + 1]
  less <- c(1, fit$surv)[findInterval(-y, fit$time) + 1]
  model <- survreg(Surv(y, !below, type = "left") ~ x, data = data.frame(y, below, x), dist = "gaussian",
                   control = survreg.control(rel.tolerance = 1e-13))
  se <- sqrt(diag(vcov(model)))
  data.frame(set = "huge", mean = -unname(summary(fit, rmean = max(-y))$table["rmean"]), median = -q$quantile,
    median_low = -q$upper, median_high = -q$lower, intercept = coef(model)[1], slope = coef(model)[2],
    slope_low = coef(model)[2] - qnorm(0.975) * se[2], sigma = model$scale, log_likelihood = model$loglik[2],
    curve_log_likelihood = sum(log(ifelse(below, less, up_to - less))))
})
write_answers(list(huge), "censored_huge.csv")
