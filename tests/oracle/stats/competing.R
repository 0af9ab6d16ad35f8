# Competing risks. Draws its data sets (fixed seed) into data/competing/rows.csv, in the columns of data/survival/rows.csv.
# Cumulative incidence: survival::survfit (influence variances), prodlim (Greenwood-type), cmprsk::cuminc (Aalen's); Gray's test: cuminc;
# Fine-Gray: cmprsk::crr, and survival::finegray with coxph(cluster) where no two times are equal;
# pseudo-values: survfit on all rows but one, row after row. Stored answers: cmprsk 2.2-11, survival 3.5-3, prodlim 2019.11.13.
# Needs Debian's r-cran-cmprsk and r-cran-prodlim.

suppressPackageStartupMessages({library(survival); library(cmprsk); library(prodlim)})
set.seed(20261201)
sets <- list()
add <- function(name, time, cause, group = rep_len(0:1, length(time)), stratum = 0, entry = NA, weight = NA,
                x1 = NA, x2 = NA, x3 = NA)
  sets[[length(sets) + 1]] <<- data.frame(set = name, entry = entry, time = time, cause = cause, group = group,
    stratum = stratum, weight = weight, x1 = x1, x2 = x2, x3 = x3)

add("one_of_each", c(1, 2, 3), c(1, 2, 0))
add("five", c(2, 3, 3, 5, 8), c(1, 2, 1, 0, 2))
add("no_censoring", c(1, 2, 2, 3, 4, 5, 5, 6), c(1, 2, 1, 1, 2, 2, 2, 1))
add("second_cause_only", c(1, 2, 3, 4, 5), c(2, 0, 2, 2, 0))
add("all_at_one_time", rep(4, 9), c(1, 2, 0, 1, 2, 1, 0, 2, 1))
add("last_is_first_cause", c(1, 2, 4, 4, 7, 9), c(1, 2, 0, 2, 0, 1))
add("last_is_other_cause", c(1, 2, 4, 4, 7, 9), c(1, 2, 0, 1, 0, 2))
add("nearly_tied", c(0.1 + 0.2, 0.3, 0.3, 0.5, 0.6 - 0.1, 0.8, 1 - 0.2, 0.9), c(1, 2, 0, 1, 0, 2, 1, 0))
add("one_event", c(1, 2, 3, 4, 5, 6), c(0, 0, 1, 0, 0, 0))
add("ten_tied", c(1, 1, 1, 2, 2, 2, 3, 3, 3, 4), c(1, 2, 0, 1, 2, 0, 1, 2, 0, 1))

simulate <- function(name, n, unit, n_groups = 2, n_strata = 1, n_causes = 2, late = 0, weighted = FALSE, scale = 1) {
  group <- sample(n_groups, n, TRUE) - 1
  stratum <- rep_len(seq_len(n_strata) - 1, n)
  x1 <- round(rnorm(n), 3); x2 <- rbinom(n, 1, 0.4); x3 <- round(runif(n), 3)
  rate <- 0.02 * exp(0.5 * group + 0.3 * stratum + 0.4 * x1 - 0.5 * x2)
  cause <- 1 + (runif(n) < 0.45) + if (n_causes > 2) rbinom(n, 1, 0.3) else 0
  t <- rexp(n, rate); censor <- runif(n, 5, 120)
  time <- pmin(t, censor); cause <- ifelse(t <= censor, pmin(cause, n_causes), 0)
  if (unit > 0) time <- ceiling(time / unit) * unit
  entry <- if (late > 0) { e <- runif(n, 0, late); if (unit > 0) e <- floor(e / unit) * unit; e } else NA
  if (late > 0) time <- entry + time
  weight <- if (weighted) sample(c(0.5, 1, 1.7, 3), n, TRUE) else NA
  add(name, time * scale, cause, group, stratum, entry * scale, weight, x1, x2, x3)
}
simulate("continuous_40", 40, 0)
simulate("continuous_100", 100, 0)
simulate("continuous_300", 300, 0)
simulate("monthly_60", 60, 4)
simulate("monthly_200", 200, 6)
simulate("daily_500", 500, 1)
simulate("yearly_400", 400, 20)
simulate("three_causes_250", 250, 2, n_causes = 3)
simulate("three_groups_200", 200, 0, 3)
simulate("four_groups_300", 300, 3, 4)
simulate("strata_240", 240, 0, 2, 3)
simulate("strata_groups_360", 360, 5, 3, 4)
simulate("short_times", 120, 0, scale = 2^-8)
simulate("long_times", 120, 0, scale = 2^20)
simulate("delayed_60", 60, 0, late = 15)
simulate("delayed_monthly_150", 150, 3, late = 12)
simulate("weighted_80", 80, 0, weighted = TRUE)
simulate("weighted_monthly_150", 150, 4, weighted = TRUE)
simulate("weighted_delayed_100", 100, 0, late = 10, weighted = TRUE)
simulate("thousand", 1000, 0)
table <- do.call(rbind, sets)
numeric <- vapply(table, is.numeric, logical(1))
written <- table
written[numeric] <- lapply(written[numeric], digits)
write.csv(written, "data/competing/rows.csv", row.names = FALSE, quote = FALSE)

