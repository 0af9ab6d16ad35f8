# Stuart-Maxwell through MASS::ginv and coin::mh_test, Bowker through mcnemar.test where that has no 0/0, and
# both conditional distributions by writing down every table that turns discordant pairs round.

suppressPackageStartupMessages({
  library(MASS)
  library(coin)
})

table <- read.csv("data/square_tables.csv")

differences <- function(m) rowSums(m) - colSums(m)
covariance <- function(m) {
  v <- -(m + t(m))
  diag(v) <- rowSums(m) + colSums(m) - 2 * diag(m)
  v
}
bowker <- function(m) {
  pairs <- upper.tri(m) & (m + t(m)) > 0
  c(x2 = sum(((m - t(m))^2 / (m + t(m)))[pairs]), df = sum(pairs))
}

# Every number of units going one way, for each pair of categories; at most 300,000 tables.
enumerated <- function(m) {
  pairs <- which(upper.tri(m) & (m + t(m)) > 0, arr.ind = TRUE)
  totals <- (m + t(m))[pairs]
  if (prod(totals + 1) > 300000) return(c(NA, NA))
  forth <- as.matrix(expand.grid(lapply(totals, function(total) 0:total)))
  weight <- exp(rowSums(sapply(seq_along(totals), function(i) dbinom(forth[, i], totals[i], 0.5, log = TRUE))))
  excess <- sweep(2 * forth, 2, totals)
  d <- matrix(0, nrow(forth), nrow(m))
  for (i in seq_along(totals)) {
    d[, pairs[i, 1]] <- d[, pairs[i, 1]] + excess[, i]
    d[, pairs[i, 2]] <- d[, pairs[i, 2]] - excess[, i]
  }
  homogeneity <- rowSums((d %*% ginv(covariance(m))) * d)
  symmetry <- rowSums(sweep(excess^2, 2, totals, "/"))
  own <- differences(m)
  observed <- c(sum(own * (ginv(covariance(m)) %*% own)), bowker(m)[["x2"]])
  c(sum(weight[homogeneity >= observed[1] - 1e-7]), sum(weight[symmetry >= observed[2] - 1e-7]))
}

answer <- function(set) {
  m <- matrix(as.numeric(strsplit(set$counts, " ")[[1]]), set$k, byrow = TRUE)
  n <- sum(m)
  row <- data.frame(set = set$set, stuart_x2 = NA_real_, stuart_df = NA_real_, stuart_p = NA_real_,
                    bhapkar_x2 = NA_real_, bhapkar_p = NA_real_, bowker_x2 = NA_real_, bowker_df = NA_real_,
                    bowker_p = NA_real_, exact_homogeneity = NA_real_, exact_symmetry = NA_real_)
  if (sum(m) == sum(diag(m))) return(row)
  d <- differences(m)
  v <- covariance(m)
  inverse <- ginv(v)
  row$stuart_x2 <- sum(d * (inverse %*% d))
  row$stuart_df <- sum(svd(v)$d > max(svd(v)$d) * 1e-12)
  row$stuart_p <- pchisq(row$stuart_x2, row$stuart_df, lower.tail = FALSE)
  if (n < 1e5) {
    named <- as.table(m)
    dimnames(named) <- list(before = seq_len(set$k), after = seq_len(set$k))
    own <- mh_test(named)
    stopifnot(all.equal(as.numeric(statistic(own)), row$stuart_x2, tolerance = 1e-8),
              all.equal(as.numeric(pvalue(own)), row$stuart_p, tolerance = 1e-8))
  }
  estimated <- v - outer(d, d) / n
  values <- svd(estimated)$d
  if (sum(values > max(values) * 1e-12) == row$stuart_df) {
    row$bhapkar_x2 <- sum(d * (ginv(estimated) %*% d))
    row$bhapkar_p <- pchisq(row$bhapkar_x2, row$stuart_df, lower.tail = FALSE)
  }
  row[c("bowker_x2", "bowker_df")] <- as.list(bowker(m))
  row$bowker_p <- pchisq(row$bowker_x2, row$bowker_df, lower.tail = FALSE)
  own <- mcnemar.test(m, correct = FALSE)
  if (!is.nan(own$statistic))
    stopifnot(all.equal(unname(own$statistic), row$bowker_x2), all.equal(own$p.value, row$bowker_p))
  row[c("exact_homogeneity", "exact_symmetry")] <- as.list(enumerated(m))
  row
}

write_answers(lapply(seq_len(nrow(table)), function(i) answer(table[i, ])), "square_tables.csv")
