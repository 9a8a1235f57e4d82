#!/usr/bin/env bash
# Makes the pictures under docs/images from running boards. Needs chromium-headless-shell, curl, jq and node.
# Usage: docs/make-images.sh [DEMO] [REAL]      the demo's board (default: http://localhost:5080, - for none); that of serve-a-real-board.sh. The pictures of a board that is not given stay as they are
set -euo pipefail
board=${1:-http://localhost:5080}
real=${2:-}
out=$(dirname "${BASH_SOURCE[0]}")/images
mkdir -p "$out"

shoot() {
    local profile
    profile=$(mktemp -d)
    chromium-headless-shell --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --user-data-dir="$profile" \
        --virtual-time-budget=3000 --window-size="$3" --screenshot="$out/$1.png" "$2" > /dev/null 2>&1
    rm -rf "$profile"
    echo "$out/$1.png"
}

# Every page on four sheets: wide and narrow, light and dark.
sheets() {
    local pages board=$1
    pages=$(mktemp -d)
    node "$(dirname "${BASH_SOURCE[0]}")/photograph-pages.mjs" "$board" "$pages" --sheets "${@:2}"
    mv "$pages"/*pages-*.jpg "$out"
    rm -rf "$pages"
}
if [ "$board" != - ]; then
    rows=$(curl --fail --silent "$board/api/v1/leaderboard?dataset=demo")
    evaluation=$(jq -r '.rows[-1].evaluationId' <<< "$rows")
    model=$(jq -r '.rows[-1].model.id' <<< "$rows")
    all=$(jq -r '[.rows[].model.id | "m=" + .] | join("&")' <<< "$rows")
    shoot board "$board/" 1280,860
    shoot model "$board/models/$model" 1280,1900
    shoot evaluation "$board/evaluations/$evaluation" 1280,1100
    shoot classes "$board/evaluations/$evaluation/classes" 1280,700
    shoot mistakes "$board/mistakes?evaluation=$evaluation" 1280,900
    shoot scatter "$board/scatter" 1280,760
    shoot compare "$board/compare?$all" 1280,1100
    shoot slices "$board/slices" 1280,480
    sheets "$board"
fi
if [ -n "$real" ]; then
    sheets "$real" --prefix real- --dataset imagenet-val
    shoot real-board "$real/?dataset=imagenet-val" 1280,1300
    shoot real-scatter "$real/scatter?dataset=imagenet-val&x=top1&y=imagenet-v2:original:top1" 1280,950
fi
