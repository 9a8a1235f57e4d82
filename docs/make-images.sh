#!/usr/bin/env bash
# Makes the pictures under docs/images from a running board (default: the demo's, http://localhost:5080). Needs Chromium, curl and jq.
set -euo pipefail
board=${1:-http://localhost:5080}
out=$(dirname "${BASH_SOURCE[0]}")/images
mkdir -p "$out"

shoot() {
    local profile
    profile=$(mktemp -d)
    chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --user-data-dir="$profile" \
        --virtual-time-budget=3000 --window-size="$3" --screenshot="$out/$1.png" "$board/$2" > /dev/null 2>&1
    rm -rf "$profile"
    echo "$out/$1.png"
}

evaluation=$(curl --fail --silent "$board/api/v1/evaluations?limit=1" | jq -r '.items[0].id')
shoot board '' 1280,860
shoot evaluation "evaluations/$evaluation" 1280,1100
shoot mistakes "mistakes?evaluation=$evaluation" 1280,900
shoot scatter scatter 1280,900
