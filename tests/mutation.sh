#!/usr/bin/env bash
# Mutation testing of a random sample: tests/mutation.sh [LINES] [SEED]
# Picks LINES lines of code (300) of Numerics, Rules and Engine, each as likely, and tries every mutant in them against the fast tests.
# The report is written to tests/StrykerOutput; the lines that were picked, to its folder's sample.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
lines=${1:-300} seed=${2:-1}
out=$PWD/tests/StrykerOutput
mkdir -p "$out"
# Lines that hold code: neither empty, nor a brace, nor a comment, nor a using or namespace; with the place of their first and last character.
for file in src/NicheSim/{Numerics,Rules,Engine}/*.cs; do
    awk -v file="${file#src/NicheSim/}" '{ if ($0 ~ /[A-Za-z0-9]/ && $0 !~ /^[ ]*(\/\/|using |namespace |\[)/) printf "**/%s{%d..%d}\n", file, at, at + length($0); at += length($0) + 1 }' "$file"
done | awk -v seed="$seed" 'BEGIN { srand(seed) } { print rand() "\t" $0 }' | sort -g | awk -v lines="$lines" 'NR <= lines' | cut -f 2 | sort > "$out/sample.txt"
mutate=()
while read -r span; do mutate+=(--mutate "$span"); done < "$out/sample.txt"
# From the folder of the tests: beside a solution it would mutate all projects.
cd tests/NicheSim.Tests
NicheSimFast=true dotnet stryker --test-runner mtp --configuration Release --project NicheSim.csproj \
    --output "$out" --reporter json --reporter cleartext --reporter progress --skip-version-check --concurrency "${CONCURRENCY:-1}" --break-on-initial-test-failure "${mutate[@]}"
