# Draws the response sets of the survival family: tiny, degenerate, tied, nearly tied, delayed, weighted, published.
# One file with a row a unit: set, entry, time, cause (0 censored), group, stratum, weight, x1, x2, x3.

set.seed(20261124)
sets <- list()
add <- function(name, time, cause, group = rep_len(0:1, length(time)), stratum = 0, entry = NA, weight = NA,
                x1 = NA, x2 = NA, x3 = NA)
  sets[[length(sets) + 1]] <<- data.frame(set = name, entry = entry, time = time, cause = cause, group = group,
    stratum = stratum, weight = weight, x1 = x1, x2 = x2, x3 = x3)

# Tiny and degenerate.
add("one_event", 5, 1)
add("one_censored", 5, 0)
add("two", c(3, 4), c(1, 0))
add("three_tied", c(2, 2, 2), c(1, 1, 0))
add("no_event", c(1, 2, 3, 4, 5), rep(0, 5))
add("single_event", c(1, 2, 3, 4, 5), c(0, 0, 1, 0, 0))
add("all_at_one_time", rep(7, 8), c(1, 1, 1, 0, 1, 0, 1, 1))
add("all_events", c(1, 2, 2, 3, 5, 8, 13), rep(1, 7))
add("event_and_censored_tied", c(1, 1, 2, 2, 3, 3), c(1, 0, 0, 1, 1, 0))
add("half_exactly", c(1, 2, 3, 4), c(1, 1, 0, 0))
# 0.1 + 0.2 and 0.3 are one time; so are thirds computed two ways.
add("nearly_tied", c(0.1 + 0.2, 0.3, 0.3, 0.5, 0.6 - 0.1, 0.8, 1 - 0.2, 0.9), c(1, 1, 0, 1, 0, 1, 1, 0))
add("time_zero", c(0, 0, 1, 2, 3), c(1, 0, 1, 1, 0))

# Published: Freireich's leukaemia trial (remission in weeks), as printed in Kalbfleisch & Prentice and many others.
add("freireich", c(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23,
                   6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35),
    c(rep(1, 21), 1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0), rep(0:1, each = 21))

# Simulated with daily, monthly and continuous times.
simulate <- function(name, n, unit, n_groups = 2, n_strata = 1, n_causes = 1) {
  group <- sample(n_groups, n, TRUE) - 1
  stratum <- rep_len(seq_len(n_strata) - 1, n)
  x1 <- round(rnorm(n), 3)
  x2 <- rbinom(n, 1, 0.4)
  x3 <- round(runif(n), 3)
  t <- rexp(n, 0.02 * exp(0.4 * group + 0.3 * stratum + 0.5 * x1 - 0.4 * x2))
  c <- pmin(runif(n, 10, 120), 100)
  time <- pmin(t, c)
  cause <- ifelse(t <= c, sample(n_causes, n, TRUE), 0)
  time <- if (unit > 0) ceiling(time / unit) * unit else time
  add(name, time, cause, group, stratum, x1 = x1, x2 = x2, x3 = x3)
}
simulate("continuous_60", 60, 0)
simulate("monthly_200", 200, 4)
simulate("daily_500", 500, 1)
simulate("three_groups_150", 150, 2, 3)
simulate("five_groups_300", 300, 1, 5)
# Everybody of a stratum in one group: nothing can be compared.
add("confounded", ceiling(rexp(40, 0.1)), rbinom(40, 1, 0.7), rep(0:1, 20), rep(0:1, 20))
simulate("strata_240", 240, 3, 2, 4)
simulate("strata_groups_300", 300, 0, 3, 3)
simulate("causes_120", 120, 0, 2, 1, 2)
simulate("causes_monthly_300", 300, 4, 2, 1, 3)
simulate("causes_groups_300", 300, 1, 3, 2, 2)

delayed <- function(name, n, unit) {
  entry <- round(runif(n, 0, 20) / unit) * unit
  t <- entry + pmax(unit, round(rexp(n, 0.05) / unit) * unit)
  x1 <- round(rnorm(n), 3)
  add(name, t, rbinom(n, 1, 0.7), entry = entry, x1 = x1, x2 = rbinom(n, 1, 0.5))
}
delayed("delayed_40", 40, 0.25)
delayed("delayed_200", 200, 1)
delayed("delayed_years_150", 150, 2)

n <- 120
add("weighted_120", ceiling(rexp(n, 0.1)), rbinom(n, 1, 0.7), weight = sample(c(0.5, 1, 2, 3), n, TRUE),
    x1 = round(rnorm(n), 3))
add("weighted_fractions", round(rexp(50, 0.1), 2), rbinom(50, 1, 0.6), weight = round(runif(50, 0.2, 2), 3),
    x1 = round(rnorm(50), 3))

# Sets that come with lifelines (MIT licence; see data/lifelines).
lifelines <- function(file) read.csv(file.path("data/lifelines", file))
lung <- lifelines("lung.csv")
add("lung", lung$time, lung$status, lung$sex - 1, x1 = lung$age, x2 = lung$sex)
larynx <- lifelines("larynx.csv")
add("larynx", larynx$time, larynx$death, with(larynx, Stage_II + 2 * Stage_III + 3 * Stage_IV), x1 = larynx$age)
gbsg2 <- lifelines("gbsg2.csv")
add("gbsg2", gbsg2$time, gbsg2$cens, as.integer(gbsg2$horTh == "yes"),
    as.integer(factor(gbsg2$tgrade)) - 1, x1 = gbsg2$age, x2 = gbsg2$pnodes, x3 = gbsg2$tsize)
rossi <- lifelines("rossi.csv")
add("rossi", rossi$week, rossi$arrest, rossi$fin, rossi$race, x1 = rossi$age, x2 = rossi$prio, x3 = rossi$wexp)
waltons <- lifelines("waltons_dataset.csv")
add("waltons", waltons$T, waltons$E, as.integer(waltons$group == "control"))

table <- do.call(rbind, sets)
numeric <- vapply(table, is.numeric, logical(1))
table[numeric] <- lapply(table[numeric], digits)
write.csv(table, "data/survival/rows.csv", row.names = FALSE, quote = FALSE)
