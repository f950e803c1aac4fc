using NicheSim.Studies;
using NicheSim.Tests.Recording;

namespace NicheSim.Tests.Studies;

/// <summary>Whether a task that ended was lost, or its job cancelled on purpose: by what was seen of it and of others, look by look.</summary>
public sealed class FollowedTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FollowedTask _task;

    public FollowedTaskTests() => _task = new FollowedTask(_folder["1"], 0, 2);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_that_is_cancelled_while_others_go_on_is_lost_even_if_they_end_by_the_next_look()
    {
        Look("RUNNING", othersGoOn: true);
        Look("CANCELLED", othersGoOn: true);
        Assert.False(_task.IsLost);
        Look("CANCELLED", othersGoOn: false);
        Assert.True(_task.IsLost);
    }

    [Fact]
    public void One_that_is_cancelled_with_all_others_is_not()
    {
        Look("RUNNING", othersGoOn: true);
        Look("CANCELLED", othersGoOn: false);
        Look("CANCELLED", othersGoOn: false);
        Assert.True(_task.HasEnded);
        Assert.False(_task.IsLost);
    }

    /// <summary>What was seen of others before a task went back into the queue says nothing of its end.</summary>
    [Fact]
    public void One_that_came_back_and_is_cancelled_with_all_others_is_not_lost()
    {
        Look("NODE_FAIL", othersGoOn: true);
        Look("PENDING", othersGoOn: true);
        Look("CANCELLED", othersGoOn: false);
        Look("CANCELLED", othersGoOn: false);
        Assert.False(_task.IsLost);
    }

    /// <summary>Three losses in a row are the most, but not where further runs are complete when it is lost again.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Losses_count_in_a_row_without_another_run_complete(int complete, bool isLost)
    {
        for (var loss = 0; loss < 3; loss++)
        {
            Lose();
            Assert.True(_task.IsLost);
            _task.TakeLoss();
        }

        Directory.CreateDirectory(_folder["1"]);
        ShareStatus.Of(ShareState.Running, complete, 0, 0, "").Write(_folder["1"], 0);
        Lose();
        Assert.Equal(isLost, _task.IsLost);

        void Lose()
        {
            Look("NODE_FAIL", othersGoOn: true);
            Look("NODE_FAIL", othersGoOn: true);
        }
    }

    private void Look(string state, bool othersGoOn)
    {
        _task.Look(new Dictionary<int, QueuedTask> { [0] = new QueuedTask(7, state, "") });
        if (othersGoOn)
            _task.SeeOthersGoOn();
    }
}
