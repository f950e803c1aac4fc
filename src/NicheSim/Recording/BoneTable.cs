namespace NicheSim.Recording;

/// <summary><c>bone.csv</c>: bone and mineral as shares of the tissue volume, the surface in voxels, and what was resorbed and formed since the start.</summary>
internal static class BoneTable
{
    public static IEnumerable<string> Columns => ["day", "bv_tv", "mineral", "eroded_surface_voxels", "surface_voxels", "resorbed_um3", "formed_um3"];

    public static IEnumerable<double> Row(View view)
    {
        double fill = 0, mineral = 0;
        var (surface, eroded) = (0, 0);
        for (var voxel = 0; voxel < view.Plan.Grid.Count; voxel++)
        {
            fill += view.State.Tissue.Fill[voxel];
            mineral += view.State.Tissue.Mineral[voxel];
            if (!view.IsSurface(voxel))
                continue;
            surface++;
            eroded += view.IsErodedSurface(voxel) ? 1 : 0;
        }

        var (count, volume) = (view.Plan.Grid.Count, view.Plan.VoxelVolumeUm3);
        return [fill / count, mineral / count, eroded, surface, view.State.BoneResorbed * volume, view.State.BoneFormed * volume];
    }
}
