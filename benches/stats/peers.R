# The R side of `just bench-stats`: the same lines as worker.rs, answered by R and its packages.
# A peer takes the columns of a case (outside the clock) and returns the call to be timed, which gives named numbers.

suppressPackageStartupMessages({
  library(boot)
  library(coin)
  library(exactRankTests)
  library(survival)
})

peers <- list()
peer <- function(estimator, name, prepare) peers[[paste(estimator, name, sep = ":")]] <<- prepare
test_of <- function(found, value = NULL)
  c(p = found$p.value, value = value, low = found$conf.int[1], high = found$conf.int[2])

exact <- function(c) length(c$before) <= 50
peer("signed_rank_test", "R wilcox.test", function(c) {
  if (exact(c) && anyDuplicated(abs(c$after - c$before))) return(NULL)  # leaves the exact distribution at ties
  function() c(p = wilcox.test(c$after, c$before, paired = TRUE, exact = exact(c), correct = TRUE)$p.value)
})
peer("signed_rank_test", "R exactRankTests", function(c) if (exact(c))
  function() c(p = wilcox.exact(c$after, c$before, paired = TRUE, exact = TRUE)$p.value))
peer("signed_rank_test", "R coin", function(c) if (exact(c)) {
  frame <- data.frame(after = c$after, before = c$before)
  function() c(p = pvalue(wilcoxsign_test(after ~ before, frame, distribution = "exact", zero.method = "Wilcoxon")))
})
# Its estimate and interval are not order statistics of the Walsh averages: the p is compared alone.
peer("signed_rank", "R exactRankTests", function(c) if (exact(c)) function()
  c(p = wilcox.exact(c$after, c$before, paired = TRUE, exact = TRUE, conf.int = TRUE)$p.value))
peer("signed_rank", "R wilcox.test", function(c) {
  if (exact(c) && anyDuplicated(abs(c$after - c$before))) return(NULL)
  function() {
    found <- wilcox.test(c$after, c$before, paired = TRUE, exact = exact(c), correct = TRUE, conf.int = TRUE)
    test_of(found, found$estimate[[1]])
  }
})
peer("bca_median", "R boot", function(c) {
  middle <- function(x, i) median(x[i])
  function() {
    set.seed(1)
    ends <- boot.ci(boot(c$x, middle, 10000), type = "bca")$bca
    c(low = ends[4], high = ends[5])
  }
})
peer("paired_t", "R t.test", function(c) function() test_of(t.test(c$after, c$before, paired = TRUE)))
peer("ratio_of_geometric_means", "R t.test on logarithms", function(c) function() {
  found <- t.test(log(c$after / c$before))
  c(p = found$p.value, value = exp(found$estimate[[1]]), low = exp(found$conf.int[1]), high = exp(found$conf.int[2]))
})
peer("describe", "R mean, sd, quantile, log", function(c) function() {
  at <- quantile(c$x, names = FALSE)
  c(mean = mean(c$x), sd = sd(c$x), min = at[1], q1 = at[2], median = at[3], q3 = at[4], max = at[5],
    geometric_mean = exp(mean(log(c$x))))
})
peer("quantiles", "R quantile", function(c) function()
  setNames(quantile(c$x, c(0.05, 0.25, 0.5, 0.75, 0.95), names = FALSE, type = 6), c("q05", "q25", "q50", "q75", "q95")))
peer("wilson", "R prop.test", function(c) function() {
  ends <- prop.test(c$successes, c$trials, correct = FALSE)$conf.int
  c(low = ends[1], high = ends[2])
})
peer("clopper_pearson", "R binom.test", function(c) function() {
  ends <- binom.test(c$successes, c$trials)$conf.int
  c(low = ends[1], high = ends[2])
})
peer("welch_t", "R t.test", function(c) function() test_of(t.test(c$second, c$first)))
small <- function(c) length(c$first) <= 50
peer("mann_whitney", "R wilcox.test", function(c) if (!small(c))
  function() c(p = wilcox.test(c$second, c$first, exact = FALSE)$p.value))
peer("mann_whitney", "R exactRankTests", function(c) if (small(c))
  function() c(p = wilcox.exact(c$second, c$first, exact = TRUE)$p.value))
peer("mann_whitney", "R coin", function(c) if (small(c)) {
  frame <- data.frame(value = c(c$first, c$second), group = factor(rep(1:2, lengths(c[c("first", "second")]))))
  function() c(p = pvalue(wilcox_test(value ~ group, frame, distribution = "exact")))
})
peer("mann_whitney_shift", "R wilcox.test", function(c) function() {
  found <- wilcox.test(c$second, c$first, exact = FALSE, conf.int = TRUE)
  test_of(found, found$estimate[[1]])
})
peer("kruskal_wallis", "R kruskal.test", function(c) {
  groups <- split(c$value, c$group)
  function() c(p = kruskal.test(groups)$p.value)
})
peer("one_way_anova", "R oneway.test", function(c) {
  frame <- data.frame(value = c$value, group = factor(c$group))
  function() c(p = oneway.test(value ~ group, frame, var.equal = TRUE)$p.value)
})
peer("jonckheere_terpstra", "R cor.test (Kendall)", function(c) function()
  c(p = cor.test(c$value, c$group, method = "kendall", exact = FALSE)$p.value))
