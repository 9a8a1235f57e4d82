#!/usr/bin/env bash
# Bench on a GPU, tried and measured on a machine with a driver, CUDA 13, cuDNN 9 and Python with torch and onnx, but without a network or the .NET SDK.
#   benchmarks/gpu.sh publish FOLDER            where the SDK is: a self-contained folder with the GPU build, this script and its Python (about 0.5 GB)
#   FOLDER/gpu.sh run PICTURES [FOLDER]         there: self-test, logits of four networks next to PyTorch's, throughput; six minutes, a Markdown report on standard output
# PROVIDER (cuda) may be cpu, to try every line on a machine without a GPU; WINDOW (0.3) is the seconds of a point of the grid; NETWORKS names some of the four; PYTHON the interpreter.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

publish() {
    local folder project
    folder=$(realpath -m "${1:?Usage: gpu.sh publish FOLDER}")
    cd "$here/.."
    # The benchmarks start the worker's own program for each model: both are in one folder.
    for project in Bench.Workers benchmarks/Bench.Benchmarks; do
        dotnet publish "$project" -c Release -r linux-x64 --self-contained -p:OnnxRuntimeGpu=true -p:ValidateExecutableReferencesMatchSelfContained=false \
            -p:ErrorOnDuplicatePublishOutputFiles=false -p:GenerateDocumentationFile=false -p:DebugType=none --artifacts-path "$folder/artifacts" -o "$folder/app" -v q >&2
    done
    rm -rf "$folder/artifacts"
    cp benchmarks/gpu.sh benchmarks/gpu_models.py "$folder"
    git rev-parse --short HEAD > "$folder/commit" 2> /dev/null || echo unknown > "$folder/commit"
    du -sh "$folder" >&2
}

run() {
    local pictures folder work status=0 python=${PYTHON:-python3}
    pictures=$(realpath "${1:?Usage: gpu.sh run PICTURES [FOLDER]}") folder=$(realpath "${2:-$here}")
    work=$(mktemp -d)
    trap "rm -rf '$work'" EXIT
    export Bench__Inference__Providers__0=${PROVIDER:-cuda} Bench__DataDirectory=$work/data Bench__DatasetsRoot=$work
    # A device is fast with more pictures at once than a processor.
    [ "$Bench__Inference__Providers__0" = cpu ] || export Bench__Inference__MaxBatch=${MAX_BATCH:-256}
    mkdir -p "$work/data"

    echo "## Machine"
    echo
    echo "$(nproc) cores of $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -1); $(nvidia-smi --query-gpu=name,memory.total,driver_version --format=csv,noheader 2> /dev/null || echo 'no GPU'); commit $(cat "$folder/commit"); $(date -u +%F)"
    printf '\n## Self-test\n\n```\n'
    "$folder/app/Bench.Workers" doctor || status=$?
    printf '```\n'
    [ "$status" -eq 0 ] || { echo "The self-test ended with status $status."; return 1; }

    echo "export the networks" >&2
    "$python" "$folder/gpu_models.py" export "$work/models" ${NETWORKS:-} >&2
    printf '\n## Logits next to those of PyTorch\n\n'
    # The first answers of an evaluation of the photographs, and what PyTorch makes of the same pixels.
    mkdir -p "$work/photographs/all"
    find "$pictures" -maxdepth 1 -type f -size +0 | sort | head -n 64 | xargs -I{} cp {} "$work/photographs/all"
    local model
    for model in "$work"/models/*.onnx; do
        echo "evaluate $(basename "$model")" >&2
        "$folder/app/Bench.Workers" evaluate --model "$model" --manifest "$work/models/manifest.json" --dataset "$work/photographs" --classes "$work/models/classes.txt" \
            --predictions "${model%.onnx}.npz" --cache "$work/crops" --no-doctor --json > "${model%.onnx}.report" 2> "$work/evaluate.log" || { cat "$work/evaluate.log" "${model%.onnx}.report" >&2; status=1; }
    done
    "$python" "$folder/gpu_models.py" compare "$work/models" "$work/photographs/all" || status=1

    printf '\n## Throughput\n\n| model | plan | whole evaluation, crops cached | best of the grid of ONNX Runtime alone | ratio | goal |\n|---|---|---|---|---|---|\n'
    for model in "$work"/models/*.onnx; do
        echo "plan and grid of $(basename "$model")" >&2
        "$folder/app/Bench.Benchmarks" plan "$model" "$pictures" "${WINDOW:-0.3}" || status=1
    done
    return "$status"
}

case ${1:-} in
    publish) publish "${2:-}" ;;
    run) run "${2:-}" "${3:-}" ;;
    *) sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac
