# Recomputes every stored answer of this folder: `Rscript tests/oracle/stats/run.R` from the repository root.
# `Rscript tests/oracle/stats/run.R data` also draws the data again (same seed, same numbers).
# Needs R 4.2 or later with the packages exactRankTests, coin, lme4, lmerTest, pbkrtest, numDeriv and geepack.

arguments <- commandArgs(trailingOnly = FALSE)
script <- sub("^--file=", "", grep("^--file=", arguments, value = TRUE))
setwd(dirname(normalizePath(script)))

source("common.R")
if ("data" %in% commandArgs(trailingOnly = TRUE)) source("data.R")
for (part in setdiff(sort(list.files(pattern = "[.]R$")), c("common.R", list.files(pattern = "^data.*[.]R$"), "run.R"))) {
  message(part)
  source(part, local = new.env())
}
writeLines(c(R.version.string,
             paste("exactRankTests", packageVersion("exactRankTests")),
             paste("coin", packageVersion("coin")),
             vapply(c("lme4", "lmerTest", "pbkrtest", "geepack"), function(name) paste(name, packageVersion(name)), "")), "answers/VERSIONS.txt")
