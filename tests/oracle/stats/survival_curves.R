# survfit, its quantiles and restricted mean, and the reversed curve of follow-up by prodlim.

suppressPackageStartupMessages({ library(survival); library(prodlim) })
rows <- list(); points <- list(); quantiles <- list()
na <- function(x) ifelse(is.finite(x), x, NA_real_)
for (set in read_responses()) {
  data <- set$rows
  data$event <- as.integer(data$cause > 0)
  response <- if (is.na(data$entry[1])) Surv(data$time, data$event) else Surv(data$entry, data$time, data$event)
  weight <- if (is.na(data$weight[1])) rep(1, nrow(data)) else data$weight
  fit <- function(type, level) survfit(response ~ 1, weights = weight, conf.type = type, conf.int = level,
                                       se.fit = TRUE, robust = FALSE, ctype = 1, stype = 1)
  plain <- fit("plain", 0.95); log <- fit("log", 0.95); loglog <- fit("log-log", 0.95)
  at <- unique(round(seq(1, length(log$time), length.out = min(25, length(log$time)))))
  points[[length(points) + 1]] <- data.frame(
    set = set$name, time = log$time[at], at_risk = log$n.risk[at], events = log$n.event[at],
    survival = log$surv[at], hazard = log$cumhaz[at], hazard_error = log$std.chaz[at], log_error = na(log$std.err[at]),
    plain_low = na(ifelse(log$surv[at] == 0, NA, plain$lower[at])),
    plain_high = na(ifelse(log$surv[at] == 0, NA, plain$upper[at])),
    log_low = na(log$lower[at]), log_high = na(log$upper[at]),
    loglog_low = na(loglog$lower[at]), loglog_high = na(loglog$upper[at]))
  for (type in c("plain", "log", "log-log")) for (p in c(0.25, 0.5, 0.75)) {
    curve <- fit(type, 0.90)
    q <- quantile(curve, p)
    quantiles[[length(quantiles) + 1]] <- data.frame(set = set$name, type = type, level = 0.90, p = p,
      value = unname(q$quantile), low = unname(q$lower), high = unname(q$upper))
  }
  until <- max(data$time) * 0.8
  # survfit refuses to stop before the first time.
  if (until < min(data$time)) until <- max(data$time)
  mean <- summary(log, rmean = until)$table
  # prodlim knows no weights and takes nothing for an answer with one row.
  reverse <- if (!is.na(data$weight[1]) || !is.na(data$entry[1]) || nrow(data) < 3 || set$name == "nearly_tied") NULL else
    tryCatch(prodlim(Hist(time, event) ~ 1, data = data, reverse = TRUE), error = function(problem) NULL)
  follow_up <- if (is.null(reverse)) NA_real_ else {
    reached <- which(reverse$surv <= 0.5 - 1e-9)
    exact <- which(abs(reverse$surv - 0.5) < 1e-9)
    if (length(exact) || !length(reached)) NA_real_ else reverse$time[reached[1]]
  }
  last <- if (is.null(reverse)) NA_real_ else tail(reverse$surv, 1)
  rows[[length(rows) + 1]] <- data.frame(set = set$name, until = until, mean = unname(mean["rmean"]),
    mean_error = unname(mean["se(rmean)"]), follow_up_median = follow_up, follow_up_last = last)
}
write_answers(points, "survival_points.csv")
write_answers(quantiles, "survival_quantiles.csv")
write_answers(rows, "survival_means.csv")
