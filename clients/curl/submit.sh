#!/usr/bin/env bash
# submit.sh model.onnx DATASET: uploads, evaluates, waits, prints the board. BENCH and KEY are in the environment, as in the README.
set -euo pipefail

call() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $KEY" "$@"; }
id() { grep -o '"id":"[^"]*"' | head -n 1 | cut -d '"' -f 4; }

name=$(basename "$1" .onnx)
model=$(call "$BENCH/models" -F "file=@$1" -F "manifest={\"name\": \"$name\"};type=application/json" | id)
evaluation=$(call "$BENCH/evaluations" -H "Idempotency-Key: $model/$2" --json "{\"modelId\": \"$model\", \"datasets\": [\"$2\"]}" | id)
until [[ ${answer:-} =~ \"state\":\"(completed|failed|cancelled)\" ]]; do answer=$(call -H 'Prefer: wait=30' "$BENCH/evaluations/$evaluation"); done
[[ ${BASH_REMATCH[1]} == completed ]] || { grep -o '"error":{[^}]*}' <<< "$answer" >&2 || echo cancelled >&2; exit 1; }
call "$BENCH/leaderboard.csv?dataset=$2&metric=top1"
