# Writes what R's survival fits to the problems of expected.py, for LinearPeerTest. From the root:
#   Rscript benchmarks/peers/baselines/coxph.R core/src/test/resources/org/interfuse/baseline
# ridge(theta, scale = FALSE) penalises theta / 2 * sum(beta^2) beside the log partial likelihood.
library(survival)
folder <- commandArgs(TRUE)[1]
design <- as.matrix(read.csv(file.path(folder, "design.csv"), header = FALSE))
outcomes <- read.csv(file.path(folder, "outcomes.csv"), header = FALSE)
control <- coxph.control(eps = 1e-14, iter.max = 200, toler.chol = 1e-13)
theta <<- 6
for (shape in c("wide", "tall")) {
  x <- if (shape == "tall") design[, 1:8] else design
  fit <- coxph(Surv(outcomes$V4, outcomes$V5) ~ ridge(x, theta = theta, scale = FALSE),
               ties = "breslow", control = control)
  write.table(t(c(0, coef(fit))), file.path(folder, paste0("expected-", shape, "-cox.csv")),
              sep = ",", row.names = FALSE, col.names = FALSE)
  if (shape == "tall") {
    hazard <- basehaz(fit, centered = FALSE)
    events <- sort(unique(outcomes$V4[outcomes$V5 == 1]))
    write.table(hazard[hazard$time %in% events, c("time", "hazard")],
                file.path(folder, "expected-tall-hazard.csv"),
                sep = ",", row.names = FALSE, col.names = FALSE)
  }
}