at_most <- function(values, n) if (length(values) <= n) values else values[unique(round(seq(1, length(values), length.out = n)))]
points <- list(); tests <- list(); fits <- list(); predictions <- list(); pseudo <- list()
for (data in sets) {
  unweighted <- is.na(data$weight[1]) && is.na(data$entry[1])
  n_causes <- max(data$cause, 1)
  event <- factor(data$cause, 0:n_causes)
  data$event <- event
  data$case_weight <- if (is.na(data$weight[1])) 1 else data$weight
  data$id <- seq_len(nrow(data))
  curves <- list()
  for (type in c("plain", "log", "log-log")) {
    fit <- if (is.na(data$entry[1])) survfit(Surv(time, event) ~ 1, data, weights = case_weight, id = id, conf.type = type)
           else survfit(Surv(entry, time, event) ~ 1, data, weights = case_weight, id = id, conf.type = type)
    curves[[type]] <- fit
  }
  greenwood <- if (unweighted && any(data$cause > 0) && data$set[1] != "nearly_tied") prodlim(Hist(time, cause) ~ 1, data)
  cumulative <- if (unweighted && any(data$cause > 0)) cuminc(data$time, data$cause)
  for (cause in seq_len(n_causes)) {
    column <- match(as.character(cause), fit$states)
    if (is.na(column)) next
    published <- cumulative[[paste("1", cause)]]
    for (i in at_most(seq_along(fit$time), 12)) {
      place <- if (!is.null(published) && data$set[1] != "nearly_tied") max(which(published$time <= fit$time[i] & c(published$est[-1] >= 0, TRUE)))
      p <- fit$pstate[i, column]
      points[[length(points) + 1]] <- data.frame(set = data$set[1], cause = cause, time = fit$time[i],
        at_risk = fit$n.risk[i, 1], incidence = p, error = fit$std.err[i, column], survival = fit$pstate[i, 1],
        greenwood = if (is.null(greenwood$cuminc[[as.character(cause)]])) NA_real_ else
          greenwood$se.cuminc[[as.character(cause)]][match(fit$time[i], greenwood$time)],
        aalen = if (is.null(place)) NA_real_ else published$var[place],
        plain_low = curves[["plain"]]$lower[i, column], plain_high = curves[["plain"]]$upper[i, column],
        log_low = curves[["log"]]$lower[i, column], log_high = curves[["log"]]$upper[i, column],
        loglog_low = curves[["log-log"]]$lower[i, column], loglog_high = curves[["log-log"]]$upper[i, column])
    }
  }
  # Gray
  if (unweighted && any(data$cause > 0) && length(unique(data$group)) > 1 && data$set[1] != "nearly_tied")
    for (rho in c(0, 1, 0.5)) for (stratified in unique(c(0, as.integer(any(data$stratum > 0))))) {
      result <- suppressWarnings(tryCatch(if (stratified) cuminc(data$time, data$cause, data$group, data$stratum, rho)$Tests
                else cuminc(data$time, data$cause, data$group, rho = rho)$Tests, error = function(e) NULL))
      if (is.null(result)) next
      for (cause in rownames(result)) tests[[length(tests) + 1]] <- data.frame(set = data$set[1], cause = as.numeric(cause),
        stratified = stratified, rho = rho, x2 = if (result[cause, "stat"] < 0) NA_real_ else result[cause, "stat"],
        df = result[cause, "df"])
    }
  # Fine-Gray
  if (unweighted && nrow(data) >= 40) for (cause in 1:2) for (columns in list("x1", c("x1", "x2"), c("group", "x1", "x2", "x3"))) {
    x <- as.matrix(data[columns])
    fit <- crr(data$time, data$cause, x, failcode = cause, gtol = 1e-12, maxiter = 40)
    simple <- rep(NA_real_, length(columns))
    if (!any(duplicated(data$time)) && nrow(data) <= 400) {
      long <- finegray(Surv(time, event) ~ ., data[c("time", "event", "id", columns)], etype = cause)
      cox <- coxph(as.formula(paste("Surv(fgstart, fgstop, fgstatus) ~", paste(columns, collapse = "+"), "+ cluster(id)")), long,
                   weights = fgwt, ties = "breslow", control = coxph.control(eps = 1e-13, iter.max = 50))
      simple <- sqrt(diag(vcov(cox)))
    }
    for (k in seq_along(columns)) fits[[length(fits) + 1]] <- data.frame(set = data$set[1], cause = cause,
      columns = paste(columns, collapse = " "), column = k, value = unname(fit$coef[k]), error = sqrt(fit$var[k, k]),
      covariance_with_first = fit$var[1, k], known_error = simple[k], information_error = sqrt(fit$invinf[k, k]), log_likelihood = fit$loglik,
      null = fit$loglik.null)
    if (length(columns) == 2) {
      predicted <- predict(fit, rbind(c(0, 0), c(1, 1), c(-0.5, 0)))
      for (i in at_most(seq_len(nrow(predicted)), 5)) predictions[[length(predictions) + 1]] <- data.frame(set = data$set[1],
        cause = cause, time = predicted[i, 1], p00 = predicted[i, 2], p11 = predicted[i, 3], pm0 = predicted[i, 4])
    }
  }
  # Pseudo-values, row by row
  if (unweighted && nrow(data) <= 150 && nrow(data) > 2) {
    estimate <- function(rows, time) {
      fit <- survfit(Surv(time, event) ~ 1, data[rows, ], se.fit = FALSE)
      before <- which(fit$time <= time)
      state <- function(name) { column <- match(name, fit$states); if (is.na(column)) 0 * fit$time else fit$pstate[, column] }
      at <- function(curve, start) if (length(before)) curve[max(before)] else start
      s <- state("(s0)")
      steps <- c(0, fit$time[before], time)
      c(survival = at(s, 1), first = at(state("1"), 0), second = at(state("2"), 0),
        mean = sum(diff(steps) * c(1, s[before])))
    }
    n <- nrow(data)
    for (time in quantile(data$time, c(0.4, 0.85), type = 1)) {
      all <- estimate(seq_len(n), time)
      for (i in at_most(seq_len(n), 8)) {
        values <- n * all - (n - 1) * estimate(-i, time)
        pseudo[[length(pseudo) + 1]] <- data.frame(set = data$set[1], time = time, row = i, survival = values["survival"],
          first = values["first"], second = values["second"], mean = values["mean"])
      }
    }
  }
}
# 200,000 rows by a recurrence that the test repeats: only answers are stored.
huge <- local({
  x <- numeric(600000); state <- 42
  for (i in seq_along(x)) { state <- (state * 16807) %% 2147483647; x[i] <- state }
  x <- matrix(x, ncol = 3, byrow = TRUE)
  data.frame(time = 1 + x[, 1] %% 60, cause = c(1, 1, 2, 0, 2)[1 + x[, 2] %% 5], group = x[, 3] %% 3)
})
answers <- list()
curve <- survfit(Surv(time, factor(cause, 0:2)) ~ 1, huge)
published <- cuminc(huge$time, huge$cause)
tested <- cuminc(huge$time, huge$cause, huge$group)$Tests
for (i in seq(5, 60, by = 11)) for (cause in 1:2) answers[[length(answers) + 1]] <- data.frame(time = curve$time[i], cause = cause,
  incidence = curve$pstate[i, cause + 1], error = curve$std.err[i, cause + 1],
  aalen = published[[cause]]$var[max(which(published[[cause]]$time == curve$time[i]))], gray = tested[cause, "stat"])
write_answers(answers, "competing_huge.csv")
write_answers(points, "competing_points.csv")
write_answers(tests, "competing_gray.csv")
write_answers(fits, "competing_fine_gray.csv")
write_answers(predictions, "competing_predictions.csv")
write_answers(pseudo, "competing_pseudo.csv")
