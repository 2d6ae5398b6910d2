# What R's survival package says of given log-risks: the partial log-likelihood under both ways of
# handling ties, each subject's martingale residual (minus the likelihood's derivative by its
# log-risk) and Breslow's baseline cumulative hazard. Written for CoxReferenceTest.
#
#   Rscript benchmarks/peers/heads/cox.R      (from the repository's root)
suppressPackageStartupMessages(library(survival))
set.seed(20260101)
folder <- "core/src/test/resources/head"

n <- 60
log_risk <- round(rnorm(n, sd = 1.5), 6)
time <- ceiling(rexp(n, rate = 0.08 * exp(0.5 * log_risk))) # whole days: many ties
censored <- ceiling(rexp(n, rate = 0.05))
event <- as.integer(time <= censored)
time <- pmin(time, censored)

given <- function(ties) {
  coxph(Surv(time, event) ~ log_risk, ties = ties, init = 1,
        control = coxph.control(iter.max = 0))
}
efron <- given("efron")
breslow <- given("breslow")
text <- function(x) formatC(x, digits = 17, format = "g")

write.csv(
  data.frame(time, event, log_risk = text(log_risk),
             martingale_efron = text(residuals(efron, type = "martingale")),
             martingale_breslow = text(residuals(breslow, type = "martingale"))),
  file.path(folder, "cox_subjects.csv"), row.names = FALSE, quote = FALSE)

hazard <- basehaz(breslow, centered = FALSE)
hazard <- hazard[hazard$time %in% time[event == 1], ]
write.csv(data.frame(time = hazard$time, hazard = text(hazard$hazard)),
          file.path(folder, "cox_baseline.csv"), row.names = FALSE, quote = FALSE)

write.csv(
  data.frame(ties = c("efron", "breslow"),
             log_likelihood = text(c(efron$loglik[2], breslow$loglik[2])),
             events = sum(event)),
  file.path(folder, "cox_likelihood.csv"), row.names = FALSE, quote = FALSE)
cat(R.version.string, "survival", as.character(packageVersion("survival")), "\n")
