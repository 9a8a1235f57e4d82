#!/usr/bin/env bash
# Everything that is measured, in one run, into benchmarks/README.md.
# Usage: benchmarks/all.sh DATA [quick|full]     DATA: the folder of public files that docs/make-a-real-board.py and benchmarks/end_to_end.py name.
# quick: a board of 500 models instead of 5,000. full: the peer of scoring does all six views instead of one, a quarter of an hour more.
# A part that fails is named at the end and leaves its rows out; the others are kept.
set -uo pipefail
cd "$(dirname "$0")/.."
data=$(realpath "${1:?Usage: benchmarks/all.sh DATA [quick|full]}")
size=${2:-}; [ "$size" = quick ] && board=small || board=
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
failed=()

part() { # name command…: rows to the table, the rest to this terminal
    local name=$1 started=$SECONDS; shift
    echo "== $name" >&2
    "$@" >> "$work/rows.tsv" || failed+=("$name")
    echo "   $((SECONDS - started)) s" >&2
}

words() { # name command…: a script's own markdown
    local name=$1; shift
    echo "== $name" >&2
    "$@" > "$work/$name.md" || { failed+=("$name"); rm -f "$work/$name.md"; }
}

dotnet build -c Release -v q --nologo benchmarks/Bench.Benchmarks >&2 || exit 1
python3 -c "import sys; sys.path.insert(0, 'benchmarks'); import pathlib, service; service.publish(pathlib.Path('$work/published'))" || exit 1
export PYTHONDONTWRITEBYTECODE=1
part scoring python3 benchmarks/scoring.py $size
part service python3 benchmarks/end_to_end.py "$work/published" "$data"
part validation python3 benchmarks/validation.py "$work/published" "$data"
part corruptions /usr/bin/python3 benchmarks/corruptions.py "$work/published" "$data"
part leaderboard python3 benchmarks/board.py "$work/published" $board
[ -x benchmarks/engine.sh ] && words "Inference and images" benchmarks/engine.sh "$data"

machine="$(nproc) cores of $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1), $(free -g | awk '/^Mem/ {print $2}') GB"
touch "$work/rows.tsv"
python3 benchmarks/report.py "$work/rows.tsv" "$machine; commit $(git rev-parse --short HEAD); $(date -u +%F); load at the end $(cut -d' ' -f1 /proc/loadavg); \`benchmarks/all.sh\`, $((SECONDS / 60)) minutes."
[ ${#failed[@]} -eq 0 ] || { echo "failed: ${failed[*]}" >&2; exit 1; }
