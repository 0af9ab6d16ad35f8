# What R says about curves, follow-up, subgroups and standardized differences of members.csv.
# Rscript answers.R  (survival 3.x); writes answers.csv, which the tests of the crate `analysis` read.
suppressMessages(library(survival))
m <- read.csv("members.csv", na.strings = "", stringsAsFactors = FALSE)
dead <- !is.na(m$death)
m$end <- ifelse(dead, m$death, m$last_contact)
known <- !is.na(m$end) & ifelse(dead, m$end >= 0, m$end > 0)
first <- suppressWarnings(as.integer(sub(";.*", "", sub("^[a-z_]+@", "", m$treatments))))
strata <- c("structural", "biochemical", "reoperated")
out <- list()
put <- function(kind, id, x, value, low = NA, high = NA)
  out[[length(out) + 1]] <<- data.frame(kind, id, x, value, low, high)

# Curves: intervals on the log(-log) scale.
population <- function(name) if (name == "cohort") known else known & m$stratum == name
prefix <- function(name) if (name == "cohort") "" else paste0(name, ".")
for (name in c("cohort", strata)) {
  p <- population(name)
  fit <- survfit(Surv(m$end[p] / 365.25, dead[p]) ~ 1, conf.type = "log-log")
  at <- fit$n.event > 0
  if (any(at)) put("curve", paste0(prefix(name), "time.overall_survival"), fit$time[at], fit$surv[at], fit$lower[at], fit$upper[at])
  treated <- !is.na(first) & (!dead | first <= m$death)
  time <- ifelse(treated, first, m$end)[p] / 365.25
  cause <- factor(ifelse(treated, 1, ifelse(dead, 2, 0))[p], 0:2)
  fit <- survfit(Surv(time, cause) ~ 1, conf.type = "log-log")
  at <- fit$n.event[, 2] > 0
  put("curve", paste0(prefix(name), "time.additional_treatment"), fit$time[at], fit$pstate[at, 2], fit$lower[at, 2], fit$upper[at, 2])
  if (name == "cohort") {
    cause <- factor(ifelse(dead, ifelse(m$status == "dead_of_disease", 1, 2), 0)[p], 0:2)
    fit <- survfit(Surv(m$end[p] / 365.25, cause) ~ 1, conf.type = "log-log")
    at <- fit$n.event[, 2] > 0
    if (any(at)) put("curve", "time.death_of_disease", fit$time[at], fit$pstate[at, 2], fit$lower[at, 2], fit$upper[at, 2])
    free <- p & (is.na(m$first_distant) | m$first_distant > 0) & !(is.na(m$first_distant) & m$status == "distant")
    new <- !is.na(m$first_distant) & (!dead | m$first_distant <= m$death)
    if (any(new & free)) {
      time <- ifelse(new, m$first_distant, m$end)[free] / 365.25
      cause <- factor(ifelse(new, 1, ifelse(dead, 2, 0))[free], 0:2)
      fit <- survfit(Surv(time, cause) ~ 1, conf.type = "log-log")
      at <- fit$n.event[, 2] > 0
      put("curve", "time.distant_metastasis", fit$time[at], fit$pstate[at, 2], fit$lower[at, 2], fit$upper[at, 2])
    }
  }
  # Follow-up: censoring is what is waited for; a death leaves before a censoring of its day.
  day <- m$end[p] - ifelse(dead[p], 1e-3, 0)
  fit <- survfit(Surv(day / 365.25, !dead[p]) ~ 1, conf.type = "log-log")
  q <- quantile(fit, 0.5)
  put("follow_up", if (name == "cohort") "cohort.follow_up" else paste0(name, ".follow_up"), NA, q$quantile, q$lower, q$upper)
}

# Subgroups: geometric mean ratio, t interval on logs, F test of the category.
pair <- m$in_pairs == "yes" & m$before > 0 & m$after > 0
pair[is.na(pair)] <- FALSE
ratio <- log(m$after / m$before)
ratio[!pair] <- NA
line <- function(id, keep) {
  x <- ratio[keep & !is.na(ratio)]
  if (length(x) < 2) return(put("subgroup", id, length(x), NA))
  t <- t.test(x)
  put("subgroup", id, length(x), exp(mean(x)), exp(t$conf.int[1]), exp(t$conf.int[2]))
}
line("subgroup.all", rep(TRUE, nrow(m)))
cuts <- list(
  sex = ifelse(m$sex == "F", "female", ifelse(m$sex == "M", "male", NA)),
  stratum = m$stratum,
  age = as.character(cut(m$age, c(-Inf, 45, 55, Inf), c("under_45_years", "45_to_54_years", "55_years_or_more"), right = FALSE)),
  interval = as.character(cut(m$interval_days, c(-Inf, 365, 730, Inf), c("under_1_year", "1_to_under_2_years", "2_years_or_more"), right = FALSE)),
  activity = as.character(cut(m$rai2_mci, c(-Inf, 100, 150, Inf), c("under_100_mci", "100_to_under_150_mci", "150_mci_or_more"), right = FALSE)),
  stage_8 = ifelse(m$stage_8 %in% c("I", "II", "III", "IVA", "IVB"), tolower(m$stage_8), NA),
  risk = ifelse(m$risk %in% c("low", "intermediate", "high"), m$risk, NA),
  avidity = ifelse(m$scan %in% c("neck_nodal", "mediastinal", "lung", "bone", "other_distant"), "yes",
                   ifelse(m$scan %in% c("negative", "bed_only"), "no", NA)),
  preparation = unname(c(withdrawal = "withdrawal", rhtsh = "recombinant_tsh")[m$preparation]))
