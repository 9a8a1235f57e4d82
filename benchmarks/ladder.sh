#!/usr/bin/env bash
# What adaptive tries lift a reported score to, above the truth: without a rule, under the parameter-free Ladder, under Bench's.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet run -c Release --project benchmarks/Bench.Benchmarks -- ladder "${1:-50000}" "${2:-10000}" "${3:-200}"
