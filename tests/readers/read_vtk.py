"""Opens a run's VTK series with VTK's own readers, as ParaView does, and prints what it sees as JSON."""
import json
import os
import sys
import xml.etree.ElementTree as xml

import vtk


def read(reader, path):
    reader.SetFileName(path)
    if not reader.CanReadFile(path):
        raise SystemExit(f"{path}: VTK cannot read it")
    errors = []
    reader.AddObserver("ErrorEvent", lambda *_: errors.append(path))
    reader.Update()
    if errors:
        raise SystemExit(f"{path}: VTK reports an error")
    return reader.GetOutput()


def arrays(attributes):
    seen = {}
    for i in range(attributes.GetNumberOfArrays()):
        array = attributes.GetArray(i)
        information = array.GetInformation()
        unit = information.Get(vtk.vtkDataArray.UNITS_LABEL()) if information.Has(vtk.vtkDataArray.UNITS_LABEL()) else ""
        seen[array.GetName()] = {"unit": unit, "type": array.GetDataTypeAsString(), "values": [array.GetComponent(t, c) for t in range(array.GetNumberOfTuples()) for c in range(array.GetNumberOfComponents())]}
    return seen


def texts(data):
    array = data.GetFieldData().GetAbstractArray("cell_types")
    return [array.GetValue(i) for i in range(array.GetNumberOfValues())]


folder = sys.argv[1]
niche, cells = [], []
for item in xml.parse(os.path.join(folder, "niche.pvd")).iter("DataSet"):
    image = read(vtk.vtkXMLImageDataReader(), os.path.join(folder, item.get("file")))
    niche.append({
        "day": float(item.get("timestep")), "time": image.GetFieldData().GetArray("TimeValue").GetValue(0), "extent": image.GetExtent(),
        "bounds": image.GetBounds(), "spacing": image.GetSpacing(), "voxels": image.GetNumberOfCells(), "types": texts(image), "arrays": arrays(image.GetCellData()),
    })
for item in xml.parse(os.path.join(folder, "cells.pvd")).iter("DataSet"):
    points = read(vtk.vtkXMLPolyDataReader(), os.path.join(folder, item.get("file")))
    cells.append({
        "day": float(item.get("timestep")), "points": [points.GetPoint(i) for i in range(points.GetNumberOfPoints())],
        "verts": points.GetNumberOfVerts(), "types": texts(points), "arrays": arrays(points.GetPointData()),
    })
print(json.dumps({"niche": niche, "cells": cells}))
