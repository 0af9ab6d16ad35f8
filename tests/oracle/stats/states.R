# Multi-state models. Draws its data sets (fixed seed) into data/states/rows.csv: subject, start, stop, from, to.
# Oracle: survival::survfit with influence = TRUE, so that the variance knows that the initial distribution is estimated;
# time in states: the same influences, integrated here.

suppressPackageStartupMessages(library(survival))
set.seed(20261202)
sets <- list()
add <- function(name, n_states, subject, start, stop, from, to)
  sets[[length(sets) + 1]] <<- data.frame(set = name, n_states = n_states, subject = subject, start = start, stop = stop,
    from = from, to = to)

add("one_moves", 2, 1:3, 0, c(1, 2, 3), 0, c(1, 0, 0))
add("tied", 3, c(1, 1, 2, 2, 3, 4), c(0, 2, 0, 2, 0, 0), c(2, 4, 2, 3, 2, 4), c(0, 1, 0, 1, 0, 0), c(1, 2, 1, 0, 2, 0))
add("there_and_back", 2, c(1, 1, 1, 2, 2, 3), c(0, 1, 3, 0, 2, 0), c(1, 3, 5, 2, 6, 4), c(0, 1, 0, 0, 1, 0), c(1, 0, 0, 1, 1, 0))
add("all_at_once", 3, 1:6, 0, 5, 0, c(1, 1, 2, 2, 0, 1))
add("two_begin", 3, 1:6, 0, c(3, 4, 5, 6, 7, 8), c(0, 0, 0, 1, 1, 1), c(1, 2, 0, 2, 1, 2))

# Any chain: `rates` from (row) to (column); censoring; a common unit makes ties; `late` delays entry.
simulate <- function(name, n, rates, unit = 0, late = 0, begin = 0, censor = c(20, 80)) {
  rows <- list()
  for (i in seq_len(n)) {
    t <- if (late > 0) runif(1, 0, late) else 0
    if (unit > 0) t <- floor(t / unit) * unit
    end <- t + runif(1, censor[1], censor[2])
    if (unit > 0) end <- ceiling(end / unit) * unit
    state <- if (length(begin) > 1) sample(begin, 1) else begin
    repeat {
      out <- rates[state + 1, ]
      wait <- if (sum(out) > 0) rexp(1, sum(out)) else Inf
      stop <- t + wait
      if (unit > 0) stop <- ceiling(stop / unit) * unit
      if (stop > end || !is.finite(stop)) { if (end > t) rows[[length(rows) + 1]] <- c(i, t, end, state, state); break }
      to <- sample(seq_along(out), 1, prob = out) - 1
      rows[[length(rows) + 1]] <- c(i, t, stop, state, to)
      t <- stop; state <- to
      if (t >= end) break
    }
  }
  table <- do.call(rbind, rows)
  # Whoever is in a state without exit is seen to the end.
  add(name, nrow(rates), table[, 1], table[, 2], table[, 3], table[, 4], table[, 5])
}
illness <- matrix(c(0, 0.03, 0.01, 0.02, 0, 0.03, 0, 0, 0), 3, byrow = TRUE)
back <- matrix(c(0, 0.06, 0.05, 0), 2, byrow = TRUE)
four <- matrix(c(0, 0.05, 0.01, 0.005, 0.03, 0, 0.04, 0.01, 0, 0.02, 0, 0.03, 0, 0, 0, 0), 4, byrow = TRUE)
chain <- matrix(c(0, 0.05, 0, 0, 0.05, 0.0, 0, 0, 0), 3, byrow = TRUE)
simulate("illness_10", 10, illness); simulate("illness_40", 40, illness); simulate("illness_150", 150, illness)
simulate("illness_monthly_100", 100, illness, unit = 4); simulate("illness_yearly_200", 200, illness, unit = 15)
simulate("back_30", 30, back); simulate("back_monthly_80", 80, back, unit = 3); simulate("back_both_begin_50", 50, back, begin = 0:1)
simulate("four_60", 60, four); simulate("four_monthly_120", 120, four, unit = 2); simulate("four_any_begin_80", 80, four, begin = 0:2)
simulate("chain_50", 50, chain); simulate("chain_daily_200", 200, chain, unit = 1)
simulate("late_60", 60, illness, late = 5); simulate("late_monthly_120", 120, illness, unit = 3, late = 9)
simulate("late_any_begin_100", 100, four, late = 3, begin = 0:2)
simulate("little_censored", 60, illness, censor = c(200, 300)); simulate("much_censored", 120, illness, censor = c(1, 20))
table <- do.call(rbind, sets)
numeric <- vapply(table, is.numeric, logical(1))
written <- table
written[numeric] <- lapply(written[numeric], digits)
write.csv(written, "data/states/rows.csv", row.names = FALSE, quote = FALSE)

at_most <- function(values, n) if (length(values) <= n) values else values[unique(round(seq(1, length(values), length.out = n)))]
points <- list(); times <- list()
for (data in sets) {
  labels <- paste0("s", seq_len(data$n_states[1]) - 1)
  data$event <- factor(ifelse(data$from == data$to, "censored", labels[data$to + 1]), c("censored", labels))
  data$state <- factor(labels[data$from + 1], labels)
  fit <- tryCatch(survfit(Surv(start, stop, event) ~ 1, data, id = subject, istate = state, influence = TRUE, conf.type = "log-log"),
                  error = function(problem) { message(data$set[1], ": ", conditionMessage(problem)); NULL })
  if (is.null(fit)) next
  moves <- which(rowSums(fit$n.event) > 0)
  for (i in at_most(moves, 8)) for (state in seq_along(labels)) {
    column <- match(labels[state], fit$states)
    if (is.na(column)) next
    points[[length(points) + 1]] <- data.frame(set = data$set[1], time = fit$time[i], state = state - 1,
      probability = fit$pstate[i, column], error = fit$std.err[i, column],
      low = fit$lower[i, column], high = fit$upper[i, column])
  }
  until <- quantile(fit$time, 0.7, type = 1, names = FALSE)
  before <- which(fit$time <= until)
  gaps <- diff(c(0, fit$time[before], until))
  for (state in seq_along(labels)) {
    column <- match(labels[state], fit$states)
    if (is.na(column)) next
    mean <- sum(gaps * c(fit$p0[column], fit$pstate[before, column]))
    influence <- fit$influence.pstate[, seq_len(length(before) + 1), column] %*% gaps
    times[[length(times) + 1]] <- data.frame(set = data$set[1], until = until, state = state - 1, mean = mean,
      error = sqrt(sum(influence^2)))
  }
}
write_answers(points, "states_points.csv")
write_answers(times, "states_times.csv")
