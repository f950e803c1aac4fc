#!/usr/bin/env bash
# Renews the files of uPlot, a chart library, from its npm package: ./refresh.sh 1.6.32
set -euo pipefail
version=${1:?which version}
cd "$(dirname "$0")"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm pack --silent --pack-destination "$folder" "uplot@$version" > /dev/null
tar -xzf "$folder/uplot-$version.tgz" -C "$folder"
cp "$folder/package/dist/uPlot.iife.min.js" "$folder/package/dist/uPlot.min.css" "$folder/package/LICENSE" .
echo "uPlot $version"
