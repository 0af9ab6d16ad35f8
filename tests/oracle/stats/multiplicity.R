# p.adjust, every method, with missing values.

set.seed(20261126, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")
sets <- list(one = 0.03, two = c(0.04, 0.01), equal = rep(0.02, 5), ones = c(1, 1, 1), zeros = c(0, 0, 0.5),
  missing = c(0.01, NA, 0.04, NA, 0.02), all_missing = c(NA_real_, NA_real_), holm_1979 = c(0.01, 0.04, 0.03, 0.005),
  benjamini_hochberg_1995 = c(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
    0.5719, 0.6528, 0.7590, 1), tiny = c(1e-300, 1e-310, 1e-5), descending = c(0.9, 0.5, 0.1, 0.01, 0.001))
for (n in c(3, 6, 10, 20, 50, 100, 300)) {
  sets[[paste0("uniform_", n)]] <- runif(n)
  sets[[paste0("small_", n)]] <- round(rbeta(n, 0.3, 3), 4)
  with_gaps <- round(runif(n), 2)
  with_gaps[sample(n, n %/% 3)] <- NA
  sets[[paste0("gaps_", n)]] <- with_gaps
}
rows <- lapply(names(sets), function(name) {
  p <- sets[[name]]
  data.frame(set = name, p = p, bonferroni = p.adjust(p, "bonferroni"), holm = p.adjust(p, "holm"),
    hochberg = p.adjust(p, "hochberg"), bh = p.adjust(p, "BH"), by = p.adjust(p, "BY"))
})
write_answers(rows, "multiplicity.csv")
