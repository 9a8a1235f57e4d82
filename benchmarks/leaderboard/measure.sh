#!/usr/bin/env bash
# measure.sh MODELS DATASETS LABEL-SETS IMAGES [POSTGRES-CONNECTION-STRING]
# Writes a made-up board, serves it, and asks for it from 50 connections at once with wrk: the API and the page, with and without the reader's ETag.
# Without a connection string the board stands in SQLite. SECONDS_EACH (5) is the length of one measurement, METRICS the metrics of each scoring.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); root=$(cd "$here/../.." && pwd)
models=$1 datasets=$2 sets=$3 images=$4 postgres=${5:-}
metrics=${METRICS:-top1,top5,macro-top1,ece,nll,brier}
port=${PORT:-5197} url=http://localhost:${PORT:-5197}
data=$(mktemp -d); trap 'kill ${server:-0} 2>/dev/null || true; rm -rf "$data"' EXIT

dotnet build -c Release -v q --nologo "$root/benchmarks/Bench.Benchmarks" >/dev/null
started=$(date +%s.%N)
dotnet "$root/benchmarks/Bench.Benchmarks/bin/Release/net10.0/Bench.Benchmarks.dll" board "${postgres:-$data}" "$models" "$datasets" "$sets" "$images" "$metrics"
echo "board written in $(echo "$(date +%s.%N) - $started" | bc) s"

started=$(date +%s%N)
(cd "$root/Bench.Api" && Bench__DataDirectory="$data" ConnectionStrings__Bench="$postgres" ASPNETCORE_URLS=$url Logging__LogLevel__Default=Warning \
    exec dotnet "$root/Bench.Api/bin/Release/net10.0/Bench.Api.dll") & server=$!
until curl -fso /dev/null "$url/metrics/catalogue"; do kill -0 $server; sleep 0.05; done
echo "ready after $(( ($(date +%s%N) - started) / 1000000 )) ms"
curl -so /dev/null -w "first page, nothing in memory: %{time_starttransfer} s to the first byte, %{time_total} s in all, %{size_download} bytes\n" "$url/"
curl -so /dev/null --compressed -w "style sheet: %{size_download} bytes\n" "$url/bench.css"

ask() { # name path [header]
    local result; result=$(wrk -t2 -c50 -d"${SECONDS_EACH:-5}s" --latency ${3:+-H "$3"} "$url$2")
    printf '%-34s %10s requests/s   p50 %-9s p99 %-9s %s\n' "$1" "$(awk '/Requests\/sec/ {print $2}' <<<"$result")" \
        "$(awk '/ 50%/ {print $2}' <<<"$result")" "$(awk '/ 99%/ {print $2}' <<<"$result")" "$(grep -o 'Non-2xx.*' <<<"$result" || true)"
}
for path in "/api/v1/leaderboard?columns=top5,ece&limit=100" "/"; do
    sleep 3 # The paired tests of the first request end.
    curl -so /dev/null "$url$path"
    etag=$(curl -sD - -o /dev/null "$url$path" | tr -d '\r' | awk -F': ' 'tolower($1) == "etag" {print $2}')
    ask "$path" "$path"
    ask "$path, known" "$path" "If-None-Match: $etag"
done
