using System.Reflection;
using System.Runtime.InteropServices;
using NicheSim.Numerics;
using NicheSim.Recording;
using NicheSim.State;

namespace NicheSim.Tests.State;

/// <summary>
/// What is saved is all that there is. The tests find members by reflection: one that is added to a state and not visited makes them fail.
/// </summary>
public class StateContentTests
{
    [Fact]
    public void Everything_that_a_state_holds_comes_back()
    {
        var state = RandomState(1);
        using var folder = new NicheSim.Tests.Recording.TemporaryFolder();

        var read = NewState();
        RoundTrip(folder["pages"], visitor => StateContent.Visit(state, visitor), visitor => StateContent.Visit(read, visitor));
        read.IndexCells();

        Assert.NotEmpty(Members(state));
        AssertEqual(state, read, "state", state.Cells.Count);
    }

    [Fact]
    public void Everything_that_recorders_remember_comes_back()
    {
        var random = new Random(2);
        var (history, read) = (new History(NewState(), 3), new History(NewState(), 3));
        Fill(history, random);
        using var folder = new NicheSim.Tests.Recording.TemporaryFolder();

        RoundTrip(folder["pages"], history.Visit, read.Visit);

        AssertEqual(history, read, "history", null);
    }

    [Fact]
    public void A_cell_takes_the_bytes_that_are_said()
    {
        var sizes = new List<int>();
        var cells = NewState();
        cells.Cells.SetCount(7);
        StateContent.Visit(cells, new Sizes(sizes));
        Assert.Equal(7 * cells.Cells.BytesOfEach, sizes.Sum());
    }

    private static SimulationState NewState()
    {
        var state = new SimulationState(new Grid(5, 4, 3), [2, 0, 1], 2, 6);
        state.Tissue.Freed[1] = new float[state.Grid.Count];
        return state;
    }

    private static SimulationState RandomState(int seed)
    {
        var random = new Random(seed);
        var state = NewState();
        state.Cells.SetCount(23);
        Fill(state, random);
        // Places must be possible: every voxel at most once.
        for (var cell = 0; cell < state.Cells.Count; cell++)
            state.Cells.Voxel[cell] = cell % 5 == 0 ? Cells.InBlood : 2 * cell;
        state.IndexCells();
        return state;
    }

    private static void RoundTrip(string path, Action<IStateVisitor> write, Action<IStateVisitor> read)
    {
        var buffer = new PageBuffer();
        write(buffer);
        using (var file = File.Create(path))
        using (var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256))
            buffer.WriteTo(file, hash);
        using var again = File.OpenRead(path);
        var reader = new PageReader(again, again.Length);
        read(reader);
        Assert.Equal(0, reader.Left);
    }

    /// <summary>Sets every number in an object, and in the objects and arrays below it, at random.</summary>
    private static void Fill(object target, Random random)
    {
        foreach (var field in Members(target))
        {
            if (field.GetValue(target) is { } value && !field.IsInitOnly && field.FieldType.IsValueType && field.Name is not ("<Count>k__BackingField" or "<Grid>k__BackingField"))
                field.SetValue(target, RandomValue(value.GetType(), random));
            else if (field.GetValue(target) is { } inner && !field.FieldType.IsValueType)
                FillInner(inner, random);
        }
    }

    private static void FillInner(object inner, Random random)
    {
        switch (inner)
        {
            case Array array when array.GetType().GetElementType()!.IsValueType:
                for (var i = 0; i < array.Length; i++)
                    array.SetValue(RandomValue(array.GetType().GetElementType()!, random), i);
                break;
            case Array array:
                foreach (var element in array)
                    if (element is not null)
                        FillInner(element, random);
                break;
            case System.Collections.IList list:
                for (var i = 0; i < 9; i++)
                    list.Add(RandomValue(list.GetType().GenericTypeArguments[0], random));
                break;
            case HashSet<long> set:
                set.UnionWith([random.Next(), random.Next()]);
                break;
            default:
                Fill(inner, random);
                break;
        }
    }

    private static object RandomValue(Type type, Random random)
    {
        if (type == typeof(bool))
            return random.Next(2) == 1;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTuple<,>))
            return Activator.CreateInstance(type, type.GenericTypeArguments.Select(t => RandomValue(t, random)).ToArray())!;
        if (!type.IsPrimitive)
        {
            var value = Activator.CreateInstance(type)!;
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
                field.SetValue(value, RandomValue(field.FieldType, random));
            return value;
        }

        return Convert.ChangeType(random.Next(1, 127), type, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static void AssertEqual(object? expected, object? actual, string path, int? cells)
    {
        if (expected is null || actual is null || expected.GetType().IsPrimitive || expected is Grid)
        {
            Assert.True(Equals(expected, actual), $"{path} is lost");
            return;
        }

        if (expected is System.Collections.IEnumerable list)
        {
            // Room beyond the last cell means nothing.
            var (mine, its) = (list.Cast<object?>().ToArray(), ((System.Collections.IEnumerable)actual).Cast<object?>().ToArray());
            var length = path.StartsWith("state.Cells.", StringComparison.Ordinal) && (mine.Length == 0 || mine[0]?.GetType().IsPrimitive == true) ? cells!.Value : mine.Length;
            Assert.True(its.Length >= length, $"{path} is lost");
            for (var i = 0; i < length; i++)
                AssertEqual(mine[i], its[i], $"{path}[{i}]", cells);
            return;
        }

        foreach (var field in Members(expected))
            AssertEqual(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name.Split('>')[0].TrimStart('<')}", cells);
    }

    private static FieldInfo[] Members(object target) => target.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

    /// <summary>Bytes of what comes after the count of cells.</summary>
    private sealed class Sizes(List<int> sizes) : IStateVisitor
    {
        private bool _cells;

        public T Value<T>(T value)
            where T : unmanaged => value;

        public int Count(int count, int bytes)
        {
            _cells = true;
            return count;
        }

        public void Column<T>(Span<T> values)
            where T : unmanaged
        {
            if (_cells)
                sizes.Add(MemoryMarshal.AsBytes(values).Length);
        }
    }
}
