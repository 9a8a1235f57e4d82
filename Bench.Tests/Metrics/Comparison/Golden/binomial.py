"""Golden numbers for BinomialTail, from scipy: both tails in logarithms, and the upper end of Clopper and Pearson's one-sided interval.

    /usr/bin/python3 binomial.py > binomial.json
"""
import json

from scipy.stats import beta, binom

tails = []
for hits, n, p in [(1, 5, 0.5), (3, 500, 0.01), (40, 100, 0.01), (97, 100, 0.01), (12, 2000, 0.004), (450, 500, 0.7), (1, 1, 0.2)]:
    tails.append({
        "hits": hits, "n": n, "p": p,
        "atLeast": float(binom.logsf(hits - 1, n, p)), "atMost": float(binom.logcdf(hits, n, p)),
        "upper": float(beta.ppf(0.95, hits + 1, n - hits)) if hits < n else 1.0,
    })
print(json.dumps({"tails": tails}, indent=1))
