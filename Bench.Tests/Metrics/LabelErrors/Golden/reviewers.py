"""Golden numbers for ReviewerAgreement, from statsmodels' Fleiss' kappa.

    /usr/bin/python3 reviewers.py > reviewers.json

With m answers to each of N images, n = N m, Krippendorff's alpha for names is 1 - (1 - kappa) (n - 1) / n: both share the observed disagreement, and the
expected one differs by drawing without replacement.
"""
import json

import numpy as np
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

rng = np.random.default_rng(2004)
cases = []
for images, reviewers, answers in ((10, 2, 3), (40, 3, 4), (200, 5, 5)):
    truth = rng.integers(0, answers, images)
    votes = np.where(rng.random((images, reviewers)) < 0.7, truth[:, None], rng.integers(0, answers, (images, reviewers)))
    kappa = fleiss_kappa(aggregate_raters(votes)[0], method="fleiss")
    n = images * reviewers
    cases.append({"votes": votes.tolist(), "alpha": 1 - (1 - kappa) * (n - 1) / n, "unanimous": int(sum(len(set(v)) == 1 for v in votes.tolist()))})
print(json.dumps({"alpha": cases}))
