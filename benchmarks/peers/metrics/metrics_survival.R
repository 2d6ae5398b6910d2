# What R's survival makes of the inputs.
#
# usage: Rscript metrics_survival.R INPUTS METRICS.csv KAPLAN_MEIER.csv
suppressMessages(library(survival))

arguments <- commandArgs(trailingOnly = TRUE)
inputs <- arguments[1]

number <- function(value) formatC(value, digits = 17, format = "g")

# The censoring distribution G from survfit. Events come before censorings at the same time, so
# censorings are moved by less than the smallest gap; then G(t-) is read at t and G(t) just after.
censoring <- function(data) {
  gap <- min(diff(sort(unique(data$time)))) / 2
  moved <- data$time + ifelse(data$event == 0, gap, 0)
  fit <- survfit(Surv(moved, 1 - data$event) ~ 1, timefix = FALSE)
  step <- stepfun(fit$time, c(1, fit$surv))
  list(before = function(t) step(t), at = function(t) step(t + gap * 1.001))
}

# Uno et al. 2011, pair by pair.
uno <- function(test, train) {
  G <- censoring(train)
  last <- max(train$time)
  numerator <- 0
  denominator <- 0
  for (i in which(test$event == 1 & test$time <= last)) {
    later <- test$time > test$time[i] | (test$time == test$time[i] & test$event == 0)
    weight <- 1 / G$before(test$time[i])^2
    agrees <- (test$risk[i] > test$risk) + (test$risk[i] == test$risk) / 2
    numerator <- numerator + weight * sum(agrees[later])
    denominator <- denominator + weight * sum(later)
  }
  numerator / denominator
}

# Graf et al. 1999 at one time.
brier <- function(t, test, curves, G) {
  survival <- apply(curves, 1, function(curve) stepfun(curveTimes, c(1, curve))(t))
  dead <- test$time <= t & test$event == 1
  alive <- test$time > t
  score <- numeric(nrow(test))
  score[dead] <- survival[dead]^2 / G$before(test$time[dead])
  score[alive] <- (1 - survival[alive])^2 / G$at(t)
  mean(score)
}

integrated <- function(test, curves, train) {
  G <- censoring(train)
  seen <- test$time[test$event == 1]
  grid <- sort(unique(test$time))
  grid <- grid[grid >= min(seen) & grid <= min(max(seen), max(train$time))]
  grid <- grid[G$at(grid) > 0]
  scores <- sapply(grid, brier, test, curves, G)
  k <- length(grid)
  sum(diff(grid) * (scores[-1] + scores[-k]) / 2) / (grid[k] - grid[1])
}

rows <- "dataset,metric,peer,value"
curveRows <- "dataset,estimate,time,before,at"
add <- function(...) rows <<- c(rows, paste(..., sep = ","))

for (name in c("survival_ties", "survival_continuous")) {
  data <- read.csv(file.path(inputs, paste0(name, ".csv")), check.names = FALSE)
  data <- data[!is.na(data$time), ]
  columns <- grep("^s[0-9.]+$", names(data))
  curveTimes <- as.numeric(sub("s", "", names(data)[columns]))
  train <- data[data$part == "train", ]
  test <- data[data$part == "test", ]
  curves <- as.matrix(test[, columns])

  harrell <- concordance(Surv(time, event) ~ risk, test, reverse = TRUE)
  add(name, "harrell-c", "survival::concordance", number(harrell$concordance))
  add(name, "uno-c", "pair by pair with survfit", number(uno(test, train)))
  add(name, "integrated-brier", "Graf et al. with survfit", number(integrated(test, curves, train)))

  # trained on the test rows themselves, survival has Uno's weights built in
  self <- concordance(Surv(time, event) ~ risk, test, reverse = TRUE, timewt = "n/G2")
  add(paste0(name, "_self"), "uno-c", "survival::concordance n/G2", number(self$concordance))
  add(paste0(name, "_self"), "integrated-brier", "Graf et al. with survfit",
      number(integrated(test, curves, test)))

  fit <- survfit(Surv(time, event) ~ 1, train)
  S <- stepfun(fit$time, c(1, fit$surv))
  left <- stepfun(fit$time, c(1, fit$surv), right = TRUE)
  G <- censoring(train)
  for (t in sort(unique(c(0, train$time, max(train$time) + 1)))) {
    curveRows <- c(curveRows,
      paste(name, "event", number(t), number(left(t)), number(S(t)), sep = ","),
      paste(name, "censoring", number(t), number(G$before(t)), number(G$at(t)), sep = ","))
  }
  curveRows <- c(curveRows,
    paste(name, "median", number(quantile(fit, 0.5)$quantile), "", "", sep = ","))
}

writeLines(rows, arguments[2])
writeLines(curveRows, arguments[3])
