# Reading the data, writing the answers, and staying in range.

# The 15 digits that decimals typed by people need, or else the 17 that every double survives.
digits <- function(x) {
  short <- sprintf("%.15g", x)
  ifelse(is.na(x), "NA", ifelse(suppressWarnings(as.numeric(short)) == x, short, sprintf("%.17g", x)))
}

write_answers <- function(rows, file) {
  table <- do.call(rbind, rows)
  numeric <- vapply(table, is.numeric, logical(1))
  table[numeric] <- lapply(table[numeric], digits)
  write.csv(table, file.path("answers", file), row.names = FALSE, quote = FALSE)
}

# A list of sets, each with `name`, `before` and `after`, in file order.
read_pairs <- function() {
  table <- read.csv("data/pairs.csv", colClasses = c("character", "numeric", "numeric"))
  sets <- lapply(unique(table$set), function(name) {
    rows <- table[table$set == name, ]
    list(name = name, before = rows$before, after = rows$after)
  })
  ttr <- read.csv("data/camis/WilcoxonSignedRank_TTR.csv")
  pressure <- read.csv("data/camis/blood_pressure_ties.csv")
  c(sets, list(
    list(name = "camis_ttr", before = ttr$TRT_A, after = ttr$TRT_B),
    list(name = "camis_blood_pressure_ties", before = pressure$bp_before, after = pressure$bp_after)))
}

# A list of sets, each with `name` and `values`: both columns of the pairs, and the single samples.
read_samples <- function() {
  table <- read.csv("data/samples.csv", colClasses = c("character", "numeric"))
  single <- lapply(unique(table$set), function(name)
    list(name = name, values = table$value[table$set == name]))
  paired <- do.call(c, lapply(read_pairs(), function(set) list(
    list(name = paste0(set$name, ":before"), values = set$before),
    list(name = paste0(set$name, ":after"), values = set$after))))
  c(single, paired)
}

# A power of two near the largest magnitude where squares would overflow or vanish; dividing by it is exact.
unit_of <- function(x) {
  largest <- max(abs(x), 0)
  if (largest == 0 || (largest >= 1e-100 && largest <= 1e100)) 1
  else 2^max(-1000, min(1000, floor(log2(largest))))
}

# NA in place of an infinity: the result does not fit a double.
fitting <- function(x) ifelse(is.finite(x), x, NA_real_)

# A list of responses, each with `name` and `rows` (set, entry, time, cause, group, stratum, weight, x1, x2, x3).
read_responses <- function() {
  table <- read.csv("data/survival/rows.csv", colClasses = c("character", rep("numeric", 9)))
  lapply(unique(table$set), function(name) list(name = name, rows = table[table$set == name, ]))
}
