# mean, sd, geometric mean and quantiles of types 7, 6 and 2.

fractions <- c(0, 0.025, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 0.975, 1)
moments <- list()
quantiles <- list()
for (set in read_samples()) {
  x <- set$values
  unit <- unit_of(x)
  moments[[length(moments) + 1]] <- data.frame(
    set = set$name, n = length(x), mean = mean(x / unit) * unit, sd = fitting(sd(x / unit) * unit),
    geometric_mean = if (all(x > 0)) exp(mean(log(x))) else NA_real_)
  for (type in c(7, 6, 2)) quantiles[[length(quantiles) + 1]] <- data.frame(
    set = set$name, type = type, fraction = fractions,
    value = unname(quantile(x, fractions, type = type)))
}
write_answers(moments, "describe.csv")
write_answers(quantiles, "quantiles.csv")
