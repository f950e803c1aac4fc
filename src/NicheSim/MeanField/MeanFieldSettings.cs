using NicheSim.Scenarios;

namespace NicheSim.MeanField;

[About("A mean-field model: a few numbers that change in time by ordinary differential equations, as published.")]
public sealed record MeanFieldSettings
{
    [About("Version of the language of mean-field models; 1.")]
    [Bounds(1, 1)]
    public int Format { get; init; } = 1;

    [About("What the model describes.")]
    public string About { get; init; } = "";

    [About("Where it was published.")]
    public string[] Evidence { get; init; } = [];

    [About("How long it is solved [days].")]
    [Bounds(0, 1e6, AboveMinimum = true)]
    public double DurationDays { get; init; } = 100;

    [About("A row of the table is recorded every so many days.")]
    [Bounds(1e-3, 1e5)]
    public double RecordEveryDays { get; init; } = 1;

    [About("Longest step of the solver (Runge-Kutta of fourth order, fixed steps) [days].")]
    [Bounds(1e-6, 100)]
    public double StepDays { get; init; } = 0.02;

    [About("Numbers of the equations, by name.")]
    public Dictionary<string, ConstantSettings> Constants { get; init; } = [];

    [About("Shorthands of the equations, by name; one may use others.")]
    public Dictionary<string, DefinitionSettings> Definitions { get; init; } = [];

    [About("What changes in time, by name.")]
    public Dictionary<string, VariableSettings> Variables { get; init; } = [];
}

[About("A number of the equations.")]
public sealed record ConstantSettings
{
    [About("What it stands for.")]
    public string About { get; init; } = "";

    [About("Its value.")]
    public required double Value { get; init; }

    [About("Its unit.")]
    public string Unit { get; init; } = "";

    [About("Where it comes from, where that is not the model's own source.")]
    public string[] Evidence { get; init; } = [];
}

[About("A shorthand of the equations.")]
public sealed record DefinitionSettings
{
    [About("What it stands for.")]
    public string About { get; init; } = "";

    [About("The formula: names, numbers, + - * / ( ), Pow, Exp, Ln, Max, Min, if(condition, then, else); t is the time in days.")]
    public required string Is { get; init; }
}

[About("A number that changes in time.")]
public sealed record VariableSettings
{
    [About("What it stands for.")]
    public string About { get; init; } = "";

    [About("Its unit.")]
    public string Unit { get; init; } = "";

    [About("Formula of its value on day 0, of constants and of shorthands without a variable.")]
    public required string Start { get; init; }

    [About("Formula of its change per day.")]
    public required string Rate { get; init; }
}
