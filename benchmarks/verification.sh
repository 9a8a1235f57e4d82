#!/usr/bin/env bash
# What comparing bytes with their hashes costs, as a markdown table on standard output.
# Usage: benchmarks/verification.sh DATA     DATA holds images/real/*.JPEG and models/mobilenetv2_int8_static.onnx.
# IMAGES (400) is an evaluation, ROUNDS (7) how often each is run with hashes and without, in turns.
set -euo pipefail
data=$(realpath "${1:?Usage: benchmarks/verification.sh DATA}")
cd "$(dirname "$0")/.."
model=${MODEL:-$data/models/mobilenetv2_int8_static.onnx}
dotnet build benchmarks/Bench.Benchmarks -c Release -v q --nologo >/dev/null
measured=$(dotnet benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll verification "$model" "$data/images/real" "${IMAGES:-400}" "${ROUNDS:-7}")

echo "| what | with hashes : without | least | most |"
echo "|---|---|---|---|"
awk '$1 == "cold_with_to_without" { print "| images/s of a whole evaluation, cold: every picture is read, hashed, decoded |", $2, "|", $3, "|", $4, "|" }
     $1 == "warm_with_to_without" { print "| the same, warm: crops are found, no picture is read |", $2, "|", $3, "|", $4, "|" }' <<<"$measured"
echo
awk '{ of[$1] = $2 } END { printf "The model (%s MB) is hashed once in a process, in %s ms; asked again the answer takes %s ms.\n", of["model_megabytes"], of["model_milliseconds"], of["model_again_milliseconds"] }' <<<"$measured"
