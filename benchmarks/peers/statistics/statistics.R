# What R's pROC, survival and stats make of the inputs.
#
# usage: Rscript statistics.R INPUTS OUTPUT.csv
suppressMessages({library(pROC); library(survival)})

arguments <- commandArgs(trailingOnly = TRUE)
inputs <- arguments[1]
number <- function(value) trimws(formatC(value, digits = 17, format = "g"))
rows <- "dataset,statistic,peer,value"
add <- function(dataset, statistic, peer, value) {
  rows <<- c(rows, paste(dataset, statistic, peer, number(value), sep = ","))
}

subjects <- read.csv(file.path(inputs, "subjects.csv"))
one <- function(column) roc(subjects$label, subjects[[column]], levels = c(0, 1), direction = "<",
                            quiet = TRUE)
for (pair in list(c("c1", "c2"), c("c2", "c4"), c("c4", "c1"))) {
  test <- roc.test(one(pair[1]), one(pair[2]), method = "delong", paired = TRUE)
  name <- paste("delong", pair[1], pair[2])
  add(name, "z", "pROC roc.test", test$statistic)
  add(name, "p", "pROC roc.test", test$p.value)
  add(name, "first", "pROC auc", test$estimate[1])
  add(name, "second", "pROC auc", test$estimate[2])
  half <- qnorm(0.975) * abs(diff(test$estimate) / test$statistic)
  add(name, "lower", "pROC and qnorm", -diff(test$estimate) - half)
  add(name, "upper", "pROC and qnorm", -diff(test$estimate) + half)
}

p <- read.csv(file.path(inputs, "p_values.csv"))$p
adjusted <- p.adjust(p, "holm")
for (i in seq_along(p)) add("holm", i - 1, "p.adjust", adjusted[i])

for (case in list(c(0, 12), c(3, 17), c(40, 41), c(9, 9))) {
  interval <- suppressWarnings(prop.test(case[1], case[2], correct = FALSE)$conf.int)
  add(paste("wilson", case[1], case[2]), "lower", "prop.test", interval[1])
  add(paste("wilson", case[1], case[2]), "upper", "prop.test", interval[2])
}

survived <- read.csv(file.path(inputs, "survival.csv"))
times <- sort(survived$time[survived$event == 1])
time <- times[(length(times) + 1) %/% 2]
survived <- survived[order(survived$predicted), ]
survived$bin <- rep(0:4, each = 12)
for (bin in 0:4) {
  fit <- survfit(Surv(time, event) ~ 1, survived[survived$bin == bin, ],
                 conf.type = "log-log", timefix = FALSE)
  at <- summary(fit, times = time, extend = FALSE)
  add("survival calibration", paste("predicted", bin), "mean",
      mean(survived$predicted[survived$bin == bin]))
  add("survival calibration", paste("observed", bin), "survfit", 1 - at$surv)
  add("survival calibration", paste("lower", bin), "survfit log-log", 1 - at$upper)
  add("survival calibration", paste("upper", bin), "survfit log-log", 1 - at$lower)
}

# the corrected resampled t and its Bayesian counterpart once more, with R's t distribution
folds <- read.csv(file.path(inputs, "folds.csv"))
for (case in unique(folds$case)) {
  own <- folds[folds$case == case & !is.na(folds$first) & !is.na(folds$second), ]
  d <- own$first - own$second
  n <- length(d)
  t <- mean(d) / sqrt(var(d) * (1 / n + mean(own$test / own$train)))
  add(case, "p", "pt", 2 * pt(-abs(t), n - 1))
  rho <- mean(own$test / (own$test + own$train))
  scale <- sqrt(var(d) * (1 / n + rho / (1 - rho)))
  add(case, "above 0.01", "pt", pt((0.01 - mean(d)) / scale, n - 1, lower.tail = FALSE))
  add(case, "below 0.01", "pt", pt((-0.01 - mean(d)) / scale, n - 1))
}

writeLines(rows, arguments[2])