p_values <- c()
for (id in names(cuts)) {
  category <- cuts[[id]]
  for (word in sort(unique(category[!is.na(category)])))
    line(paste0("subgroup.", id, ".", word), !is.na(category) & category == word)
  used <- !is.na(ratio) & !is.na(category)
  used <- used & category %in% names(which(table(category[used]) > 1))
  if (length(unique(category[used])) > 1)
    put("interaction", id, sum(used), anova(lm(ratio[used] ~ category[used]))[1, "Pr(>F)"])
}

# Standardized differences: numbers by the root mean variance, categories by Mahalanobis' distance.
of_numbers <- function(x, y) {
  x <- x[!is.na(x)]; y <- y[!is.na(y)]
  (mean(y) - mean(x)) / sqrt((var(x) + var(y)) / 2)
}
of_words <- function(x, y) {
  words <- sort(unique(c(x, y)))
  words <- words[!is.na(words)]
  share <- function(v) as.numeric(table(factor(v[!is.na(v)], words))) / sum(!is.na(v))
  p <- share(x)[-1]; q <- share(y)[-1]
  s <- (diag(p, length(p)) - p %*% t(p) + diag(q, length(q)) - q %*% t(q)) / 2
  as.numeric(sqrt(t(q - p) %*% solve(s) %*% (q - p)))
}
largest <- function(f, v) {
  pairs <- combn(strata, 2)
  max(abs(apply(pairs, 2, function(two) f(v[m$stratum == two[1]], v[m$stratum == two[2]]))))
}
years <- function(d) d / 365.25
numbers <- list("Age at index" = m$age, "Age at diagnosis" = m$age_at_diagnosis, "First course" = m$rai1_mci,
  "Second course" = m$rai2_mci, "Cumulative therapeutic activity to index" = m$cumulative_mci,
  "From diagnosis to second course" = years(m$days_since_diagnosis),
  "From first to second course" = years(m$interval_days), "Stimulated Tg before" = m$before,
  "Follow-up from index" = years(m$follow_up_days))
period <- 5 * (as.integer(substr(m$index_date, 1, 4)) %/% 5)
stage <- function(v) ifelse(grepl(" to ", v) | v == "unknown", NA, v)
words <- list("Sex" = ifelse(m$sex == "U", NA, m$sex), "Year of the second course" = as.character(period),
  "Histology (ICD-O-3)" = m$histology, "Stage, AJCC 8" = stage(m$stage_8))
for (name in names(numbers)) put("smd", name, NA, largest(of_numbers, numbers[[name]]))
for (name in names(words)) put("smd", name, NA, tryCatch(largest(of_words, words[[name]]), error = function(e) NA))
in_pairs <- m$in_pairs == "yes"
groups <- list(pairs = list(in_pairs, !in_pairs),
  structural_biochemical = list(m$stratum == "structural", m$stratum == "biochemical"),
  reoperation = list(m$stratum != "reoperated", m$stratum == "reoperated"))
for (id in names(groups)) {
  g <- groups[[id]]
  for (name in setdiff(names(numbers), "Follow-up from index"))
    put(paste0("balance.", id), name, NA, of_numbers(numbers[[name]][g[[1]]], numbers[[name]][g[[2]]]))
  female <- function(k) mean(m$sex[k & m$sex != "U"] == "F")
  p <- female(g[[1]]); q <- female(g[[2]])
  put(paste0("balance.", id), "Sex", NA, (q - p) / sqrt((p * (1 - p) + q * (1 - q)) / 2))
}
all <- do.call(rbind, out)
all[c("x", "value", "low", "high")] <- lapply(all[c("x", "value", "low", "high")], function(v) sprintf("%.17g", v))
write.csv(all, "answers.csv", row.names = FALSE, quote = which(names(all) == "id"))
