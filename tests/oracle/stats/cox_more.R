# What follows a Cox fit: robust variances, residuals, predictions, the test of proportional hazards, concordance; and
# the fits with exact ties, Firth's penalty and ridge. Control is tight, so that R's own stopping rule (1e-9 of the
# likelihood) does not set the digits.
#
# Residuals are stored as three projections (sums over rows of residual times cos(k * row), k = 0, 1, 2), not row by row.
# Firth: base R has no such Cox fit. The penalised likelihood is written down here from the definition, with the
# information from coxph's own routines at fixed coefficients (iter.max = 0), and maximised by optim and Newton steps on
# numerical derivatives; profile limits by uniroot.

suppressPackageStartupMessages(library(survival))
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)
fits <- list()
more <- list(); tests <- list(); residual <- list(); predicted <- list(); concordances <- list()

columns_of <- function(data) c("group", Filter(function(x) !is.na(data[[x]][1]), c("x1", "x2", "x3")))
formula_of <- function(data, columns, stratified) {
  response <- if (is.na(data$entry[1])) "Surv(time, event)" else "Surv(entry, time, event)"
  as.formula(paste(response, "~", paste(columns, collapse = " + "), if (stratified) "+ strata(stratum)" else ""))
}
quiet <- function(expression) tryCatch(expression, error = function(e) NULL, warning = function(w) NULL)
project <- function(values) {
  values <- as.matrix(values)
  row <- seq_len(nrow(values)) - 1
  as.vector(sapply(seq_len(ncol(values)), function(j) sapply(0:2, function(k) sum(values[, j] * cos(k * row)))))
}

for (set in read_responses()) {
  data <- set$rows
  data$event <- as.integer(data$cause > 0)
  columns <- columns_of(data)
  if (sum(data$event) < 2 || nrow(data) < 6 || set$name %in% c("all_at_one_time", "confounded")) next
  data$case_weight <- if (is.na(data$weight[1])) rep(1, nrow(data)) else data$weight
  data$cluster <- (seq_len(nrow(data)) * 7) %% max(3, nrow(data) %/% 4)
  for (ties in c("efron", "breslow")) for (stratified in unique(c(0, as.integer(any(data$stratum > 0))))) {
    formula <- formula_of(data, columns, stratified)
    fit <- quiet(coxph(formula, data, weights = case_weight, ties = ties, control = control, robust = FALSE, x = TRUE))
    if (is.null(fit) || anyNA(coef(fit))) next
    key <- data.frame(set = set$name, ties = ties, stratified = stratified, columns = paste(columns, collapse = " "))
    robust <- quiet(coxph(formula, data, weights = case_weight, ties = ties, control = control, robust = TRUE))
    clustered <- quiet(coxph(formula, data, weights = case_weight, ties = ties, control = control, cluster = cluster))
    if (is.null(robust) || is.null(clustered)) next
    for (k in seq_along(columns)) more[[length(more) + 1]] <- cbind(key, column = k,
      robust = sqrt(vcov(robust)[k, k]), robust_with_first = vcov(robust)[1, k],
      clustered = sqrt(vcov(clustered)[k, k]), clustered_with_first = vcov(clustered)[1, k],
      wald = clustered$wald.test)
    for (type in c("martingale", "deviance", "score", "schoenfeld", "scaledsch", "dfbeta")) {
      values <- as.matrix(residuals(fit, type = type))
      # One row an event: by stratum, time and row, as ours are.
      if (type %in% c("schoenfeld", "scaledsch")) values <- values[seq_len(nrow(values)), , drop = FALSE]
      all <- project(values)
      residual[[length(residual) + 1]] <- cbind(key, type = type, at = seq_along(all) - 1, value = all,
        scale = sum(abs(values)))
    }
    for (scale in c("km", "identity", "rank", "log")) {
      if (scale == "log" && any(data$time[data$event == 1] <= 0)) next
      test <- quiet(cox.zph(fit, transform = scale))
      if (is.null(test)) next
      tests[[length(tests) + 1]] <- cbind(key, scale = scale, column = seq_len(nrow(test$table)),
        x2 = test$table[, "chisq"], df = test$table[, "df"], p = test$table[, "p"])
    }
    c <- concordance(fit)
    by_cluster <- concordance(fit, cluster = data$cluster)
    eta <- fit$linear.predictors
    again <- concordancefit(fit$y, eta, if (stratified) data$stratum, data$case_weight, cluster = data$cluster, reverse = TRUE)
    counts <- if (is.matrix(c$count)) colSums(c$count) else c$count
    concordances[[length(concordances) + 1]] <- cbind(key, c = unname(c$concordance), error = sqrt(c$var),
      clustered = sqrt(again$var), concordant = counts[["concordant"]], discordant = counts[["discordant"]], tied = counts[["tied.x"]])
    if (ties == "efron" || !stratified) {
      profile <- data[1, ]
      for (name in columns) profile[[name]] <- 0.5 * quantile(data[[name]], 0.7)
      profile$stratum <- min(data$stratum)
      curve <- survfit(fit, newdata = profile, se.fit = TRUE)
      own <- data$stratum == profile$stratum | !stratified
      at <- unname(quantile(unique(data$time[data$event == 1 & own]), c(0, 0.3, 0.6, 1), type = 1))
      for (conf in c("plain", "log", "log-log")) {
        points <- summary(survfit(fit, newdata = profile, conf.type = conf), times = at, extend = TRUE)
        predicted[[length(predicted) + 1]] <- cbind(key, transform = conf, time = at, survival = as.vector(points$surv),
          low = as.vector(points$lower), high = as.vector(points$upper), profile = paste(digits(unlist(profile[columns])), collapse = " "),
          stratum = profile$stratum)
      }
    }
  }
}
write_answers(more, "cox_robust.csv")
write_answers(residual, "cox_residuals.csv")
write_answers(tests, "cox_zph.csv")
write_answers(concordances, "cox_concordance.csv")
write_answers(predicted, "cox_predicted.csv")

