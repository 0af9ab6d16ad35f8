# Needs pwr; takes four minutes, most of them for fisher.test.
# Power and numbers. Where R has the function it answers (power.t.test, power.prop.test, pwr.t.test as a second
# opinion); else the power is added up here over every possible table with the p value of R's own test
# (binom.test, fisher.test, chisq.test), which shares nothing with the critical counts of the Rust code. Least
# numbers are found by trying one after the other.

at <- function(kind, n, first, second, level, sides, power)
  data.frame(kind = kind, n = n, first = first, second = second, level = level, sides = sides, power = power)
# A p value within 1e-10 of the level is at the level: 56/560 is 0.1, whatever the last binary place says.
significant <- function(p, level) p <= (1 - level) * (1 + 1e-10)
each <- function(grid, f) vapply(seq_len(nrow(grid)), function(i) do.call(f, as.list(grid[i, ])), numeric(1))
least <- function(enough, n = 1) { while (!enough(n)) n <- n + 1; n }

# Paired t: effect in SD. strict = TRUE counts both tails. pwr.t.test must agree.
t_power <- function(n, first, level, sides) {
  p <- power.t.test(n = n, delta = first, sd = 1, sig.level = 1 - level, type = "paired", strict = TRUE,
                    alternative = c("one.sided", "two.sided")[sides])$power
  q <- pwr::pwr.t.test(n = n, d = first, sig.level = 1 - level, type = "paired",
                       alternative = c("greater", "two.sided")[sides])$power
  stopifnot(abs(p - q) < 1e-9)
  p
}
t_grid <- expand.grid(n = c(2, 3, 5, 10, 33, 200, 1000), first = c(0.05, 0.2, 0.5, 1), level = c(0.9, 0.95, 0.99), sides = 1:2)
t_rows <- at("paired_t", t_grid$n, t_grid$first, 0, t_grid$level, t_grid$sides, each(t_grid, t_power))

# Signed rank by efficiency: the noncentral t at n times the efficiency; by Noether: P(D1 + D2 > 0) by quadrature.
efficiency <- c(normal = 3 / pi, logistic = pi^2 / 9, laplace = 1.5, uniform = 1)
shifted <- list(
  normal = list(d = dnorm, p = pnorm),
  logistic = list(d = function(x) dlogis(x, scale = sqrt(3) / pi), p = function(x) plogis(x, scale = sqrt(3) / pi)),
  laplace = list(d = function(x) exp(-sqrt(2) * abs(x)) / sqrt(2),
                 p = function(x) ifelse(x < 0, exp(sqrt(2) * x) / 2, 1 - exp(-sqrt(2) * x) / 2)),
  uniform = list(d = function(x) dunif(x, -sqrt(3), sqrt(3)), p = function(x) punif(x, -sqrt(3), sqrt(3))))
pair_probability <- function(shape, d) {
  s <- shifted[[shape]]
  f <- function(x) s$d(x) * s$p(x + 2 * d)
  cuts <- sort(unique(c(-40, -sqrt(3), sqrt(3) - 2 * d, -sqrt(3) - 2 * d, -2 * d, 0, sqrt(3), 40)))
  sum(mapply(function(a, b) integrate(f, a, b, rel.tol = 1e-13, subdivisions = 1000)$value, head(cuts, -1), tail(cuts, -1)))
}
s_grid <- expand.grid(n = c(5, 12, 40, 150), first = c(0.1, 0.4, 0.9), shape = names(efficiency), sides = 1:2,
                      stringsAsFactors = FALSE)
s_eff <- function(n, first, shape, sides) {
  n <- n * efficiency[[shape]]; qu <- qt(0.05 / sides, n - 1, lower.tail = FALSE); ncp <- sqrt(n) * first
  pt(qu, n - 1, ncp, lower.tail = FALSE) + if (sides == 2) pt(-qu, n - 1, ncp) else 0
}
s_noether <- function(n, first, shape, sides) {
  signal <- sqrt(3 * n) * (pair_probability(shape, first) - 0.5); z <- qnorm(0.05 / sides, lower.tail = FALSE)
  pnorm(z - signal, lower.tail = FALSE) + if (sides == 2) pnorm(-z - signal) else 0
}
s_rows <- rbind(
  at(paste0("efficiency_", s_grid$shape), s_grid$n, s_grid$first, 0, 0.95, s_grid$sides, each(s_grid, s_eff)),
  at(paste0("noether_", s_grid$shape), s_grid$n, s_grid$first, 0, 0.95, s_grid$sides, each(s_grid, s_noether)))
# Simulated: 20,000 studies each with wilcox.test; compared within five standard errors of the difference.
set.seed(20261124)
draw <- list(normal = rnorm, logistic = function(n) rlogis(n, scale = sqrt(3) / pi),
             laplace = function(n) rexp(n, sqrt(2)) * sample(c(-1, 1), n, TRUE), uniform = function(n) runif(n, -sqrt(3), sqrt(3)))
