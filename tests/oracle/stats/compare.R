# What differs between two folders of answers, cell by cell.

# Apart by no more than this part of the larger one: the fifteen printed digits, and what a library of another
# version may do to the last of them.
SAME <- 5e-15

# TRUE if every answer and data file of `copy` holds the stored numbers. `all`: stored answers that nobody
# computed count as a difference.
compare_folders <- function(home, copy, all) {
  computed <- list.files(copy, pattern = "[.]csv$", recursive = TRUE)
  computed <- computed[grepl("^answers/", computed) | !same_bytes(file.path(home, computed), file.path(copy, computed))]
  if (all) {
    missing <- setdiff(list.files(file.path(home, "answers"), pattern = "[.]csv$"), sub("^answers/", "", computed))
    for (file in missing) cat(sprintf("%-44s stored, and no script computes it\n", file.path("answers", file)))
  } else missing <- character(0)
  same <- vapply(computed, function(file) compare_files(file, file.path(home, file), file.path(copy, file)), TRUE)
  length(missing) == 0 && base::all(same)
}

same_bytes <- function(a, b) file.exists(a) & tools::md5sum(a) == tools::md5sum(b)

compare_files <- function(name, stored, computed) {
  say <- function(...) cat(sprintf("%-44s %s\n", name, sprintf(...)))
  if (!file.exists(stored)) { say("new: nothing stored yet"); return(FALSE) }
  if (same_bytes(stored, computed)) { say("equal"); return(TRUE) }
  read <- function(path) read.csv(path, colClasses = "character", na.strings = character(0), check.names = FALSE)
  old <- read(stored)
  new <- read(computed)
  if (!identical(names(old), names(new)) || nrow(old) != nrow(new)) {
    say("DIFFERS in shape: stored %d rows of %s; computed %d rows of %s", nrow(old),
        paste(names(old), collapse = " "), nrow(new), paste(names(new), collapse = " "))
    return(FALSE)
  }
  apart <- mapply(distance, old, new, SIMPLIFY = FALSE)
  worst <- max(unlist(apart), 0)
  if (worst <= SAME) { say("equal (last digits differ: %.1g of the number)", worst); return(TRUE) }
  say("DIFFERS")
  for (column in names(apart)) describe_column(column, old, new, apart[[column]])
  FALSE
}

# Relative, per cell: 0 for equal text, infinite where one of the two is no number.
distance <- function(old, new) {
  a <- suppressWarnings(as.numeric(old))
  b <- suppressWarnings(as.numeric(new))
  apart <- abs(a - b) / pmax(abs(a), abs(b))
  apart[is.na(apart)] <- Inf
  ifelse(old == new, 0, apart)
}

# The rows furthest apart, three at most; a row is named by its number in the file and its first cell.
describe_column <- function(column, old, new, apart) {
  rows <- which(apart > SAME)
  if (length(rows) == 0) return(invisible())
  cat(sprintf("  column %s: %d of %d rows, by up to %.2g of the number\n", column, length(rows), length(apart),
              max(apart)))
  for (row in head(rows[order(-apart[rows])], 3))
    cat(sprintf("    line %d (%s): stored %s, computed %s\n", row + 1, old[[1]][row], old[[column]][row],
                new[[column]][row]))
}

compare_versions <- function(stored, found) {
  for (line in setdiff(stored, found)) cat(sprintf("version stored and not in use now: %s\n", line))
  for (line in setdiff(found, stored)) cat(sprintf("version in use now and not stored: %s\n", line))
}
