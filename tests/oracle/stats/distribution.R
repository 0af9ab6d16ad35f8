# Tails and quantiles down to 1e-300: the normal and Student's t in all, the others where R is right to 1e-12
# (or 1e-11, at large shapes). Where it is not, distribution_exact.py answers instead.

# qt leaves up to 1e-5 at tails near 1e-300, and more below 1 degree of freedom; pt is right there. So qt is a
# start, and Newton's method on log pt against log t finishes it.
quantile_upper <- function(tail, df) {
  ln_t <- log(pmin(qt(tail, df, lower.tail = FALSE), 1e300))
  for (step in 1:20) {
    ln_upper <- pt(exp(ln_t), df, lower.tail = FALSE, log.p = TRUE)
    ln_t <- ln_t + (ln_upper - log(tail)) / exp(ln_t + dt(exp(ln_t), df, log = TRUE) - ln_upper)
  }
  fitting(exp(ln_t))
}

table_of <- function(name, first, second, value) data.frame(name = name, first = first, second = second, value = value)
z <- c(0, 1e-5, 0.1, 0.3, 0.5, 0.7, 1, 1.5, 1.96, 2, 2.5, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 35, 37)
tails <- c(1e-300, 1e-250, 1e-200, 1e-150, 1e-100, 1e-50, 1e-30, 1e-20, 1e-15, 1e-10, 1e-7, 1e-5, 1e-4, 0.001, 0.005,
           0.01, 0.02, 0.025, 0.05, 0.1, 0.2, 0.25, 0.26, 0.3, 0.4, 0.45, 0.49, 0.4999)
t <- c(0, 1e-10, 0.001, 0.1, 0.5, 1, 1.5, 1.9, 1.99, 2, 2.01, 2.5, 3, 5, 10, 20, 30, 37, 100, 1000, 1e6, 1e10, 1e100)
df <- c(0.5, 1, 2, 2.5, 3, 4, 5, 7, 10, 20, 29, 30, 31, 50, 100, 163, 500, 1000, 1e4, 1e5, 1e6)
t_grid <- expand.grid(t = t, df = df)
q_grid <- expand.grid(tail = tails, df = df)

# Gamma and F at R's own quantiles of the tails, rounded to 6 digits so that both sides of the file agree.
ordinary <- c(0.5, 1, 1.5, 2.5, 5, 10, 30, 100, 1000)
mild <- c(1e-100, 1e-50, 1e-20, 1e-10, 1e-5, 0.001, 0.025, 0.1, 0.3, 0.5)
gamma_grid <- expand.grid(tail = mild, shape = ordinary)
gamma_grid$high <- signif(qgamma(gamma_grid$tail, gamma_grid$shape, lower.tail = FALSE), 6)
gamma_grid$low <- signif(qgamma(gamma_grid$tail, gamma_grid$shape), 6)
f_grid <- expand.grid(tail = mild[4:10], df1 = c(1, 2, 5, 30, 200), df2 = c(1, 3, 10, 40, 500))
f_grid$high <- signif(qf(f_grid$tail, f_grid$df1, f_grid$df2, lower.tail = FALSE), 6)
four <- function(name, first, second, third, value)
  data.frame(name = name, first = first, second = second, third = third, value = value)
write_answers(list(
  four("gamma_upper", gamma_grid$high, gamma_grid$shape, 0,
       pgamma(gamma_grid$high, gamma_grid$shape, lower.tail = FALSE)),
  four("gamma_lower", gamma_grid$low, gamma_grid$shape, 0, pgamma(gamma_grid$low, gamma_grid$shape)),
  four("gamma_density", gamma_grid$high, gamma_grid$shape, 0, dgamma(gamma_grid$high, gamma_grid$shape)),
  four("chi_squared_upper", gamma_grid$high, gamma_grid$shape, 0,
       pchisq(gamma_grid$high, gamma_grid$shape, lower.tail = FALSE)),
  four("chi_squared_quantile_upper", gamma_grid$tail, gamma_grid$shape, 0,
       qchisq(gamma_grid$tail, gamma_grid$shape, lower.tail = FALSE)),
  four("f_upper", f_grid$high, f_grid$df1, f_grid$df2, pf(f_grid$high, f_grid$df1, f_grid$df2, lower.tail = FALSE)),
  four("f_lower", f_grid$high, f_grid$df1, f_grid$df2, pf(f_grid$high, f_grid$df1, f_grid$df2)),
  four("f_quantile_upper", f_grid$tail, f_grid$df1, f_grid$df2,
       qf(f_grid$tail, f_grid$df1, f_grid$df2, lower.tail = FALSE)),
  four("beta_density", (1 + f_grid$tail) / 3, f_grid$df1, f_grid$df2, dbeta((1 + f_grid$tail) / 3, f_grid$df1, f_grid$df2)),
  four("ln_gamma", c(gamma_grid$high, 1e5, 1e10, 1e100, 1e-5), 0, 0,
       lgamma(c(gamma_grid$high, 1e5, 1e10, 1e100, 1e-5))),
  four("ln_choose", c(10, 52, 52, 1000, 1e6, 1e6, 60), c(3, 5, 26, 500, 2, 5e5, 59), 0,
       lchoose(c(10, 52, 52, 1000, 1e6, 1e6, 60), c(3, 5, 26, 500, 2, 5e5, 59)))),
  "distribution_more.csv")

rows <- list(
  table_of("normal_upper", c(z, -z), NA_real_, pnorm(c(z, -z), lower.tail = FALSE)),
  table_of("normal_quantile_upper", tails, NA_real_, qnorm(tails, lower.tail = FALSE)),
  table_of("student_upper", t_grid$t, t_grid$df, pt(t_grid$t, t_grid$df, lower.tail = FALSE)),
  table_of("student_quantile_upper", q_grid$tail, q_grid$df, quantile_upper(q_grid$tail, q_grid$df)))
write_answers(rows, "distribution.csv")