w_grid <- rbind(expand.grid(n = c(8, 15, 30), first = c(0.3, 0.6), shape = names(draw), sides = 2, stringsAsFactors = FALSE),
                expand.grid(n = c(5, 20), first = 0.4, shape = names(draw)[1:2], sides = 1, stringsAsFactors = FALSE))
w_power <- function(n, first, shape, sides) {
  # psignrank's tables once per n: the exact p value of each possible V.
  v <- 0:(n * (n + 1) / 2)
  up <- psignrank(v - 1, n, lower.tail = FALSE); down <- psignrank(v, n)
  p <- if (sides == 2) pmin(1, 2 * pmin(up, down)) else up
  mean(replicate(20000, { x <- first + draw[[shape]](n); p[sum(rank(abs(x))[x > 0]) + 1] <= 0.05 }))
}
w_rows <- at(paste0("simulation_", w_grid$shape), w_grid$n, w_grid$first, 0, 0.95, w_grid$sides, each(w_grid, w_power))

# McNemar: every table of gains, losses and the rest, with binom.test's p value (mid: less half of the observed twice).
mc_p <- function(m, mid, sides) vapply(0:m, function(x) {
  if (m == 0) return(1)
  p <- binom.test(x, m, 0.5, alternative = if (sides == 2) "two.sided" else "greater")$p.value
  # A two-sided mid-p takes half of each of the two equally probable outcomes (one where x is the middle).
  here <- dbinom(x, m, 0.5) * if (sides == 2 && 2 * x != m) 2 else 1
  if (mid) p - here / 2 else p
}, numeric(1))
tables <- new.env()
cached_p <- function(m, mid, sides) {
  key <- paste(m, mid, sides)
  if (is.null(tables[[key]])) tables[[key]] <- mc_p(m, mid, sides)
  tables[[key]]
}
mc_power <- function(n, first, second, level, sides, mid) {
  gained <- max(first, second); lost <- min(first, second)
  total <- 0
  for (m in 0:n) {
    x <- 0:m
    pairs <- exp(lfactorial(n) - lfactorial(x) - lfactorial(m - x) - lfactorial(n - m) + x * log(gained) +
                 ifelse(m - x > 0, (m - x) * log(lost), 0) + ifelse(n - m > 0, (n - m) * log(1 - gained - lost), 0))
    total <- total + sum(pairs[significant(cached_p(m, mid, sides), level)])
  }
  total
}
mc_grid <- rbind(
  expand.grid(n = c(4, 10, 37, 120), first = c(0.05, 0.3), second = c(0.1, 0.15), level = c(0.9, 0.95), sides = 1:2, mid = c(FALSE, TRUE)),
  expand.grid(n = c(7, 60), first = 0.4, second = 0, level = 0.95, sides = 1:2, mid = c(FALSE, TRUE)))
mc_rows <- at(ifelse(mc_grid$mid, "mcnemar_mid_p", "mcnemar_exact"), mc_grid$n, mc_grid$first, mc_grid$second, mc_grid$level,
              mc_grid$sides, each(mc_grid, mc_power))
mc_normal <- function(n, first, second, level, sides, method) {
  psi <- first + second; delta <- abs(first - second); z <- qnorm((1 - level) / sides, lower.tail = FALSE)
  root <- if (method == "connor") sqrt(psi - delta^2) else sqrt(psi^2 - delta^2 * (3 + psi) / 4) / sqrt(psi)
  pnorm((sqrt(n) * delta - z * sqrt(psi)) / root) + if (sides == 2) pnorm((-sqrt(n) * delta - z * sqrt(psi)) / root) else 0
}
mn_grid <- expand.grid(n = c(10, 37, 120, 5000), first = c(0.05, 0.3), second = c(0.1, 0.15), level = c(0.9, 0.95), sides = 1:2,
                       method = c("connor", "miettinen"), stringsAsFactors = FALSE)
mn_rows <- at(paste0("mcnemar_", mn_grid$method), mn_grid$n, mn_grid$first, mn_grid$second, mn_grid$level, mn_grid$sides,
              each(mn_grid, mc_normal))

# Two proportions.
tp_grid <- expand.grid(n = c(3, 12, 50, 400), first = c(0.1, 0.5), second = c(0.2, 0.75), level = c(0.9, 0.95), sides = 1:2)
pooled <- function(n, first, second, level, sides)
  power.prop.test(n = n, p1 = first, p2 = second, sig.level = 1 - level, strict = TRUE,
                  alternative = c("one.sided", "two.sided")[sides])$power
unpooled <- function(n, first, second, level, sides) {
  z <- qnorm((1 - level) / sides, lower.tail = FALSE)
  signal <- abs(first - second) / sqrt(first * (1 - first) / n + second * (1 - second) / n)
  pnorm(signal - z) + if (sides == 2) pnorm(-signal - z) else 0
}
tables_power <- function(n, first, second, level, sides, p) {
  # The group with more comes first in fisher.test's odds ratio.
  many <- max(first, second); few <- min(first, second); total <- 0
  for (x in 0:n) for (y in 0:n)
    if (significant(p(x, y, n, sides), level)) total <- total + dbinom(x, n, many) * dbinom(y, n, few)
  total
}
fisher_p <- function(x, y, n, sides)
  fisher.test(matrix(c(x, n - x, y, n - y), 2), alternative = c("greater", "two.sided")[sides])$p.value