peer("pearson", "R cor.test", function(c) function() { found <- cor.test(c$x, c$y); test_of(found, found$estimate[[1]]) })
peer("spearman", "R cor.test", function(c) function() {
  found <- cor.test(c$x, c$y, method = "spearman", exact = FALSE)
  c(value = found$estimate[[1]], p = found$p.value)
})
peer("kendall", "R cor.test", function(c) function() {
  found <- cor.test(c$x, c$y, method = "kendall", exact = FALSE)
  c(value = found$estimate[[1]], p = found$p.value)
})
peer("mcnemar_exact", "R binom.test", function(c) function() c(p = binom.test(c$b, c$b + c$c)$p.value))
square <- function(c) matrix(c$table, nrow = c$rows, byrow = TRUE)
peer("chi_square", "R chisq.test", function(c) {
  counts <- square(c)
  function() c(p = suppressWarnings(chisq.test(counts, correct = FALSE))$p.value)
})
peer("fisher", "R fisher.test", function(c) {
  counts <- square(c)
  function() c(p = fisher.test(counts, workspace = 2e8)$p.value)
})
peer("weighted_kappa", "R vcd::Kappa", function(c) if (requireNamespace("vcd", quietly = TRUE)) {
  counts <- square(c)
  function() c(value = vcd::Kappa(counts, weights = "Fleiss-Cohen")$Weighted[["value"]])
})
peer("weighted_kappa", "R psych", function(c) if (requireNamespace("psych", quietly = TRUE)) {
  counts <- square(c)
  function() c(value = psych::cohen.kappa(counts)$weighted.kappa)
})
peer("intraclass", "R psych", function(c) if (requireNamespace("psych", quietly = TRUE)) {
  ratings <- matrix(c$ratings, ncol = c$raters, byrow = TRUE)
  function() {
    found <- psych::ICC(ratings, lmer = FALSE)$results[2, ]
    c(value = found$ICC, low = found[["lower bound"]], high = found[["upper bound"]], p = found$p)
  }
})
peer("cochran_armitage", "R prop.trend.test", function(c) function()
  c(p = prop.trend.test(c$cases, c$trials, c$scores)$p.value))
