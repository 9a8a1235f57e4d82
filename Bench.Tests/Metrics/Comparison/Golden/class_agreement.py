"""Golden numbers for ClassAgreement: the correlation of residuals from class means (NumPy), and the variance of how many images of
a class both get right from SciPy's hypergeometric distribution.

    /usr/bin/python3 class_agreement.py > class_agreement.json
"""
import json

import numpy as np
from scipy.stats import hypergeom

rng = np.random.default_rng(14)
cases = []
for n, classes in ((60, 3), (400, 8), (2000, 40)):
    labels = np.arange(n) % classes
    ease = rng.normal(size=n)
    first, second = (ease + rng.normal(size=n) > -0.6).astype(int), (ease + rng.normal(size=n) > -0.9).astype(int)
    residual = lambda right: right - np.array([right[labels == c].mean() for c in range(classes)])[labels]
    of = [labels == c for c in range(classes)]
    variance = sum(hypergeom(one.sum(), first[one].sum(), second[one].sum()).var() for one in of)
    scale = np.sqrt((residual(first) ** 2).sum() * (residual(second) ** 2).sum())
    cases.append({
        "labels": labels.tolist(), "first": "".join(map(str, first)), "second": "".join(map(str, second)),
        "correlation": float(np.corrcoef(residual(first), residual(second))[0, 1]), "error": float(np.sqrt(variance) / scale),
    })
print(json.dumps({"agreement": cases}))
