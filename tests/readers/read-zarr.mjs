// Opens an OME-Zarr image with zarrita and prints what it sees as JSON.
import * as zarr from "zarrita";
import { FileSystemStore } from "@zarrita/storage";

const root = zarr.root(new FileSystemStore(process.argv[2]));

async function image(path) {
  const group = await zarr.open.v3(root.resolve(path), { kind: "group" });
  const { multiscales, omero, "image-label": label } = group.attrs.ome;
  const levels = [];
  for (const dataset of multiscales[0].datasets) {
    const array = await zarr.open.v3(root.resolve(`${path}/${dataset.path}`), { kind: "array" });
    const { data, shape } = await zarr.get(array);
    levels.push({ shape, dtype: array.dtype, names: array.dimensionNames ?? null, transformations: dataset.coordinateTransformations, values: Array.from(data, (v) => (Number.isNaN(v) ? null : v)) });
  }
  return { version: group.attrs.ome.version, axes: multiscales[0].axes, levels, channels: omero?.channels.map((c) => c.label) ?? null, label: label ?? null, days: group.attrs.nichesim.days };
}

const labels = await zarr.open.v3(root.resolve("/labels"), { kind: "group" });
console.log(JSON.stringify({ image: await image(""), labels: labels.attrs.ome.labels, cells: await image(`/labels/${labels.attrs.ome.labels[0]}`) }));
