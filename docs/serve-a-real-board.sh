#!/usr/bin/env bash
# Serves the board of a-real-board.md until Ctrl-C: a fresh service in a folder of its own, filled through its public API. Says when all is there.
# Usage: docs/serve-a-real-board.sh DATA [PORT] [API]      DATA: the files that make-a-real-board.py names; API: a built or published Bench.Api.dll (default: the checkout's)
set -euo pipefail
data=$1 port=${2:-5090} here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
api=${3:-$here/../Bench.Api/bin/Debug/net10.0/Bench.Api.dll}
folder=$(mktemp -d)
trap 'kill "${service:-}" 2> /dev/null || true; wait "${service:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
python3 "$here/make-a-real-board.py" prepare "$data" "$folder/datasets"
dotnet "$api" --urls "http://localhost:$port" --Bench:DataDirectory="$folder/data" --Bench:DatasetsRoot="$folder/datasets" > "$folder/log" 2>&1 &
service=$!
until curl -fs "http://localhost:$port/health/live" > /dev/null; do
    kill -0 "$service" || { cat "$folder/log" >&2; exit 1; }
    sleep 0.5
done
python3 "$here/make-a-real-board.py" "http://localhost:$port" "$(cat "$folder/data/operator.key")" "$data" > "$folder/a-real-board.md"
echo "http://localhost:$port has the board; its page is $folder/a-real-board.md, the operator's key in $folder/data/operator.key; Ctrl-C ends it"
wait "$service"
