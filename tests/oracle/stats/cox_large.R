# 20,000 rows drawn by Park and Miller's recurrence, in whole days, so that only answers are stored: coefficients, errors,
# robust errors, log likelihood, C, the global test of proportional hazards.

suppressPackageStartupMessages(library(survival))
n <- 20000
state <- 1
draw <- function() { state <<- (16807 * state) %% 2147483647; state / 2147483647 }
u <- matrix(vapply(seq_len(4 * n), function(i) draw(), 0), ncol = 4, byrow = TRUE)
data <- data.frame(time = ceiling(1000 * u[, 1] / (0.5 + u[, 3])), event = as.integer(u[, 2] < 0.7), a = u[, 3], b = as.integer(u[, 4] < 0.5))
control <- coxph.control(eps = 1e-13, toler.chol = 1e-14, iter.max = 60)
write_answers(lapply(c("efron", "breslow"), function(ties) {
  fit <- coxph(Surv(time, event) ~ a + b, data, ties = ties, control = control)
  robust <- coxph(Surv(time, event) ~ a + b, data, ties = ties, control = control, robust = TRUE)
  data.frame(ties = ties, a = coef(fit)[1], b = coef(fit)[2], error = sqrt(vcov(fit)[1, 1]), robust = sqrt(vcov(robust)[1, 1]),
             log_likelihood = fit$loglik[2], c = concordance(fit)$concordance, c_error = sqrt(concordance(fit)$var),
             x2 = cox.zph(fit)$table["GLOBAL", "chisq"])
}), "cox_large.csv")
