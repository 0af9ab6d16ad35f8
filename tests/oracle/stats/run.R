# Asks R, and SciPy where a Python script stands beside, for the answers of this folder once more.
#
#   Rscript tests/oracle/stats/run.R           in a temporary folder; says what differs from the stored answers
#   Rscript tests/oracle/stats/run.R write     and stores the new ones
#   Rscript tests/oracle/stats/run.R data      draws the data again first (same seed, same numbers)
#   Rscript tests/oracle/stats/run.R kappa     only the scripts named
#
# Every script runs in a process of its own, in the copy, with common.R read before it. ORACLE_PYTHON names the
# python for `<topic>.py`; python3 otherwise. Exit code 1 if a number differs, 2 if a script could not run.

words <- commandArgs(trailingOnly = TRUE)
home <- dirname(normalizePath(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE))))
source(file.path(home, "compare.R"))
python <- Sys.getenv("ORACLE_PYTHON", "python3")
names_of <- function(pattern) sort(list.files(home, pattern = pattern))
draws <- names_of("^data(_.*)?[.]R$")
topics <- c(setdiff(names_of("[.]R$"), c("common.R", "compare.R", "run.R", draws)), names_of("[.]py$"))
chosen <- setdiff(words, c("write", "data"))
if (length(chosen) > 0) topics <- topics[sub("[.][^.]+$", "", topics) %in% chosen]
if (length(topics) == 0) stop("no script of that name")

# The copy: everything but the answers, whose folder begins empty.
copy <- tempfile("oracle")
dir.create(file.path(copy, "answers"), recursive = TRUE)
invisible(file.copy(setdiff(list.files(home, full.names = TRUE), file.path(home, "answers")), copy, recursive = TRUE))
setwd(copy)

# What a script is wrapped in, so that it leaves behind the versions of the packages it uses: those it attaches
# and those it calls with `::`.
in_r <- '
source("common.R")
source(script, local = new.env())
text <- readLines(script)
called <- unlist(regmatches(text, gregexpr("[A-Za-z][A-Za-z0-9.]*(?=:::?[A-Za-z.])", text, perl = TRUE)))
used <- union(names(sessionInfo()$otherPkgs), intersect(called, loadedNamespaces()))
used <- Filter(function(name) is.null(packageDescription(name)$Priority) ||
                              packageDescription(name)$Priority != "base", used)
cat(sprintf("%s %s\\n", used, vapply(used, function(name) as.character(packageVersion(name)), "")),
    file = "versions", append = TRUE, sep = "")
'
in_python <- '
import ast, runpy, sys
script = sys.argv.pop(1)
sys.argv[0] = script
sys.path.insert(0, ".")
runpy.run_path(script, run_name="__main__")
names = set()
for node in ast.walk(ast.parse(open(script).read())):
    if isinstance(node, ast.Import): names |= {alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.level == 0: names.add(node.module.split(".")[0])
with open("versions", "a") as out:
    out.write(f"Python {sys.version.split()[0]}\\n")
    for name in sorted(names):
        version = getattr(sys.modules.get(name), "__version__", None)
        if version and name not in sys.stdlib_module_names: out.write(f"{name} {version}\\n")
'
writeLines(in_python, "wrapper")

run_script <- function(script) {
  message(script)
  passed <- intersect("data", words)
  status <- if (grepl("[.]py$", script)) system2(python, c("wrapper", script, passed))
            else system2(file.path(R.home("bin"), "Rscript"),
                         c("-e", shQuote(sprintf("script <- '%s'\n%s", script, in_r)), passed))
  if (status != 0) message("  could not run")
  status == 0
}

if ("data" %in% words) stopifnot(vapply(draws, run_script, TRUE))
ran <- vapply(topics, run_script, TRUE)
found <- c(R.version.string, if (file.exists("versions")) sort(unique(readLines("versions"))))
equal <- compare_folders(home, copy, all = length(chosen) == 0 && all(ran))
stored <- file.path(home, "answers", "VERSIONS.txt")
if (length(chosen) == 0 && file.exists(stored)) compare_versions(readLines(stored), found)
if ("write" %in% words) {
  for (folder in c("answers", "data")) invisible(file.copy(folder, home, recursive = TRUE))
  if (length(chosen) == 0) writeLines(found, stored)
  message("stored; `git diff` shows them")
}
if (!all(ran)) message("not run: ", paste(topics[!ran], collapse = ", "))
setwd(home)
unlink(copy, recursive = TRUE)
if (!all(ran)) quit(status = 2)
if (!equal && !"write" %in% words) quit(status = 1)
