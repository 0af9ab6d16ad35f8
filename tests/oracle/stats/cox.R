# coxph: Efron and Breslow, strata, weights, delayed entry. Control is tight, so that R's own stopping rule
# (1e-9 of the likelihood) does not set the digits.

suppressPackageStartupMessages(library(survival))
rows <- list()
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)
for (set in read_responses()) {
  data <- set$rows
  data$event <- as.integer(data$cause > 0)
  columns <- c("group", Filter(function(x) !is.na(data[[x]][1]), c("x1", "x2", "x3")))
  if (sum(data$event) < 2 || nrow(data) < 6 || set$name %in% c("all_at_one_time", "confounded")) next
  response <- if (is.na(data$entry[1])) "Surv(time, event)" else "Surv(entry, time, event)"
  weight <- if (is.na(data$weight[1])) rep(1, nrow(data)) else data$weight
  for (ties in c("efron", "breslow")) for (stratified in unique(c(0, as.integer(any(data$stratum > 0))))) {
    formula <- paste(response, "~", paste(columns, collapse = " + "), if (stratified) "+ strata(stratum)" else "")
    data$case_weight <- weight
    fit <- tryCatch(coxph(as.formula(formula), data, weights = case_weight, ties = ties, control = control, robust = FALSE),
                    warning = function(problem) { message(set$name, ": ", conditionMessage(problem)); NULL })
    if (is.null(fit)) next
    for (k in seq_along(columns)) {
      rows[[length(rows) + 1]] <- data.frame(set = set$name, ties = ties, stratified = stratified,
        columns = paste(columns, collapse = " "), column = k, value = unname(coef(fit)[k]),
        error = if (is.na(coef(fit)[k])) NA_real_ else sqrt(vcov(fit)[k, k]), null = fit$loglik[1], log_likelihood = fit$loglik[2],
        covariance_with_first = vcov(fit)[1, k])
    }
  }
}
write_answers(rows, "cox.csv")
