using NicheSim.Recording;
namespace NicheSim.Cli.Plots.Studies;

/// <summary>Runs that are summed up together: those of an arm, and of a point in a grid.</summary>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Point">Number of the point; -1 where the study has no grid.</param>
/// <param name="Values">Values of the parameters there; none without a grid.</param>
internal sealed record StudyGroup(string Arm, int Point, double[] Values);

/// <summary>How a number went in a group of runs, day by day.</summary>
internal sealed record Course(double[] Days, double[] Mean, double[] Median, double[] P5, double[] P95);

/// <summary><c>summary.csv</c>, group by group and name by name.</summary>
internal sealed class Courses
{
    private readonly Dictionary<(string Arm, int Point, string Name), Course> _courses = [];

    private readonly Dictionary<(string Arm, int Point), double> _lastDays = [];

    private Courses()
    {
    }

    public Courses(CsvTable summary, IReadOnlyList<string> parameters)
    {
        IsByPoint = summary.Has("point");
        var (arms, names) = (summary.Text("arm"), summary.Text("name"));
        var points = IsByPoint ? summary.Integers("point") : [.. Enumerable.Repeat(-1, arms.Length)];
        var values = IsByPoint ? parameters.Select(summary.NumbersOrNone).ToArray() : [];
        var columns = new[] { "day", "mean", "median", "p05", "p95" }.Select(summary.NumbersOrNone).ToArray();
        foreach (var rows in Enumerable.Range(0, arms.Length).GroupBy(row => (arms[row], points[row], names[row])))
            _courses[rows.Key] = new Course(Of(0, rows), Of(1, rows), Of(2, rows), Of(3, rows), Of(4, rows));
        foreach (var course in _courses.GroupBy(course => (course.Key.Arm, course.Key.Point)))
            _lastDays[course.Key] = course.Max(one => one.Value.Days[^1]);
        Names = [.. names.Distinct()];
        Groups = [.. Enumerable.Range(0, arms.Length).DistinctBy(row => (arms[row], points[row])).Select(row => new StudyGroup(arms[row], points[row], Array.ConvertAll(values, value => value[row])))];

        double[] Of(int column, IEnumerable<int> rows) => [.. rows.Select(row => columns[column][row])];
    }

    public static Courses None { get; } = new();

    /// <summary>True where each point of a grid is a group of its own.</summary>
    public bool IsByPoint { get; }

    /// <summary>Names of all that was recorded.</summary>
    public IReadOnlyList<string> Names { get; } = [];

    /// <summary>In the order of arms, then points.</summary>
    public IReadOnlyList<StudyGroup> Groups { get; } = [];

    /// <summary>The last row of a course, where it is of the last day that was recorded in its group; null where no run had a value then.</summary>
    public (double Mean, double P5, double P95)? Last(StudyGroup group, string name)
        => Of(group, name) is { } course && course.Days[^1] == _lastDays[(group.Arm, group.Point)] ? (course.Mean[^1], course.P5[^1], course.P95[^1]) : null;

    /// <summary>Null where nothing of that name was recorded in the group.</summary>
    public Course? Of(StudyGroup group, string name) => _courses.GetValueOrDefault((group.Arm, group.Point, name));
}