chi_p <- function(x, y, n, sides) {
  if (x + y == 0 || x + y == 2 * n) return(1)
  statistic <- suppressWarnings(chisq.test(matrix(c(x, n - x, y, n - y), 2), correct = FALSE)$statistic)
  if (sides == 2) pchisq(statistic, 1, lower.tail = FALSE) else pnorm(sign(x - y) * sqrt(statistic), lower.tail = FALSE)
}
ex_grid <- expand.grid(n = c(3, 8, 17, 25), first = c(0.1, 0.5), second = c(0.3, 0.85), level = c(0.9, 0.95), sides = 1:2)
ex <- function(kind, p) at(kind, ex_grid$n, ex_grid$first, ex_grid$second, ex_grid$level, ex_grid$sides,
                           each(ex_grid, function(...) tables_power(..., p = p)))
tp <- function(kind, f) at(kind, tp_grid$n, tp_grid$first, tp_grid$second, tp_grid$level, tp_grid$sides, each(tp_grid, f))

# Half-widths of prop.test's interval (Wilson's), at whole counts and averaged.
half <- function(x, n, level) diff(suppressWarnings(prop.test(x, n, conf.level = level, correct = FALSE)$conf.int)) / 2
h_grid <- expand.grid(n = c(10, 20, 50, 200), first = c(0, 0.1, 0.3, 0.5, 0.9, 1), level = c(0.9, 0.95))
h_rows <- rbind(
  at("half_width", h_grid$n, h_grid$first, 0, h_grid$level, 2, each(h_grid, function(n, first, level) half(round(n * first), n, level))),
  at("expected_half_width", h_grid$n, h_grid$first, 0, h_grid$level, 2,
     each(h_grid, function(n, first, level) sum(dbinom(0:n, n, first) * vapply(0:n, half, numeric(1), n = n, level = level)))))
write_answers(list(t_rows, s_rows, w_rows, mc_rows, mn_rows, tp("two_pooled", pooled), tp("two_unpooled", unpooled),
                   ex("two_fisher", fisher_p), ex("two_chi_squared", chi_p), h_rows), "power.csv")

# Least numbers.
size <- function(kind, first, second, level, sides, wanted, n)
  data.frame(kind = kind, first = first, second = second, level = level, sides = sides, wanted = wanted, n = n)
sizes <- function(kind, grid, enough, from = 1)
  size(kind, grid$first, if (is.null(grid$second)) 0 else grid$second, grid$level, grid$sides, grid$wanted,
       each(grid, function(first, level, sides, wanted, second = 0)
         least(function(n) enough(n, first, second, level, sides) >= wanted, from)))
t_sizes <- expand.grid(first = c(0.2, 0.5, 0.8, 1.5), level = c(0.95, 0.99), sides = 1:2, wanted = c(0.8, 0.9))
m_sizes <- expand.grid(first = c(0.1, 0.3), second = c(0.02, 0.05), level = 0.95, sides = 1:2, wanted = c(0.5, 0.8, 0.9))
n_sizes <- expand.grid(first = c(0.05, 0.3), second = c(0.1, 0.15), level = 0.95, sides = 1:2, wanted = c(0.8, 0.9, 0.95))
p_sizes <- expand.grid(first = c(0.1, 0.5), second = c(0.2, 0.75), level = 0.95, sides = 1:2, wanted = c(0.8, 0.9, 0.95))
e_sizes <- expand.grid(first = 0.1, second = c(0.6, 0.85), level = 0.95, sides = 1:2, wanted = c(0.8, 0.9))
h_sizes <- expand.grid(first = c(0, 0.1, 0.3, 0.5, 0.85), level = c(0.9, 0.95), sides = 2, wanted = c(0.05, 0.1))
wilson <- function(n, p, z) z * sqrt(p * (1 - p) / n + z^2 / (4 * n^2)) / (1 + z^2 / n)
write_answers(list(
  sizes("paired_t", t_sizes, function(n, first, second, level, sides) t_power(n, first, level, sides), 2),
  sizes("mcnemar_exact", m_sizes, function(...) mc_power(..., mid = FALSE)),
  sizes("mcnemar_connor", n_sizes, function(...) mc_normal(..., method = "connor")),
  sizes("mcnemar_miettinen", n_sizes, function(...) mc_normal(..., method = "miettinen")),
  sizes("two_pooled", p_sizes, pooled), sizes("two_unpooled", p_sizes, unpooled),
  sizes("two_fisher", e_sizes, function(...) tables_power(..., p = fisher_p)),
  size("half_width", h_sizes$first, 0, h_sizes$level, 2, h_sizes$wanted,
       each(h_sizes, function(first, level, sides, wanted)
         least(function(n) wilson(n, first, qnorm((1 - level) / 2, lower.tail = FALSE)) <= wanted)))),
  "power_sizes.csv")
