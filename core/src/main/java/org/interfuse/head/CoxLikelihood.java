package org.interfuse.head;

/**
 * The negative log partial likelihood of the proportional-hazards model (Cox 1972), divided by the
 * number of events, and its gradient, in one pass over the risk sets each way.
 *
 * <p>With log-risks η, the events D of a distinct time and the subjects R at risk then, a time adds
 *
 * <ul>
 *   <li>Breslow (1974): {@code |D| log Σ_R exp η − Σ_D η};
 *   <li>Efron (1977): {@code Σ_l log(Σ_{R∖D} exp η + (1 − l/|D|) Σ_D exp η) − Σ_D η}, l from 0 to
 *       |D|−1, which is {@code Σ_R − l/|D| Σ_D} written without a difference.
 * </ul>
 *
 * <p>All sums are {@link LogSum}s of positive terms in double precision: nothing cancels, overflows
 * or underflows, however far apart the log-risks are and however many events share a time.
 *
 * @param loss 0 where there is no event
 * @param gradient d loss / d η, per subject; sums to 0
 */
record CoxLikelihood(double loss, double[] gradient) {
  static CoxLikelihood of(double[] logRisks, RiskSets sets, CoxHead.Ties ties) {
    double[] gradient = new double[logRisks.length];
    if (sets.eventCount() == 0) {
      return new CoxLikelihood(0, gradient);
    }
    Hazards hazards = new Hazards(sets.groups());
    double sum = 0;
    LogSum atRisk = new LogSum();
    for (int g = sets.groups() - 1; g >= 0; g--) {
      boolean shared = ties == CoxHead.Ties.EFRON && sets.events(g) > 1;
      sum +=
          shared
              ? addSharedTime(g, logRisks, sets, atRisk, hazards)
              : addTime(g, logRisks, sets, atRisk, hazards);
    }
    fillGradient(logRisks, sets, hazards, gradient);
    return new CoxLikelihood(sum / sets.eventCount(), gradient);
  }

  /**
   * What a distinct time adds to the cumulative hazard, as logarithms: for those at risk who live
   * on, and for those whose event it is (less under Efron, who removes them one share at a time).
   */
  private record Hazards(double[] ofSurvivors, double[] ofEvents) {
    Hazards(int groups) {
      this(new double[groups], new double[groups]);
    }

    void set(int group, double survivors, double events) {
      ofSurvivors[group] = survivors;
      ofEvents[group] = events;
    }
  }

  /** A time whose events all see the whole risk set. Returns what it adds to the sum. */
  private static double addTime(
      int g, double[] logRisks, RiskSets sets, LogSum atRisk, Hazards hazards) {
    double sum = 0;
    for (int at = sets.firstCensored(g); at < sets.end(g); at++) {
      double logRisk = logRisks[sets.subject(at)];
      atRisk.add(logRisk);
      sum -= at < sets.firstEvent(g) ? 0 : logRisk;
    }
    int events = sets.events(g);
    if (events == 0) {
      hazards.set(g, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
      return 0;
    }
    double logRiskSet = atRisk.log();
    double logHazard = Math.log(events) - logRiskSet;
    hazards.set(g, logHazard, logHazard);
    return sum + events * logRiskSet;
  }

  /** A time whose events leave the risk set share by share. Returns what it adds to the sum. */
  private static double addSharedTime(
      int g, double[] logRisks, RiskSets sets, LogSum atRisk, Hazards hazards) {
    for (int at = sets.firstCensored(g); at < sets.firstEvent(g); at++) {
      atRisk.add(logRisks[sets.subject(at)]);
    }
    double logOthers = atRisk.log();
    LogSum tied = new LogSum();
    double sum = 0;
    for (int at = sets.firstEvent(g); at < sets.end(g); at++) {
      double logRisk = logRisks[sets.subject(at)];
      tied.add(logRisk);
      atRisk.add(logRisk);
      sum -= logRisk;
    }
    double logTied = tied.log();
    LogSum survivors = new LogSum();
    LogSum own = new LogSum();
    int events = sets.events(g);
    for (int l = 0; l < events; l++) {
      double logShare = Math.log1p(-(double) l / events);
      double logRiskSet = LogSum.log(logOthers, logTied + logShare);
      sum += logRiskSet;
      survivors.add(-logRiskSet);
      own.add(logShare - logRiskSet);
    }
    hazards.set(g, survivors.log(), own.log());
    return sum;
  }

  private static void fillGradient(
      double[] logRisks, RiskSets sets, Hazards hazards, double[] gradient) {
    double count = sets.eventCount();
    LogSum cumulative = new LogSum();
    double before = cumulative.log();
    for (int g = 0; g < sets.groups(); g++) {
      cumulative.add(hazards.ofSurvivors()[g]);
      double ofSurvivors = sets.events(g) == 0 ? before : cumulative.log();
      for (int at = sets.firstCensored(g); at < sets.firstEvent(g); at++) {
        int subject = sets.subject(at);
        gradient[subject] = Math.exp(logRisks[subject] + ofSurvivors) / count;
      }
      double ofEvents = LogSum.log(before, hazards.ofEvents()[g]);
      for (int at = sets.firstEvent(g); at < sets.end(g); at++) {
        int subject = sets.subject(at);
        gradient[subject] = (Math.exp(logRisks[subject] + ofEvents) - 1) / count;
      }
      before = ofSurvivors;
    }
  }
}