peer("mantel_haenszel", "R mantelhaen.test", function(c) {
  strata <- aperm(array(c$table, c(2, 2, c$strata)), c(2, 1, 3))
  function() { found <- mantelhaen.test(strata); c(value = found$estimate[[1]], low = found$conf.int[1], high = found$conf.int[2]) }
})
peer("interval_regression", "R survreg", function(c) {
  frame <- data.frame(low = ifelse(is.finite(c$low), c$low, NA), high = c$high, a = c$a, b = c$b)
  function() {
    fit <- survreg(Surv(low, high, type = "interval2") ~ a + b, frame, dist = "gaussian")
    c("b a" = coef(fit)[["a"]], "b b" = coef(fit)[["b"]], sigma = fit$scale, "se a" = sqrt(vcov(fit)["a", "a"]))
  }
})
peer("turnbull", "R survfit", function(c) {
  high <- ifelse(is.finite(c$high), c$high, NA)
  function() {
    fit <- survfit(Surv(c$low, high, type = "interval2") ~ 1, se.fit = FALSE)
    setNames(approx(fit$time, fit$surv, c$at, method = "constant", yleft = 1)$y, c("s first", "s second"))
  }
})
peer("kaplan_meier", "R survfit", function(c) function() {
  fit <- summary(survfit(Surv(c$time, c$event) ~ 1, conf.type = "log-log"), times = c(365, 1000))
  c("s 365" = fit$surv[1], "s 1000" = fit$surv[2], "low 365" = fit$lower[1], "high 365" = fit$upper[1])
})
peer("log_rank", "R survdiff", function(c) function() {
  found <- survdiff(Surv(c$time, c$event) ~ c$group)
  c(p = pchisq(found$chisq, 1, lower.tail = FALSE))
})
peer("cox", "R coxph", function(c) function() {
  fit <- coxph(Surv(c$time, c$event) ~ c$group + c$age)
  c("b group" = coef(fit)[[1]], "b age" = coef(fit)[[2]], "se group" = sqrt(vcov(fit)[1, 1]))
})
covariates <- function(c, count) as.matrix(data.frame(c[paste0("x", seq_len(count) - 1)]))
# The fitter beneath coxph: no formula, no residuals, no concordance; the matrix is made outside the clock.
peer("cox_many", "R coxph.fit", function(c) {
  x <- covariates(c, 10)
  y <- Surv(c$time, c$event)
  control <- coxph.control()
  function() {
    fit <- survival:::coxph.fit(x, y, NULL, NULL, NULL, control, NULL, "efron", NULL, resid = FALSE)
    c(fit$coefficients, "se x0" = sqrt(fit$var[1, 1]))
  }
})
peer("cox_many", "R coxph", function(c) if (length(c$time) <= 1e5) {
  x <- covariates(c, 10)
  function() {
    fit <- coxph(Surv(c$time, c$event) ~ x)
    c(setNames(coef(fit), colnames(x)), "se x0" = sqrt(vcov(fit)[1, 1]))
  }
})
peer("cumulative_incidence", "R survfit", function(c) {
  end <- factor(c$cause, 0:2)
  function() {
    fit <- summary(survfit(Surv(c$time, end) ~ 1), times = c(365, 1000))
    c("first 365" = fit$pstate[1, 2], "second 1000" = fit$pstate[2, 3],
      "se first 365" = fit$std.err[1, 2], "se second 1000" = fit$std.err[2, 3])
  }
})
peer("cumulative_incidence", "R cmprsk::cuminc", function(c) function() {
  fit <- cmprsk::timepoints(cmprsk::cuminc(c$time, c$cause), c(365, 1000))
  c("first 365" = fit$est[1, 1], "second 1000" = fit$est[2, 2], "Aalen's se first 365" = sqrt(fit$var[1, 1]))
})
crr <- function(with_variance) function(c) if (with_variance == (length(c$time) <= 2000)) {
  x <- cbind(group = c$group, age = c$age)
  function() {
    fit <- cmprsk::crr(c$time, c$cause, x, variance = with_variance)
    found <- c("b group" = fit$coef[[1]], "b age" = fit$coef[[2]])
    if (with_variance) c(found, "se group" = sqrt(fit$var[1, 1]), "se age" = sqrt(fit$var[2, 2])) else found
  }
}
peer("fine_gray", "R cmprsk::crr", crr(TRUE))
peer("fine_gray", "R cmprsk::crr (no variance)", crr(FALSE))
peer("logistic", "R glm.fit", function(c) if (length(c$y) <= 1e5) {
  x <- cbind(covariates(c, 20), intercept = 1)
  function() {
    fit <- glm.fit(x, c$y, family = binomial())
    c(fit$coefficients, "se x0" = sqrt(chol2inv(fit$qr$qr[1:21, 1:21])[1, 1]))
  }
})
peer("linear_mixed", "R lme4::lmer", function(c) {
  frame <- data.frame(y = c$y, x = c$x, group = factor(c$group))
  function() {
    fit <- lme4::lmer(y ~ x + (1 | group), frame)
    b <- lme4::fixef(fit)
    c("b x" = b[["x"]], intercept = b[["(Intercept)"]], "se x" = sqrt(vcov(fit)[2, 2]),
      "sd of groups" = attr(lme4::VarCorr(fit)$group, "stddev")[[1]], "sd within" = sigma(fit))
  }
})
peer("chained_equations", "R mice", function(c) {
  frame <- data.frame(c[paste0("x", 0:9)])
  function() {
    filled <- mice::mice(frame, m = 5, maxit = 5, method = "pmm", printFlag = FALSE, seed = 1)
    tables <- mice::complete(filled, "all")
    c("mean of x1" = mean(sapply(tables, function(table) mean(table$x1))),
      "mean of x9" = mean(sapply(tables, function(table) mean(table$x9))))
  }
})
peer("holm", "R p.adjust", function(c) function() {
  found <- p.adjust(c$p, "holm")
  c(sum = sum(found), first = found[1])
})

wall <- function() as.numeric(Sys.time())
cpu <- function() sum(proc.time()[c("user.self", "sys.self")])
timed <- function(call, seconds, clock) {
  start <- wall()
  before <- clock()
  answers <- call()
  passed <- clock() - before
  repetitions <- 1
  if (wall() - start < 5) {
    passed <- 0
    while (passed < seconds) {
      if (passed > 0) repetitions <- repetitions * floor(min(max(1.2 * seconds / passed, 2), 10))
      before <- clock()
      for (i in seq_len(repetitions)) call()
      passed <- max(clock() - before, 1e-9)
    }
  }
  c("ok", sprintf("%.17g", passed / repetitions), repetitions, sprintf("%s=%.17g", names(answers), answers))
}

read_columns <- function(folder) {
  files <- list.files(folder, pattern = "[.]bin$", full.names = TRUE)
  setNames(lapply(files, function(file) readBin(file, "double", file.size(file) / 8)), sub("[.]bin$", "", basename(files)))
}

folder <- ""
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  fields <- strsplit(line, "\t", fixed = TRUE)[[1]]
  if (fields[1] == "list") reply <- names(peers) else {
    if (fields[4] != folder) { folder <- fields[4]; columns <- read_columns(folder) }
    reply <- tryCatch({
      call <- peers[[paste(fields[2], fields[3], sep = ":")]](columns)
      if (is.null(call)) "skip" else timed(call, as.numeric(fields[5]), if (fields[6] == "cpu") cpu else wall)
    }, error = function(error) c("error", gsub("[\t\n]", " ", conditionMessage(error))))
  }
  cat(paste(reply, collapse = "\t"), "\n", sep = "")
}
