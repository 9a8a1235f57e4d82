"""Scoring from stored predictions, next to NumPy and scikit-learn. scoring.py [full]     (the peer does one label set of the six, which its row says; `full` lets it do all six, a quarter of an hour)

The logits and label sets are made up (there is no ImageNet here), of the sizes and kinds of the real ones; both sides read the same files."""
import subprocess
import sys
import tempfile

from service import BENCHMARKS, ROOT, benchmark, note, row

SECTION = "Every metric × 6 label sets, 50,000 × 1,000 logits, from the predictions file"
VIEWS = ["original", "real", "cleanlab-fixed", "cleanlab-pruned", "cleanlab-set", "multilabel"]


def values(text):
    return {parts[1]: float(parts[2]) for parts in map(str.split, text.splitlines()) if parts[:1] == ["value"]}


def side_by_side(folder, views):
    benchmark("scoring-files", folder, 50_000, 1_000)
    ours_text = subprocess.run([*BENCHMARKS, "scoring", folder], check=True, stdout=subprocess.PIPE, text=True).stdout
    ours = {parts[0]: float(parts[1]) for parts in map(str.split, ours_text.splitlines()) if len(parts) == 2}
    note("NumPy and scikit-learn: minutes")
    theirs_text = subprocess.run(["/usr/bin/python3", str(ROOT / "benchmarks/peers/scoring.py"), folder, *views], check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds = float(theirs_text.split()[-1]) * len(VIEWS) / len(views)
    ours_values, theirs_values = values(ours_text), values(theirs_text)
    # Prediction sets are left out: theirs rank by float32 of half precision and draw another u.
    shared = [name for name in theirs_values if name in ours_values and "conformal" not in name]
    far = [name for name in shared if abs(ours_values[name] - theirs_values[name]) > 1e-4 * max(0.01, abs(ours_values[name]))]
    if far:
        note("not the same numbers: " + ", ".join(f"{name} {ours_values[name]} / {theirs_values[name]}" for name in far))
    row(SECTION, f"{ours['metrics']:.0f} metrics, {ours['scores']:.0f} numbers with their intervals", f"{ours['seconds']:.1f} s",
        f"NumPy + scikit-learn {seconds:.0f} s{'' if len(views) == len(VIEWS) else ' (one view × 6)'}: {seconds / ours['seconds']:.0f} ×", "≤ 6 s and ≥ 20 ×", headline=True)
    row(SECTION, "peak memory of the process", f"{ours['peak_megabytes']:.0f} MB", "", "≤ 600 MB", headline=True)
    row(SECTION, "processor time / reading the file", f"{ours['processor_seconds']:.1f} s / {ours['reading_seconds']:.2f} s")
    row(SECTION, "numbers that both compute and agree on to 1e-4", f"{len(shared) - len(far)} of {len(shared)}")


def intervals():
    ours = benchmark("intervals", 50_000)
    section = "1,000-resample intervals of 19 proportions and means, N = 50,000"
    row(section, "one label set", f"{ours['intervals_1_views']:.2f} s", f"with the values themselves {ours['values_and_intervals_1_views']:.2f} s", "≤ 2 s", headline=True)
    row(section, "six label sets", f"{ours['intervals_6_views']:.2f} s", f"with the values themselves {ours['values_and_intervals_6_views']:.2f} s")


def ranks():
    ours = benchmark("ranks", 1_000, 50_000)
    row("Rank intervals of 1,000 models × 50,000 images, from bit sets", "McNemar for 499,500 pairs, Holm", f"{ours['seconds']:.2f} s", "", "≤ 2 s", headline=True)


def growth():
    ours = benchmark("growth", ROOT / "docs/images/scoring-growth.svg")
    section = "Growth of the cost of scoring (docs/images/scoring-growth.svg)"
    row(section, "N from 5,000 to 50,000 at C = 1,000", f"{ours['images_ratio']:.1f} ×", "", "≤ 11 ×", headline=True)
    row(section, "C from 100 to 1,000 at N = 50,000", f"{ours['classes_ratio']:.1f} ×", "", "≤ 11 ×")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="bench-scoring-") as folder:
        side_by_side(folder, VIEWS if "full" in sys.argv else VIEWS[:1])
    intervals()
    ranks()
    growth()
