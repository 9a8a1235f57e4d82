"""Golden numbers for MarginRule: Tango's score test and interval by numerical maximisation of the constrained likelihood, with SciPy.

    /usr/bin/python3 margin.py > margin.json
"""
import json
import math

from scipy import optimize, stats


def score(b, c, n, delta):
    def loglik(q):
        return sum(count * math.log(max(p, 1e-300)) for count, p in [(b, q + delta), (c, q), (n - b - c, 1 - delta - 2 * q)] if count > 0)

    found = optimize.minimize_scalar(lambda q: -loglik(q), bounds=(max(0.0, -delta), (1 - delta) / 2), method="bounded", options={"xatol": 1e-13})
    return (b - c - n * delta) / math.sqrt(n * (2 * found.x + delta - delta * delta))


rows = []
for b, c, n, margin, confidence in [(310, 325, 50000, 0.003, 0.95), (310, 420, 50000, 0.003, 0.95), (310, 520, 50000, 0.003, 0.95), (12, 9, 400, 0.02, 0.95), (12, 9, 400, 0.02, 0.9),
                                    (12, 9, 400, 0.02, 0.99), (80, 20, 1000, -0.03, 0.95), (340, 434, 5000, 0.01, 0.9), (1, 2, 300, 0.01, 0.95)]:
    z, estimate = stats.norm.ppf(0.5 + confidence / 2), (b - c) / n
    low = optimize.brentq(lambda d: score(b, c, n, d) - z, -1 + 1e-6, estimate - 1e-9, xtol=1e-12)
    high = optimize.brentq(lambda d: score(b, c, n, d) + z, estimate + 1e-9, 1 - 1e-6, xtol=1e-12)
    rows.append({"b": b, "c": c, "n": n, "margin": margin, "confidence": confidence, "low": low, "high": high, "p": float(stats.norm.sf(score(b, c, n, -margin)))})
print(json.dumps({"margin": rows}, indent=1))
