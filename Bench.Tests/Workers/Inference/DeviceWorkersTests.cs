using Bench.Data;
using Bench.Workers.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Bench.Tests.Workers.Inference;

/// <summary>One process for each device of a machine; the devices here are CPUs by another number.</summary>
public sealed class DeviceWorkersTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Devices_are_listed_or_all_that_the_driver_shows()
    {
        DeviceWorkers.Parse("0,2,2", () => throw new InvalidOperationException("nobody asked")).ShouldBe([0, 2]);
        DeviceWorkers.Parse("all", () => 3).ShouldBe([0, 1, 2]);
        Should
            .Throw<PlatformNotSupportedException>(() => DeviceWorkers.Parse("all", () => null))
            .Message.ShouldContain("lacks libcuda.so.1");
        Should.Throw<PlatformNotSupportedException>(() => DeviceWorkers.Parse("all", () => 0)).Message.ShouldContain("shows no GPU");
    }

    [Fact]
    public void Processes_share_the_cores_unless_the_operator_says_how_many_each_takes()
    {
        var all = Environment.ProcessorCount;

        DeviceWorkers.Settings(1, 1, 0).ShouldContain($"--Bench:Inference:Threads={all}");
        DeviceWorkers.Settings(1, all * 2, 0).ShouldContain("--Bench:Inference:Threads=1");
        DeviceWorkers.Settings(1, 2, 5).ShouldContain("--Bench:Inference:Threads=5");
        DeviceWorkers.Settings(3, 4, 0).ShouldContain("--Bench:Inference:DeviceId=3");
    }

    [Fact, Long]
    public async Task Each_device_has_a_worker_of_its_own_and_all_leave_when_their_keeper_dies()
    {
        await using var database = await EmptyDatabase.CreateAsync();
        await using var keeper = ServerProcess.StartWorker([.. Settings(database), ("Bench:Inference:Devices", "0,1")]);

        await WorkersAsync(database, 2);
        keeper.Output.ShouldNotContain("is started again");
        await keeper.KillAsync();

        // They drain and take their rows with them, as when they are told to stop.
        await WorkersAsync(database, 0);
    }

    [Fact]
    public async Task Devices_that_are_not_there_or_not_numbers_end_the_process_with_a_sentence()
    {
        Assert.SkipWhen(File.Exists("/dev/nvidia0"), "there is a GPU");
        await using var database = await EmptyDatabase.CreateAsync();
        await using var none = ServerProcess.StartWorker([.. Settings(database), ("Bench:Inference:Devices", "all")]);
        await using var words = ServerProcess.StartWorker([.. Settings(database), ("Bench:Inference:Devices", "first")]);

        (await none.ExitAsync()).ShouldBe(1);
        (await words.ExitAsync()).ShouldBe(1);

        none.Output.ShouldContain("lacks libcuda.so.1 (the NVIDIA driver)");
        words.Output.ShouldContain("The field Devices must match");
    }

    (string, string?)[] Settings(EmptyDatabase database) =>
        [("ConnectionStrings:Bench", database.ConnectionString), ("Bench:DataDirectory", _folder.Path)];

    /// <summary>Waits until so many workers have a row.</summary>
    static async Task WorkersAsync(EmptyDatabase database, int count)
    {
        using var patience = new CancellationTokenSource(Patience.Deadline);
        await using var db = new PostgresBenchDb(BenchDbOptions.Postgres(database.ConnectionString).Options);
        while (!await HasAsync())
            await Task.Delay(50, patience.Token);

        async Task<bool> HasAsync()
        {
            try
            {
                return await db.Workers.CountAsync(patience.Token) == count;
            }
            catch (Npgsql.PostgresException error) when (error.SqlState == Npgsql.PostgresErrorCodes.UndefinedTable)
            {
                // The first process is still migrating.
                return false;
            }
        }
    }
}
