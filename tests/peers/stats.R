# Repeats the statistics of our benches in R, on the files that they left.
#
# Usage: Rscript stats.R FOLDER [RUNS]. A line a figure: work, program and version, milliseconds, result, with tabs
# between; the best of RUNS (default 3). Packages that are not installed are named and left out.

arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
runs <- if (length(arguments) > 1) as.integer(arguments[2]) else 3L

best <- function(work) {
  times <- numeric(0)
  for (run in seq_len(runs)) {
    start <- proc.time()[["elapsed"]]
    result <- work()
    times <- c(times, (proc.time()[["elapsed"]] - start) * 1000)
  }
  list(ms = min(times), result = result)
}

report <- function(work, name, found, result) {
  version <- as.character(utils::packageVersion(name))
  cat(sprintf("%s\t%s %s\t%.3f\t%s\n", work, name, version, found$ms, result))
}

is_here <- function(name) {
  here <- suppressWarnings(suppressMessages(requireNamespace(name, quietly = TRUE)))
  if (!here) cat(sprintf("SKIPPED %s: not installed\n", name))
  here
}

if (is_here("pROC")) {
  ratings <- utils::read.csv(file.path(folder, "ratings.csv"))
  found <- best(function() {
    curve <- pROC::roc(ratings$truth, ratings$rating, direction = "<", levels = c(0, 1), quiet = TRUE)
    c(as.numeric(pROC::auc(curve)), pROC::var(curve, method = "delong"))
  })
  report("auc 100,000 cases", "pROC", found, sprintf("%.12f, variance %.6e", found$result[1], found$result[2]))
}

if (is_here("psych")) {
  answers <- as.matrix(utils::read.csv(file.path(folder, "responses.csv"), header = FALSE))
  found <- best(function() suppressWarnings(psych::alpha(answers, warnings = FALSE))$total$raw_alpha)
  report("kr20 60 x 2,000", "psych", found, sprintf("%.10f", found$result))
}