# Exact ties, ridge, and Firth.
other <- list()
for (set in read_responses()) {
  data <- set$rows
  data$event <- as.integer(data$cause > 0)
  columns <- columns_of(data)
  if (sum(data$event) < 2 || nrow(data) < 6 || set$name %in% c("all_at_one_time", "confounded", "nearly_tied")) next
  data$case_weight <- if (is.na(data$weight[1])) rep(1, nrow(data)) else data$weight
  for (stratified in unique(c(0, as.integer(any(data$stratum > 0))))) {
    formula <- formula_of(data, columns, stratified)
    store <- function(method, value, error, log_likelihood, low = NA, high = NA, p = NA)
      other[[length(other) + 1]] <<- data.frame(set = set$name, method = method, stratified = stratified,
        columns = paste(columns, collapse = " "), column = seq_along(columns), value = unname(value), error = unname(error),
        log_likelihood = log_likelihood, low = low, high = high, p = p)
    # With late entries R lists all choices one by one.
    if (is.na(data$weight[1]) && nrow(data) < (if (is.na(data$entry[1])) 320 else 50)) {
      fit <- quiet(coxph(formula, data, ties = "exact", control = control))
      if (inherits(fit, "coxph") && !anyNA(coef(fit))) store("exact", coef(fit), sqrt(diag(vcov(fit))), fit$loglik[2])
    }
    data$all <- as.matrix(data[columns])
    fit <- quiet(coxph(update(formula, paste(". ~ ridge(", paste(columns, collapse = ","), ", theta = 2)", if (stratified) "+ strata(stratum)")),
                       data, weights = case_weight, robust = FALSE, control = coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60, outer.max = 1)))
    if (!is.null(fit) && !anyNA(coef(fit))) store("ridge", coef(fit), sqrt(diag(fit$var)), fit$loglik[2])
    plain <- suppressWarnings(coxph(formula, data, weights = case_weight, control = control))
    if (nrow(data) > 250 || anyNA(coef(plain))) next
    at <- coxph.control(iter.max = 0)
    y <- model.response(model.frame(formula, data))
    worker <- if (is.na(data$entry[1])) survival:::coxph.fit else survival:::agreg.fit
    strata <- if (stratified) as.integer(factor(data$stratum))
    for (ties in c("efron", "breslow")) {
      evaluate <- function(b) worker(data$all, aeqSurv(y), strata, NULL, b, at, data$case_weight, ties, seq_len(nrow(data)))
      penalised <- function(b) { fit <- evaluate(b); fit$loglik[2] - 0.5 * as.numeric(determinant(as.matrix(fit$var))$modulus) }
      newton <- function(b, free) {
        for (step in 1:30) {
          h <- 1e-3
          # Derivatives by central differences, Richardson's rule to fourth order.
          slope <- sapply(free, function(j) { d <- function(h) { e <- replace(0 * b, j, h); (penalised(b + e) - penalised(b - e)) / (2 * h) }
                                              (64 * d(h) - 20 * d(2 * h) + d(4 * h)) / 45 })
          move <- as.vector(solve(solve(as.matrix(evaluate(b)$var))[free, free, drop = FALSE], slope))
          b[free] <- b[free] + move
          if (max(abs(move)) < 1e-10) break
        }
        b
      }
      p <- length(columns)
      best <- newton(rep(0, p), seq_len(p))
      top <- penalised(best)
      error <- sqrt(diag(as.matrix(evaluate(best)$var)))
      depth <- function(j, value, start) {
        start[j] <- value
        if (p > 1) start <- newton(start, setdiff(seq_len(p), j))
        2 * (top - penalised(start))
      }
      small <- nrow(data) <= 130
      limit <- function(j, sign) {
        f <- function(by) depth(j, best[j] + sign * by, best) - qchisq(0.95, 1)
        best[j] + sign * uniroot(f, c(0.3, 6) * error[j], extendInt = "upX", tol = 1e-9)$root
      }
      low <- if (small) sapply(seq_len(p), limit, -1) else NA
      high <- if (small) sapply(seq_len(p), limit, 1) else NA
      value <- if (small) sapply(seq_len(p), function(j) pchisq(depth(j, 0, best), 1, lower.tail = FALSE)) else NA
      store(paste0("firth_", ties), best, error, top, low, high, value)
    }
  }
}
write_answers(other, "cox_other.csv")
