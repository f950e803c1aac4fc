using NicheSim.Numerics;
using NicheSim.Rules;
using NicheSim.State;

namespace NicheSim.Engine;

/// <summary>The solver that all fields share, their diffusion operators, and what a solve is set up in. No state: all of it follows from plan and state.</summary>
internal sealed class FieldSolvers
{
    private readonly Dictionary<(FieldEdges Edges, float BoneFactor), DiffusionOperator> _operators = [];
    private readonly float[] _permeability;
    private int _boneVersion = -1;

    public FieldSolvers(Plan plan, Workers workers)
    {
        var count = plan.Grid.Count;
        Solver = new Multigrid(plan.Grid, workers);
        Terms = new SourceTerms(workers, count);
        _permeability = new float[count];
        Adopt(plan);
    }

    public Multigrid Solver { get; }

    public SourceTerms Terms { get; }

    public long Unconverged { get; set; }

    public DiffusionOperator Operator(FieldPlan field) => _operators[(field.Edges, field.BoneFactor)];

    /// <summary>The operator of a field's parts: what comes in over a fixed edge no cell secreted.</summary>
    public DiffusionOperator PartOperator(FieldPlan field) => _operators[(field.Edges.AtZero(), field.BoneFactor)];

    /// <summary>Makes the operators of the plan's fields that are not there yet.</summary>
    public void Adopt(Plan plan)
    {
        foreach (var field in plan.Fields)
        {
            Add(plan, field.Edges, field.BoneFactor);
            if (field.Parts.Length > 0)
                Add(plan, field.Edges.AtZero(), field.BoneFactor);
        }

        _boneVersion = -1;
    }

    private void Add(Plan plan, FieldEdges edges, float boneFactor)
    {
        if (!_operators.ContainsKey((edges, boneFactor)))
            _operators.Add((edges, boneFactor), new DiffusionOperator(plan.Grid, edges));
    }

    /// <summary>Follows the bone.</summary>
    public void Update(SimulationState state, int boneVersion)
    {
        if (_boneVersion == boneVersion)
            return;
        foreach (var ((_, boneFactor), operators) in _operators)
        {
            SourceTerms.Tissue(state.Tissue.Fill, 1, boneFactor, _permeability);
            operators.Update(_permeability);
        }

        _boneVersion = boneVersion;
    }
}
