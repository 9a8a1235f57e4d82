#!/usr/bin/env bash
# The engine next to its peers in one run, as a markdown table on standard output; what it is about to do goes to standard error.
# Usage: benchmarks/engine.sh DATA     DATA holds images/real/*.JPEG and models/mobilenetv2_int8_static.onnx.
# IMAGES (5000) is a whole evaluation, LARGE (20000) the one whose memory is held against 200 images', REPEATS (2) rounds over the pictures, MODEL another model
# (224 pixels, ImageNet mean and std, bilinear), MODELS (all of DATA/models but the broken one) those whose plan is held against the full grid of ONNX Runtime
# alone, about 20 seconds each at a WINDOW of 0.3 seconds; PLAN_ONLY=1 leaves the rest out. Debian: python3-pil python3-torch python3-torchvision python3-numpy.
set -euo pipefail
data=$(realpath "${1:?Usage: benchmarks/engine.sh DATA}")
cd "$(dirname "$0")/.."
images=$data/images/real model=${MODEL:-$data/models/mobilenetv2_int8_static.onnx}
bench="dotnet benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

dotnet build benchmarks/Bench.Benchmarks -c Release -v q --nologo >/dev/null
plans() {
    echo "| model | plan: sessions × threads, batch | whole evaluation, warm cache | best of the grid of ONNX Runtime alone | ratio | goal |"
    echo "|---|---|---|---|---|---|"
    for each in ${MODELS:-$(ls "$data"/models/*.onnx | grep -v broken)}; do
        echo "plan and grid of $each" >&2
        $bench plan "$each" "$images" "${WINDOW:-0.3}"
    done
}
if [ -n "${PLAN_ONLY:-}" ]; then plans; exit; fi
echo "torchvision" >&2; theirs=$(/usr/bin/python3 benchmarks/peers/torchvision_throughput.py "$images" "${REPEATS:-2}"); echo "$theirs" >&2
echo "preprocessing" >&2; ours=$($bench preprocessing "$images" "${REPEATS:-2}"); echo "$ours" >&2
echo "whole evaluations" >&2; engine=$($bench engine "$model" "$images" "${IMAGES:-5000}" "${LARGE:-20000}"); echo "$engine" >&2
echo "predictions file" >&2; $bench predictions "$work/predictions.npz" 50000 1000
loaded=$(/usr/bin/python3 -c "
import numpy, sys
arrays = numpy.load(sys.argv[1])
print(', '.join(f'{name} {arrays[name].shape} {arrays[name].dtype}' for name in arrays.files if name != 'meta.json'))" "$work/predictions.npz")
size=$(stat -c %s "$work/predictions.npz")

of() { awk -v name="$2" '$1 ~ name { print $2 }' <<<"$1"; }
row() { # what, ours, peer, unit, goal
    awk -v what="$1" -v a="$2" -v b="$3" -v unit="$4" -v goal="$5" 'BEGIN { printf "| %s | %.0f %s | %.0f %s | %.2f × | %s |\n", what, a, unit, b, unit, a / b, goal }'
}
sequential=$(awk -v a="$(of "$theirs" ^transform_bilinear)" -v b="$(of "$engine" ^session_beside_cold)" 'BEGIN { print 1 / (1 / a + 1 / b) }')

echo "| what | Bench | peer | ratio or value | goal |"
echo "|---|---|---|---|---|"
row "decode + bicubic 256/224 + normalise, one thread; torchvision's transform on one thread" "$(of "$ours" ^transform_one)" "$(of "$theirs" ^transform_one)" images/s "≥ 2.0 ×"
row "the same, all cores; DataLoader with a worker a core" "$(of "$ours" ^pipeline_)" "$(of "$theirs" ^dataloader_)" images/s "≥ 2.0 ×"
row "batches from a warm cache, one thread; torchvision's transform on one thread" "$(of "$ours" ^warm_cache_one)" "$(of "$theirs" ^transform_one)" images/s "≥ 25 ×"
row "whole evaluation, warm cache, ${IMAGES:-5000} images; session.Run on prefilled tensors" "$(of "$engine" ^evaluation_warm)" "$(of "$engine" ^session_alone)" images/s "≥ 0.92 ×"
row "whole evaluation, cold; Pillow, then the same session, one after the other" "$(of "$engine" ^evaluation_cold)" "$sequential" images/s "≥ 1.5 ×"
echo "| managed allocation an image, steady state, whole evaluation | | | $(of "$engine" ^allocated) bytes | < 256 bytes |"
echo "| memory of parent and child above the session's own: 200 images, ${LARGE:-20000} images | | | $(of "$engine" ^memory_small) MB, $(of "$engine" ^memory_large) MB | the same, < 400 MB |"
echo "| predictions file for 50,000 × 1,000; numpy.load | | $loaded | $(awk -v n="$size" 'BEGIN { printf "%.1f", n / 1e6 }') MB | ≤ 104 MB |"
echo
plans
echo
echo "$(nproc) cores of $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1); commit $(git rev-parse --short HEAD); batch $(of "$engine" ^batch), cage $(of "$engine" ^cage); load $(cut -d' ' -f1 /proc/loadavg)"
