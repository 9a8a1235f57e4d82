#!/usr/bin/env bash
# Preprocessing side by side in one run: torchvision (Debian's python3-torchvision) and ours, over a folder of JPEGs.
# Usage: benchmarks/preprocessing.sh IMAGE_DIR [REPEATS]     PEER names another script than peers/torchvision_throughput.py.
set -euo pipefail
images=$(realpath "${1:?Usage: benchmarks/preprocessing.sh IMAGE_DIR [REPEATS]}")
repeats=${2:-2}
cd "$(dirname "$0")/.."
peer=${PEER:-benchmarks/peers/torchvision_throughput.py}

dotnet build benchmarks/Bench.Benchmarks -c Release -v q --nologo >/dev/null
echo "commit $(git rev-parse --short HEAD), $(nproc) cores, $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1), load $(cut -d' ' -f1 /proc/loadavg)"
theirs=$(/usr/bin/python3 "$peer" "$images" "$repeats")
ours=$(dotnet run --project benchmarks/Bench.Benchmarks -c Release --no-build -- preprocessing "$images" "$repeats")
sed 's/^/torchvision  /' <<<"$theirs"
sed 's/^/bench        /' <<<"$ours"

value() { awk -v name="$2" '$1 ~ name { print $2 }' <<<"$1"; }
ratio() { awk -v a="$2" -v b="$3" -v what="$1" -v goal="$4" 'BEGIN { printf "%-52s %6.2f x   (goal %s x)\n", what, a / b, goal }'; }
ratio "one thread: transform against torchvision" "$(value "$ours" ^transform_one)" "$(value "$theirs" ^transform_one)" 2.0
ratio "all cores: pipeline against the DataLoader" "$(value "$ours" ^pipeline_)" "$(value "$theirs" ^dataloader_)" 2.0
ratio "one thread: warm cache against torchvision" "$(value "$ours" '^warm_cache_one')" "$(value "$theirs" ^transform_one)" 25
