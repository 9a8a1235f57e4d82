#!/usr/bin/env bash
# Draws the picture of docs/architecture.md again from the projects' references.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
picture=$(mktemp)
trap 'rm -f "$picture"' EXIT
{
    echo '```mermaid'
    echo 'graph TD'
    for project in Bench.*/Bench.*.csproj; do
        from=$(basename "$project" .csproj)
        [ "$from" = Bench.Tests ] && continue
        { grep -o '<ProjectReference Include="[^"]*' "$project" || true; } | sed 's|.*/||; s|\.csproj$||' | sort | while read -r to; do echo "    $from --> $to"; done
    done
    echo '```'
} > "$picture"
awk -v picture="$picture" '
    /<!-- picture -->/ { print; while ((getline line < picture) > 0) print line; skip = 1 }
    /<!-- picture:end -->/ { skip = 0 }
    !skip' docs/architecture.md > "$picture.md"
mv "$picture.md" docs/architecture.md
