# survdiff for the log-rank test and rho = 1; other weights, trend and delayed entry by the formula written out
# over a dense table of event times (Klein & Moeschberger, 7.3 and 7.4).

suppressPackageStartupMessages(library(survival))
by_hand <- function(data, weight_of) {
  k <- max(data$group) + 1
  o <- e <- numeric(k); v <- matrix(0, k, k)
  for (s in unique(data$stratum)) {
    rows <- data[data$stratum == s, ]
    survival <- peto <- 1
    for (t in sort(unique(rows$time[rows$cause > 0]))) {
      entry <- ifelse(is.na(rows$entry), -1, rows$entry)
      n <- tabulate(rows$group[rows$time >= t & entry < t] + 1, k)
      d <- tabulate(rows$group[rows$time == t & rows$cause > 0] + 1, k)
      N <- sum(n); D <- sum(d)
      peto <- peto * (1 - D / (N + 1))
      w <- weight_of(survival, N, peto)
      survival <- survival * (1 - D / N)
      o <- o + w * d
      e <- e + w * D * n / N
      if (N > 1) v <- v + w^2 * D * (N - D) / (N - 1) * (diag(n / N, k) - outer(n, n) / N^2)
    }
  }
  list(o = o, e = e, v = v)
}
weights <- list(one = function(s, n, peto) 1, at_risk = function(s, n, peto) n,
                root_at_risk = function(s, n, peto) sqrt(n), peto = function(s, n, peto) peto,
                fh_1_0 = function(s, n, peto) s, fh_0_1 = function(s, n, peto) 1 - s,
                fh_half_half = function(s, n, peto) sqrt(s * (1 - s)))
rows <- list()
for (set in read_responses()) {
  data <- set$rows
  if (!is.na(data$weight[1])) next
  if (is.na(data$entry[1])) data$time <- aeqSurv(Surv(data$time, data$cause > 0))[, 1]
  for (name in names(weights)) for (stratified in unique(c(FALSE, any(data$stratum > 0)))) {
    used <- data
    if (!stratified) used$stratum <- 0
    sums <- by_hand(used, weights[[name]])
    keep <- which(sums$e > 0)
    chi <- tryCatch({
      if (length(keep) < 2) stop()
      left <- keep[-1]
      sum(solve(sums$v[left, left, drop = FALSE], (sums$o - sums$e)[left]) * (sums$o - sums$e)[left])
    }, error = function(problem) NA_real_)
    if (name %in% c("one", "fh_1_0") && is.na(data$entry[1]) && !is.na(chi)) {
      formula <- if (stratified) Surv(time, cause > 0) ~ group + strata(stratum) else Surv(time, cause > 0) ~ group
      chi <- survdiff(formula, used, rho = if (name == "one") 0 else 1)$chisq
    }
    score <- seq_along(sums$o) - 1
    z <- sum(score * (sums$o - sums$e)) / sqrt(sum(score * (sums$v %*% score)))
    rows[[length(rows) + 1]] <- data.frame(set = set$name, weight = name, stratified = as.integer(stratified),
      n_groups = length(sums$o), observed_last = tail(sums$o, 1), expected_last = tail(sums$e, 1),
      x2 = chi, p = pchisq(chi, length(keep) - 1, lower.tail = FALSE), trend = if (is.na(chi)) NA_real_ else z)
  }
}
write_answers(rows, "log_rank.csv")
